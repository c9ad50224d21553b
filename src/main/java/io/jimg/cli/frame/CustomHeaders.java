package io.jimg.cli.frame;

import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.CsvRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Headers from `DOCKER_CUSTOM_HEADERS`: comma-separated `name=value` pairs, quoted as in CSV, in
/// place of those in config.json. What it complains of is named and never shown, since a value may
/// be a secret, and so may the piece behind a comma that should have been quoted.
final class CustomHeaders {

  private static final String VARIABLE = "DOCKER_CUSTOM_HEADERS";

  private CustomHeaders() {}

  /// @param configured what holds where the variable is not set
  /// @throws CommandFailure in Docker's words
  static Map<String, String> of(Map<String, String> env, Map<String, String> configured) {
    String value = env.getOrDefault(VARIABLE, "");
    if (value.isEmpty()) {
      return configured;
    }
    var headers = new LinkedHashMap<String, String>();
    for (String pair : pairs(value)) {
      int equals = pair.indexOf('=');
      String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
      if (name.isEmpty()) {
        throw failure("set", "value contains a key=value pair with an empty key", null);
      }
      if (equals < 0) {
        throw failure("set", "missing \"=\" in key=value pair", null);
      }
      headers.put(name, pair.substring(equals + 1));
    }
    return headers;
  }

  private static List<String> pairs(String value) {
    try {
      return CsvRecord.read(value);
    } catch (CsvRecord.Malformed e) {
      throw failure("parse", "value must be formatted as comma-separated key=value pairs", e);
    }
  }

  private static CommandFailure failure(String doing, String why, @Nullable Throwable cause) {
    return new CommandFailure(
        "failed to " + doing + " custom headers from " + VARIABLE + " environment variable: " + why,
        CommandFailure.ERROR,
        cause);
  }
}
