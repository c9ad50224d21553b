package io.jimg.output.table;

import io.jimg.error.BadTemplate;
import io.jimg.template.AddedFunctions;
import io.jimg.template.GoTemplate;
import org.jspecify.annotations.Nullable;

/// Prints rows by a template, as Docker's list commands do: an error in any row leaves nothing
/// printed, as long as there is no more than a mebibyte of text (Docker holds all of it); beyond
/// that, rows are written as they come, in bounded memory.
public final class ListPrinter {

  private static final int HELD_BACK = 1 << 20;

  private final TextOutput output;
  private final boolean table;
  private final String text;
  private final @Nullable PlainTemplate plain;
  private PlainTemplate.@Nullable Fitted fitted;
  private @Nullable GoTemplate template;

  /// @throws BadTemplate when the format is no template
  public ListPrinter(ListFormat format, TextOutput output) {
    this.output = output;
    this.table = format.isTable();
    this.text = format.template();
    this.plain = PlainTemplate.of(text);
    this.template = plain == null ? parse(text) : null;
  }

  /// @param shape whose headers a table shows
  /// @throws BadTemplate when the template does not fit the rows
  public void print(RowShape shape, Iterable<? extends Row> rows) {
    fitted = plain == null ? null : plain.fit(shape);
    var out = new StringBuilder();
    if (table) {
      printTable(shape, rows, out);
    } else {
      for (var row : rows) {
        print(row, out);
        out.append('\n');
        if (out.length() > HELD_BACK) {
          output.write(out);
          out.setLength(0);
        }
      }
    }
    output.write(out);
  }

  private void printTable(RowShape shape, Iterable<? extends Row> rows, StringBuilder out) {
    var aligned = new TableFormatter(out);
    aligned.append(header(shape)).append("\n");
    var line = new StringBuilder();
    for (var row : rows) {
      print(row, line);
      aligned.append(line).append("\n");
      line.setLength(0);
    }
    aligned.finish();
  }

  /// What the header can show of a template that does not fit headers; the rows tell the error.
  private StringBuilder header(RowShape shape) {
    var header = new StringBuilder();
    if (fitted != null) {
      fitted.printHeader(header);
      return header;
    }
    try {
      template().with(AddedFunctions.HEADER).execute(shape.headers(), header);
    } catch (BadTemplate ignored) {
      // Docker drops the error as well
    }
    return header;
  }

  private void print(Row row, StringBuilder out) {
    if (fitted != null && fitted.isFor(row.shape())) {
      fitted.print(row, output.visible(), out);
      return;
    }
    try {
      template().execute(row.shape().value(row, output.visible()), out);
    } catch (BadTemplate e) {
      throw parsing(e);
    }
  }

  private GoTemplate template() {
    var parsed = template;
    if (parsed == null) {
      parsed = parse(text);
      template = parsed;
    }
    return parsed;
  }

  /// @throws BadTemplate in Docker's words
  public static GoTemplate parse(String text) {
    try {
      return GoTemplate.parse(text, AddedFunctions.ROWS);
    } catch (BadTemplate e) {
      throw parsing(e);
    }
  }

  private static BadTemplate parsing(BadTemplate cause) {
    return new BadTemplate("template parsing error: " + cause.sentence());
  }
}
