package io.jimg.registry.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One way in that a registry offers with a 401 (RFC 9110, "WWW-Authenticate").
///
/// @param scheme in lower case
/// @param parameters by lower-case name; of a repeated one the first counts
public record Challenge(String scheme, Map<String, String> parameters) {

  private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /// Whether a token is wanted.
  public boolean isBearer() {
    return scheme.equals("bearer");
  }

  /// Whether user and password are wanted.
  public boolean isBasic() {
    return scheme.equals("basic");
  }

  /// The parameter, empty where it is absent.
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /// Every challenge in `headers`, several in one header included. What cannot be understood is
  /// skipped, never an error: another challenge may do.
  public static List<Challenge> parse(List<String> headers) {
    var challenges = new ArrayList<Challenge>();
    for (String header : headers) {
      new Parser(header).into(challenges);
    }
    return challenges;
  }

  private static final class Parser {

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void into(List<Challenge> challenges) {
      skip(" \t,");
      String word = token();
      while (!word.isEmpty()) {
        String scheme = word.toLowerCase(Locale.ROOT);
        var parameters = new LinkedHashMap<String, String>();
        word = parameters(parameters);
        challenges.add(new Challenge(scheme, parameters));
      }
    }

    /// Reads `name=value` pairs into `parameters` and returns the next scheme, empty at the end.
    private String parameters(Map<String, String> parameters) {
      while (true) {
        skip(" \t,");
        String name = token();
        int afterName = at;
        skip(" \t");
        if (name.isEmpty() || peek() != '=') {
          at = afterName;
          return name;
        }
        at++;
        skip(" \t");
        String value = peek() == '"' ? quoted() : bareValue();
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
      }
    }

    private String token() {
      int start = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    /// Registries send URLs without quotes: everything up to the next comma or space is taken.
    private String bareValue() {
      int start = at;
      while (at < text.length() && ", \t".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      var value = new StringBuilder();
      at++;
      while (at < text.length() && peek() != '"') {
        if (peek() == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private static boolean isTokenCharacter(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || TOKEN_CHARACTERS.indexOf(c) >= 0;
    }
  }
}
