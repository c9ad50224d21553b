package io.jimg.output.list;

import io.jimg.output.table.ListFormat;
import io.jimg.output.table.ListPrinter;
import io.jimg.output.table.Row;
import io.jimg.output.table.RowShape;
import io.jimg.output.table.RowShape.Column;
import io.jimg.output.table.TextOutput;
import io.jimg.reference.Reference;
import java.util.List;

/// The rows of `tags`: the tags that a registry has.
public final class RemoteTagRows {

  private static final RowShape SHAPE =
      new RowShape(
          "registry.tagContext",
          List.of(new Column("Repository", "REPOSITORY"), new Column("Tag", "TAG")));

  private final ListFormat format;

  /// @param source what was asked for: `table`, `json` or a template
  /// @param quiet only tags, where the table is asked for
  public RemoteTagRows(String source, boolean quiet) {
    String own = quiet ? "{{.Tag}}" : "table {{.Repository}}\t{{.Tag}}";
    this.format = new ListFormat(source.equals(ListFormat.TABLE) ? own : source);
  }

  /// Prints `tags` of `repository`, in their order.
  ///
  /// @throws io.jimg.error.BadTemplate when the format does not fit
  public void print(Reference repository, List<String> tags, TextOutput output) {
    String name = repository.familiarName();
    var rows = tags.stream().map(tag -> new TagRow(name, tag)).toList();
    new ListPrinter(format, output).print(SHAPE, rows);
  }

  private record TagRow(String repository, String tag) implements Row {

    @Override
    public RowShape shape() {
      return SHAPE;
    }

    @Override
    public String value(int column) {
      return column == 0 ? repository : tag;
    }
  }
}
