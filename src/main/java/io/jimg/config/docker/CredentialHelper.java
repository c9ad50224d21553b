package io.jimg.config.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import io.jimg.error.StoreFailure;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A `docker-credential-<suffix>` program, spoken to as docker-credential-helpers does. What it
/// keeps never stands in a failure, not even where the program prints it.
final class CredentialHelper {

  static final Duration PATIENCE = Duration.ofMinutes(5); // it may ask its user for a passphrase
  private static final String PREFIX = "docker-credential-";
  private static final String NOT_FOUND = "credentials not found in native keychain";
  private static final String TOKEN_USER = "<token>";

  private final String suffix;
  private final Map<String, String> env;
  private final Duration patience;

  CredentialHelper(String suffix, Map<String, String> env, Duration patience) {
    this.suffix = suffix;
    this.env = env;
    this.patience = patience;
  }

  /// What it keeps for `server`; null when it has nothing.
  ///
  /// @throws StoreFailure when it cannot be asked or its answer not be read
  @Nullable Credential get(String server) {
    var answer = run("get", server);
    if (answer.error() != null && answer.output().strip().equals(NOT_FOUND)) {
      return null;
    }
    answer.requireSuccess("getting", "");
    var json = object(answer, "getting");
    String user = text(json, "Username");
    String secret = text(json, "Secret");
    return user.equals(TOKEN_USER)
        ? new Credential.IdentityToken("", secret)
        : new Credential.Basic(user, secret);
  }

  void store(String server, String username, String secret) {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("ServerURL", new JsonText(server));
    json.put("Username", new JsonText(username));
    json.put("Secret", new JsonText(secret));
    run("store", JsonWriter.text(new JsonObject(json)) + "\n").requireSuccess("storing", secret);
  }

  void storeToken(String server, String token) {
    store(server, TOKEN_USER, token);
  }

  void erase(String server) {
    run("erase", server).requireSuccess("erasing", "");
  }

  /// The user of each server that it keeps something for.
  Map<String, String> list() {
    var answer = run("list", "unused");
    answer.requireSuccess("listing", "");
    var users = new LinkedHashMap<String, String>();
    object(answer, "listing")
        .members()
        .forEach((server, user) -> users.put(server, user instanceof JsonText(var u) ? u : ""));
    return users;
  }

  private static JsonObject object(HelperProcess.Answer answer, String doing) {
    try {
      if (JsonReader.readFirst(answer.output().getBytes(UTF_8)) instanceof JsonObject object) {
        return object;
      }
    } catch (InvalidInput e) {
      // its message may repeat a piece of a secret
    }
    throw new StoreFailure("error " + doing + " credentials - err: unreadable answer");
  }

  private static String text(JsonObject json, String name) {
    for (var member : json.members().entrySet()) {
      if (member.getKey().equalsIgnoreCase(name) && member.getValue() instanceof JsonText(var t)) {
        return t;
      }
    }
    return "";
  }

  private HelperProcess.Answer run(String action, String input) {
    String name = PREFIX + suffix;
    if (!isSafe(suffix)) {
      return HelperProcess.Answer.failed("invalid credential helper name " + GoQuote.quote(suffix));
    }
    Path program = find(name, env);
    if (program == null) {
      return HelperProcess.Answer.failed(
          "exec: " + GoQuote.quote(name) + ": executable file not found in $PATH");
    }
    return new HelperProcess(program, env, patience).run(action, input);
  }

  private static boolean isSafe(String suffix) {
    for (int i = 0; i < suffix.length(); i++) {
      char c = suffix.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && c != '_' && c != '-') {
        return false;
      }
    }
    return !suffix.isEmpty();
  }

  /// The helper that Docker takes where config.json says nothing about credentials; empty where it
  /// is not installed.
  static String installedDefault(Map<String, String> env) {
    for (String native_ : new String[] {"osxkeychain", "wincred"}) {
      if (find(PREFIX + native_, env) != null) {
        return native_;
      }
    }
    String suffix = find("pass", env) == null ? "secretservice" : "pass";
    return find(PREFIX + suffix, env) == null ? "" : suffix;
  }

  /// An executable of that name in an absolute directory of PATH.
  private static @Nullable Path find(String name, Map<String, String> env) {
    for (String directory : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (directory.startsWith(File.separator) && directory.indexOf(0) < 0) {
        Path program = Path.of(directory, name);
        if (Files.isRegularFile(program) && Files.isExecutable(program)) {
          return program;
        }
      }
    }
    return null;
  }
}
