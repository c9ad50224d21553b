package io.jimg.config.docker;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Docker's config.json says. A file that cannot be understood is no failure: what could be
/// read counts, and there is a warning to show.
public final class DockerConfig {

  static final String FILE = "config.json";
  static final int MAX_SIZE = 1 << 20;

  private final Path file;
  private final ConfigFields fields;
  private final @Nullable String warning;

  private DockerConfig(Path file, ConfigFields fields, @Nullable String warning) {
    this.file = file;
    this.fields = fields;
    this.warning = warning;
  }

  /// Where config.json is: `$DOCKER_CONFIG`, else `.docker` in the home directory.
  public static Path directory(Map<String, String> env, Path home) {
    String named = env.getOrDefault("DOCKER_CONFIG", "");
    return named.isEmpty() ? home.resolve(".docker") : home.getFileSystem().getPath(named);
  }

  /// Reads config.json of `directory`; without one all is at its default.
  public static DockerConfig load(Path directory) {
    Path file = directory.resolve(FILE);
    var nothing = ConfigFields.read(null);
    try {
      var fields = ConfigFields.read(JsonReader.readFirst(content(file)));
      String problem = fields.problem();
      return new DockerConfig(file, fields, problem == null ? null : parsing(file, problem));
    } catch (InvalidInput e) {
      return new DockerConfig(file, nothing, parsing(file, e.sentence()));
    } catch (NoSuchFileException e) {
      return new DockerConfig(file, nothing, null);
    } catch (IOException e) {
      if (Files.isDirectory(file)) {
        return new DockerConfig(file, nothing, parsing(file, "read " + file + ": is a directory"));
      }
      String problem = "WARNING: Error loading config file: open " + file + ": " + reason(e);
      return new DockerConfig(file, nothing, problem);
    }
  }

  /// @throws InvalidInput when there is too much of it
  public static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw new InvalidInput("the file is larger than 1 MiB");
      }
      return content;
    }
  }

  private static String parsing(Path file, String problem) {
    return "WARNING: Error parsing config file (" + file + "): " + problem;
  }

  /// The operating system's words for what went wrong, without the path.
  public static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileSystemException f when f.getReason() != null -> lower(f.getReason());
      default -> lower(e.getMessage());
    };
  }

  private static String lower(@Nullable String text) {
    return text == null ? "input/output error" : text.toLowerCase(Locale.ROOT);
  }

  /// The line that Docker writes to stderr before it carries on; null where all is well.
  public @Nullable String warning() {
    return warning;
  }

  public Path file() {
    return file;
  }

  /// The format of `ps` where the command line has none; empty where it is not set.
  public String psFormat() {
    return fields.text("psFormat");
  }

  /// The format of `images` where the command line has none; empty where it is not set.
  public String imagesFormat() {
    return fields.text("imagesFormat");
  }

  /// Filters, `key=value`, for every prune.
  public List<String> pruneFilters() {
    return List.copyOf(fields.list("pruneFilters"));
  }

  /// Headers that Docker sends to its engine.
  public Map<String, String> httpHeaders() {
    return fields.textMap("HttpHeaders");
  }

  /// Those of the headers that Docker's engine passes on to registries.
  public Map<String, String> registryHeaders() {
    var passed = new LinkedHashMap<String, String>();
    httpHeaders()
        .forEach(
            (name, value) -> {
              if (name.regionMatches(true, 0, "X-Meta-", 0, "X-Meta-".length())) {
                passed.put(name, value);
              }
            });
    return passed;
  }

  /// The suffix of the helper that keeps the credentials of `key`; empty where they are in the
  /// file.
  String helperFor(String key) {
    String own = fields.textMap("credHelpers").get(key);
    return own == null ? fields.text("credsStore") : own;
  }

  /// Whether it says anything about credentials.
  boolean containsAuth() {
    return !fields.text("credsStore").isEmpty()
        || !fields.textMap("credHelpers").isEmpty()
        || !fields.auths().isEmpty();
  }

  /// Who the file says is logged in at the Hub; empty for nobody, or where a helper knows.
  public String hubUser() {
    return switch (auths().get(CredentialStore.key("docker.io"))) {
      case Credential.Basic(var user, _) -> user;
      case Credential.IdentityToken(var user, _) -> user;
      case Credential.Anonymous(), Credential.RegistryToken(_) -> "";
      case null -> "";
    };
  }

  Map<String, Credential> auths() {
    return fields.auths();
  }
}
