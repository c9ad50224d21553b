package io.jimg.config;

import io.jimg.error.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Headers from `DOCKER_CUSTOM_HEADERS`: comma-separated `name=value` pairs, quoted as in CSV, in
/// place of those in config.json. What it complains of is named and never shown, since a value may
/// be a secret, and so may the piece behind a comma that should have been quoted.
public final class CustomHeaders {

  private static final String VARIABLE = "DOCKER_CUSTOM_HEADERS";

  private CustomHeaders() {}

  /// @param configured what holds where the variable is not set
  /// @throws InvalidInput in Docker's words
  public static Map<String, String> of(Map<String, String> env, Map<String, String> configured) {
    String value = env.getOrDefault(VARIABLE, "");
    if (value.isEmpty()) {
      return configured;
    }
    var headers = new LinkedHashMap<String, String>();
    for (String pair : new CsvLine(value).fields()) {
      int equals = pair.indexOf('=');
      String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
      if (name.isEmpty()) {
        throw failure("set", "value contains a key=value pair with an empty key");
      }
      if (equals < 0) {
        throw failure("set", "missing \"=\" in key=value pair");
      }
      headers.put(name, pair.substring(equals + 1));
    }
    return headers;
  }

  private static InvalidInput failure(String doing, String why) {
    return new InvalidInput(
        "failed to "
            + doing
            + " custom headers from "
            + VARIABLE
            + " environment variable: "
            + why);
  }

  /// The first line of CSV, as Go's encoding/csv reads it.
  private static final class CsvLine {

    private final String text;
    private int at;

    CsvLine(String text) {
      this.text = text;
    }

    List<String> fields() {
      while (peek() == '\n' || text.startsWith("\r\n", at)) {
        at++;
      }
      if (at == text.length()) {
        throw malformed();
      }
      var fields = new ArrayList<String>();
      while (true) {
        fields.add(peek() == '"' ? quoted() : bare());
        if (peek() != ',') {
          return fields;
        }
        at++;
      }
    }

    private String bare() {
      int start = at;
      while (peek() != ',' && !atLineEnd()) {
        if (peek() == '"') {
          throw malformed();
        }
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      var field = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c != '"') {
          field.append(c);
        } else if (peek() == '"') {
          field.append(text.charAt(at++));
        } else if (peek() == ',' || atLineEnd()) {
          return field.toString().replace("\r\n", "\n");
        } else {
          throw malformed();
        }
      }
      throw malformed();
    }

    private boolean atLineEnd() {
      return at == text.length() || peek() == '\n' || text.startsWith("\r\n", at);
    }

    /// The next character, 0 at the end.
    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private static InvalidInput malformed() {
      return failure("parse", "value must be formatted as comma-separated key=value pairs");
    }
  }
}
