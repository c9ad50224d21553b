package io.jimg.registry.transport;

import io.jimg.error.GoQuote;

/// Foreign text made fit for a terminal and a message.
public final class Quoting {

  private Quoting() {}

  /// `text` as Go's `%q` writes it, cut after `longest` characters.
  public static String quoted(String text, int longest) {
    return GoQuote.quote(shortened(text, longest));
  }

  /// `text` with everything that could steer a terminal written as an escape, cut after `longest`
  /// characters; line breaks and tabs stay.
  public static String visible(String text, int longest) {
    var visible = new StringBuilder();
    shortened(text, longest).codePoints().forEach(c -> append(visible, c));
    return visible.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '\n', '\t', '"', '\\' -> out.append((char) c);
      default -> {
        String quoted = GoQuote.quote(Character.toString(c));
        out.append(quoted, 1, quoted.length() - 1);
      }
    }
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
