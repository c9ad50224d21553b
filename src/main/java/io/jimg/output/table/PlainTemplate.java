package io.jimg.output.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A template that is nothing but text and columns, as nearly all are (`{{.ID}}`, every table that
/// is
/// a list's own). What it prints is what the template engine would print; it is here because that
/// engine costs 13 ms of start-up, more than everything else that `images` does.
final class PlainTemplate {

  private final List<Part> parts;

  /// Text, or a column and what stands for it where it is empty.
  private record Part(String text, @Nullable String column) {}

  private PlainTemplate(List<Part> parts) {
    this.parts = parts;
  }

  /// Null where the template has anything else in it.
  static @Nullable PlainTemplate of(String template) {
    var parts = new ArrayList<Part>();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf("{{", at);
      if (open < 0) {
        open = template.length();
      }
      if (open > at) {
        parts.add(new Part(template.substring(at, open), null));
      }
      at = open;
      if (open < template.length()) {
        int end = action(template, open, parts);
        if (end < 0) {
          return null;
        }
        at = end;
      }
    }
    return new PlainTemplate(parts);
  }

  /// Adds the column that stands at `open` and gives the place behind it; -1 for anything else.
  private static int action(String template, int open, List<Part> parts) {
    int close = template.indexOf("}}", open);
    if (close < 0) {
      return -1;
    }
    String action = withoutBlanks(template.substring(open + 2, close));
    boolean choice = action.startsWith("if .");
    String column = column(choice ? action.substring(3) : action);
    if (column == null) {
      return -1;
    }
    if (!choice) {
      parts.add(new Part("", column));
      return close + 2;
    }
    String start = "}}{{." + column + "}}{{else}}";
    int otherwise = close + start.length();
    int end = template.indexOf("{{end}}", close);
    if (end < 0 || !template.startsWith(start, close)) {
      return -1;
    }
    String text = template.substring(otherwise, end);
    if (text.contains("{{")) {
      return -1;
    }
    parts.add(new Part(text, column));
    return end + 7;
  }

  private static String withoutBlanks(String action) {
    int start = 0;
    int end = action.length();
    while (start < end && " \t\r\n".indexOf(action.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && " \t\r\n".indexOf(action.charAt(end - 1)) >= 0) {
      end--;
    }
    return action.substring(start, end);
  }

  /// The name in `.Name`; null for anything else.
  private static @Nullable String column(String action) {
    if (action.length() < 2 || action.charAt(0) != '.') {
      return null;
    }
    for (int i = 1; i < action.length(); i++) {
      char c = action.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 1 || c < '0' || c > '9')) {
        return null;
      }
    }
    return action.substring(1);
  }

  /// For rows of one shape; null where that has not all the columns.
  @Nullable Fitted fit(RowShape shape) {
    var columns = new int[parts.size()];
    for (int i = 0; i < columns.length; i++) {
      String column = parts.get(i).column;
      columns[i] = column == null ? -1 : shape.indexOf(column);
      if (column != null && columns[i] < 0) {
        return null;
      }
    }
    return new Fitted(shape, parts, columns);
  }

  /// The template and where its columns stand in the rows of a shape.
  static final class Fitted {
    private final RowShape shape;
    private final List<Part> parts;
    private final int[] columns;

    private Fitted(RowShape shape, List<Part> parts, int[] columns) {
      this.shape = shape;
      this.parts = parts;
      this.columns = columns;
    }

    boolean isFor(RowShape other) {
      return shape == other;
    }

    void print(Row row, UnaryOperator<String> shown, StringBuilder out) {
      for (int i = 0; i < columns.length; i++) {
        String value = columns[i] < 0 ? "" : row.value(columns[i]);
        out.append(value.isEmpty() ? parts.get(i).text : shown.apply(value));
      }
    }

    void printHeader(StringBuilder out) {
      for (int i = 0; i < columns.length; i++) {
        out.append(columns[i] < 0 ? parts.get(i).text : shape.header(columns[i]));
      }
    }
  }
}
