package io.jimg.oci;

/// JSON texts in the layouts of Go's encoding/json. They work on the text, so members keep their
/// order, numbers their spelling and strings their escapes; the text has been parsed before.
public final class GoIndent {

  private GoIndent() {}

  /// What `json.MarshalIndent` gives.
  ///
  /// @param step what each level adds: a tab, three spaces
  public static String marshal(JsonValue value, String step) {
    return indent(escapeHtml(JsonWriter.text(value)), step);
  }

  /// What `json.Indent` gives: white space at the end survives, all other is replaced.
  ///
  /// @param step what each level adds: a tab, three spaces
  public static String indent(String json, String step) {
    var out = new StringBuilder(json.length() * 2);
    int depth = 0;
    boolean opened = false;
    int end = json.stripTrailing().length();
    for (int i = 0; i < end; i++) {
      char c = json.charAt(i);
      if (c <= ' ') {
        continue;
      }
      boolean closes = c == '}' || c == ']';
      if (opened && !closes) {
        newLine(out, ++depth, step);
      } else if (closes && !opened) {
        newLine(out, --depth, step);
      }
      opened = c == '{' || c == '[';
      out.append(c);
      if (c == '"') {
        int after = stringEnd(json, i);
        out.append(json, i + 1, after);
        i = after - 1;
      } else if (c == ',') {
        newLine(out, depth, step);
      } else if (c == ':') {
        out.append(' ');
      }
    }
    return out.append(json, end, json.length()).toString();
  }

  /// With the characters escaped that Go's `Marshal` keeps out of HTML. They stand in strings only.
  public static String escapeHtml(String json) {
    var out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
        out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static void newLine(StringBuilder out, int depth, String step) {
    out.append('\n').repeat(step, depth);
  }

  private static int stringEnd(String json, int start) {
    int at = start + 1;
    while (at < json.length() && json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, json.length());
  }
}
