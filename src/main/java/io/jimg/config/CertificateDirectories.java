package io.jimg.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where certificates for a registry lie: in a directory of its name below `docker/certs.d` of the
/// user's configuration, as for a rootless Docker, and below `/etc/docker/certs.d`.
public final class CertificateDirectories {

  private final List<Path> roots;

  private CertificateDirectories(List<Path> roots) {
    this.roots = roots;
  }

  public static CertificateDirectories of(Map<String, String> env, Path home) {
    Path own = Settings.configHome(env, home).resolve("docker").resolve("certs.d");
    return new CertificateDirectories(
        List.of(own, home.getFileSystem().getPath("/etc/docker/certs.d")));
  }

  /// The directories for a registry, the user's own first; any of them may be missing. Of a
  /// registry whose name is no plain directory name, none.
  ///
  /// @param registry `host[:port]`, with the port exactly as in the image's name
  public List<Path> of(String registry) {
    if (registry.isEmpty() || registry.startsWith(".") || registry.indexOf('/') >= 0) {
      return List.of();
    }
    return roots.stream().map(root -> root.resolve(registry)).toList();
  }
}
