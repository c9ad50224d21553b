package io.jimg.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jimg.config.docker.DockerConfig;
import io.jimg.error.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whom the operating system trusts to issue certificates, found as Go's crypto/x509 finds them:
/// `SSL_CERT_FILE` or the first of the usual bundles, and what lies in `SSL_CERT_DIR`.
public final class SystemAuthorities {

  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/tls/cacert.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private final Map<String, String> env;

  private SystemAuthorities(Map<String, String> env) {
    this.env = env;
  }

  public static SystemAuthorities of(Map<String, String> env) {
    return new SystemAuthorities(Map.copyOf(env));
  }

  /// The certificates (PEM); what cannot be read is passed over.
  public List<String> load() {
    var found = new ArrayList<String>();
    String file = env.getOrDefault("SSL_CERT_FILE", "");
    for (String bundle : file.isEmpty() ? BUNDLES : List.of(file)) {
      if (found.isEmpty()) {
        add(found, Path.of(bundle));
      }
    }
    for (String directory : env.getOrDefault("SSL_CERT_DIR", "").split(":")) {
      if (!directory.isEmpty()) {
        addAll(found, Path.of(directory));
      }
    }
    return found;
  }

  private static void addAll(List<String> found, Path directory) {
    try (var files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> add(found, file));
    } catch (IOException e) {
      // as in Go, a directory that is not there is none
    }
  }

  private static void add(List<String> found, Path file) {
    try {
      found.add(new String(DockerConfig.content(file), ISO_8859_1));
    } catch (IOException | InvalidInput e) {
      // as in Go, the next one may do
    }
  }
}
