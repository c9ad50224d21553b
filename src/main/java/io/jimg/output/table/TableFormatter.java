package io.jimg.output.table;

import java.util.ArrayList;
import java.util.List;

/// Aligns tab-terminated cells as Go's text/tabwriter does with Docker's settings: columns at least
/// 10 wide, 3 blanks between them, cells measured in terminal columns. The text after a line's last
/// tab belongs to no column and is never padded; lines without a tab separate columns. Holds the
/// lines since the last one without a tab, no more.
public final class TableFormatter {

  private static final int MINIMUM = 10;
  private static final int PADDING = 3;

  private final StringBuilder out;
  private final StringBuilder cell = new StringBuilder();
  private final List<Line> lines = new ArrayList<>();
  private final List<Column> open = new ArrayList<>();
  private Line line = new Line();

  public TableFormatter(StringBuilder out) {
    this.out = out;
  }

  /// Takes any part of the text; cells and lines may be cut anywhere.
  public TableFormatter append(CharSequence text) {
    char[] chars = text.toString().toCharArray();
    int from = 0;
    for (int i = 0; i < chars.length; i++) {
      char c = chars[i];
      if (c == '\t' || c == '\u000B') {
        cell.append(chars, from, i - from);
        endCell();
        from = i + 1;
      } else if (c == '\n' || c == '\f') {
        cell.append(chars, from, i - from);
        endLine(c == '\f' || line.cells.isEmpty());
        from = i + 1;
      }
    }
    cell.append(chars, from, chars.length - from);
    return this;
  }

  /// Writes what is held back, an unfinished line included.
  public void finish() {
    line.rest = takeCell();
    lines.add(line);
    for (var held : lines) {
      if (held != lines.getFirst()) {
        out.append('\n');
      }
      held.write(out);
    }
    lines.clear();
    open.clear();
    line = new Line();
  }

  private void endCell() {
    int index = line.cells.size();
    if (index == open.size()) {
      open.add(new Column());
    }
    String text = takeCell();
    int width = CellWidth.of(text);
    var column = open.get(index);
    column.width = Math.max(column.width, width + PADDING);
    line.cells.add(new Cell(text, width, column));
  }

  private void endLine(boolean endsColumns) {
    line.rest = takeCell();
    lines.add(line);
    open.subList(line.cells.size(), open.size()).clear();
    line = new Line();
    if (endsColumns) {
      finish();
    }
  }

  private String takeCell() {
    String text = cell.toString();
    cell.setLength(0);
    return text;
  }

  /// One column of lines that follow each other.
  private static final class Column {
    private int width = MINIMUM;
  }

  private record Cell(String text, int width, Column column) {}

  private static final class Line {
    private final List<Cell> cells = new ArrayList<>(8);
    private String rest = "";

    private void write(StringBuilder out) {
      for (var cell : cells) {
        out.append(cell.text).repeat(' ', cell.column.width - cell.width);
      }
      out.append(rest);
    }
  }
}
