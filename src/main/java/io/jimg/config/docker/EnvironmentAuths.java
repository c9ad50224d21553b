package io.jimg.config.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Credentials from `DOCKER_AUTH_CONFIG`, which come before all others. Read strictly: a mistake in
/// it makes all of it void.
///
/// @param warning the line to show where it is void
record EnvironmentAuths(Map<String, Credential> auths, @Nullable String warning) {

  static final String VARIABLE = "DOCKER_AUTH_CONFIG";

  static EnvironmentAuths read(Map<String, String> env) {
    String value = env.getOrDefault(VARIABLE, "");
    if (value.isEmpty()) {
      return new EnvironmentAuths(Map.of(), null);
    }
    try {
      return new EnvironmentAuths(parse(value), null);
    } catch (InvalidInput e) {
      String warning = "Failed to create credential store from " + VARIABLE + ":  " + e.sentence();
      return new EnvironmentAuths(Map.of(), warning);
    }
  }

  private static Map<String, Credential> parse(String value) {
    var auths = new LinkedHashMap<String, Credential>();
    JsonValue first = JsonReader.readFirst(value.getBytes(UTF_8));
    if (first == null) {
      return auths;
    }
    for (var entry : objects(only(first, "auths")).entrySet()) {
      String auth = text(only(entry.getValue(), "auth"));
      if (auth.isEmpty()) {
        throw new InvalidInput(
            VARIABLE + " environment variable is missing key `auth` for " + entry.getKey());
      }
      auths.put(entry.getKey(), AuthText.decode(auth));
    }
    requireNothingMore(value);
    return auths;
  }

  private static void requireNothingMore(String value) {
    try {
      JsonValue _ = JsonReader.read(value);
    } catch (InvalidInput e) {
      throw new InvalidInput(VARIABLE + " does not support more than one JSON object", e);
    }
  }

  /// The member `name` of what must be an object without any other; null where it is absent.
  private static @Nullable JsonValue only(JsonValue value, String name) {
    JsonValue found = null;
    for (var member : object(value).members().entrySet()) {
      if (!member.getKey().equalsIgnoreCase(name)) {
        throw new InvalidInput("json: unknown field " + GoQuote.quote(member.getKey()));
      }
      found = member.getValue();
    }
    return found;
  }

  private static Map<String, JsonValue> objects(@Nullable JsonValue value) {
    return value == null ? Map.of() : object(value).members();
  }

  private static JsonObject object(JsonValue value) {
    return switch (value) {
      case JsonObject object -> object;
      case JsonValue.JsonNull() -> JsonObject.EMPTY;
      case JsonValue _ -> throw new InvalidInput("json: cannot unmarshal: not an object");
    };
  }

  private static String text(@Nullable JsonValue value) {
    return switch (value) {
      case null -> "";
      case JsonText(var text) -> text;
      case JsonValue.JsonNull() -> "";
      case JsonValue _ -> throw new InvalidInput("json: cannot unmarshal: not a string");
    };
  }
}
