package io.jimg.output.table;

/// One line of a list: text in columns, worked out when a template asks for it.
public interface Row {

  RowShape shape();

  /// The text of a column of the shape.
  String value(int column);

  /// What JSON shows of a column, where that is not its text.
  default String jsonValue(int column) {
    return value(column);
  }
}
