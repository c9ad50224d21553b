package io.jimg.output.tree;

/// How the tree is coloured. Docker sets the titles in bold even where there is no terminal.
///
/// @param terminal whether colours are seen
/// @param bold whether titles are set in bold
public record TreeStyle(boolean terminal, boolean bold) {

  private static final String END = "\u001b[0m";
  private static final String LEGEND =
      "\u001b[1m\u001b[106m\u001b[30mi" + END + END + " \u001b[96mInfo → " + END + END;
  private static final String IN_USE = "\u001b[38;5;0m\u001b[48;5;14m U " + END;

  /// Docker's way on a terminal or elsewhere.
  public static TreeStyle of(boolean terminal) {
    return new TreeStyle(terminal, true);
  }

  /// No escape sequences at all, for those who set `NO_COLOR`.
  public static TreeStyle plain() {
    return new TreeStyle(false, false);
  }

  String warning(String text) {
    return terminal ? "\u001b[93m" + text + END : text;
  }

  String title(String text) {
    return bold ? "\u001b[39m\u001b[1m" + text + END : text;
  }

  String name(String text) {
    return terminal ? "\u001b[34m\u001b[1m" + text + END : text;
  }

  String untagged(String text) {
    return terminal ? "\u001b[39m\u001b[2m" + text + END : text;
  }

  String detail(String text) {
    return terminal ? "\u001b[39m" + text + END : text;
  }

  /// What the letter in the last column means, at the right edge.
  String legend(int columns) {
    String shown =
        (terminal ? "i Info → " : " Info -> ") + (terminal ? "  U  " : " U ") + "In Use ";
    String text = terminal ? LEGEND + " " + IN_USE + " In Use " : " Info ->  U In Use ";
    return " ".repeat(Math.max(0, columns - shown.length())) + text;
  }
}
