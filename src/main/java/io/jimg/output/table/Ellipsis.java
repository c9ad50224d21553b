package io.jimg.output.table;

/// Text cut to a number of terminal columns, `…` in the last of them. Counts as Docker's formatter
/// does, where a combining character takes a column of its own.
public final class Ellipsis {

  private Ellipsis() {}

  /// `text` itself where it fits; `columns` is at least 2.
  public static String cut(String text, int columns) {
    int width = 0;
    int fits = -1;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      width += CellWidth.isWide(codePoint) ? 2 : 1;
      if (width > columns - 1 && fits < 0) {
        fits = i;
      }
      if (width > columns) {
        return text.substring(0, fits) + "…";
      }
      i += Character.charCount(codePoint);
    }
    return text;
  }
}
