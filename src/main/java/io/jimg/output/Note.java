package io.jimg.output;

/// A remark beside what a command does, in Docker's two forms: coloured on a terminal, plain
/// elsewhere.
public enum Note {
  INFO(
      "Info",
      "\u001b[1m\u001b[106m\u001b[30mi\u001b[0m\u001b[0m \u001b[96mInfo → \u001b[0m\u001b[0m"),
  WARNING(
      "Warn",
      "\u001b[1m\u001b[103m\u001b[30mw\u001b[0m\u001b[0m \u001b[93mWarn → \u001b[0m\u001b[0m");

  private static final String BOLD = "\u001b[1m";
  private static final String UNDERLINED = "\u001b[4m";
  private static final String ITALIC = "\u001b[3m";
  private static final String PLAIN = "\u001b[0m";

  /// As wide as either head.
  private static final String MARGIN = " ".repeat(9);

  private final String word;
  private final String colouredHead;

  Note(String word, String colouredHead) {
    this.word = word;
    this.colouredHead = colouredHead;
  }

  /// An empty line, the head and the lines of `remark`, the second and further ones below the
  /// first. On a terminal the flag `--platform` stands out.
  public String text(String remark, boolean terminal) {
    var text = new StringBuilder("\n").append(terminal ? colouredHead : " " + word + " -> ");
    String shown = terminal ? remark.replace("--platform", BOLD + "--platform" + PLAIN) : remark;
    String before = "";
    for (String line : shown.split("\n", -1)) {
      text.append(before).append(terminal ? ITALIC + line + PLAIN : line).append('\n');
      before = MARGIN;
    }
    return text.toString();
  }

  /// An address within a remark; Docker underlines it on terminals and elsewhere.
  public static String link(String url) {
    return UNDERLINED + url + PLAIN;
  }
}
