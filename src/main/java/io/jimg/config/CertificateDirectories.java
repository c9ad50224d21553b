package io.jimg.config;

import io.jimg.error.InvalidInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where certificates for a registry lie: in a directory of its name below `docker/certs.d` of the
/// user's configuration, as for a rootless Docker, and below `/etc/docker/certs.d`.
public final class CertificateDirectories {

  private static final Path SYSTEM = Path.of("/etc/docker/certs.d");

  private final List<Path> roots;
  private final SystemAuthorities system;

  private CertificateDirectories(List<Path> roots, SystemAuthorities system) {
    this.roots = List.copyOf(roots);
    this.system = system;
  }

  /// @param home null where the environment has none; then only the system's place counts
  public static CertificateDirectories of(Map<String, String> env, @Nullable Path home) {
    var roots =
        home == null
            ? List.of(SYSTEM)
            : List.of(
                Settings.configHome(env, home).resolve("docker").resolve("certs.d"),
                home.getFileSystem().getPath(SYSTEM.toString()));
    return new CertificateDirectories(roots, SystemAuthorities.of(env));
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

  /// What lies in all directories of a registry.
  ///
  /// @param names the ways to name it
  /// @throws InvalidInput where something there is half or cannot be read
  public RegistryCertificates load(List<String> names) {
    var all = RegistryCertificates.NONE;
    for (String name : names) {
      for (Path directory : of(name)) {
        all = all.with(RegistryCertificates.load(directory));
      }
    }
    return all;
  }

  /// Whom the operating system trusts (PEM).
  public List<String> system() {
    return system.load();
  }
}
