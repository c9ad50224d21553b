package io.jimg.output.table;

/// Text from outside (labels, commands of a history, messages of registries) for a terminal:
/// control
/// characters, which could move the cursor, retitle the window or hide what follows, are shown as
/// `\x1b` or `\u202e`. Only for terminals: a script gets the bytes as they are.
public final class TerminalText {

  private TerminalText() {}

  /// `text` itself where it is harmless; line ends and tabs are.
  public static String visible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isHarmful(text.charAt(i))) {
        return escaped(text, i);
      }
    }
    return text;
  }

  private static String escaped(String text, int from) {
    var out = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isHarmful(c)) {
        out.append(c);
        continue;
      }
      out.append(c < 0x100 ? "\\x" : "\\u");
      for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4) {
        out.append(Character.forDigit((c >> shift) & 15, 16));
      }
    }
    return out.toString();
  }

  /// C0 and C1 controls, and what turns the direction of writing.
  private static boolean isHarmful(char c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7f && c < 0xa0)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
