package io.jimg.output.list;

import io.jimg.image.FoundRepository;
import io.jimg.output.table.Ellipsis;
import io.jimg.output.table.ListFormat;
import io.jimg.output.table.ListPrinter;
import io.jimg.output.table.Row;
import io.jimg.output.table.RowShape;
import io.jimg.output.table.RowShape.Column;
import io.jimg.output.table.TextOutput;
import java.util.List;

/// The rows of `search`.
public final class SearchRows {

  private static final RowShape SHAPE =
      new RowShape(
          "registry.searchContext",
          List.of(
              new Column("Description", "DESCRIPTION"),
              new Column("IsOfficial", "OFFICIAL"),
              new Column("Name", "NAME"),
              new Column("StarCount", "STARS")));

  private static final int DESCRIPTION_COLUMNS = 45;

  private final ListFormat format;
  private final boolean truncated;

  /// @param source what was asked for: `table`, `json` or a template
  public SearchRows(String source, boolean truncated) {
    this.format =
        new ListFormat(
            source.equals(ListFormat.TABLE)
                ? "table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
                : source);
    this.truncated = truncated;
  }

  /// Prints what was `found`, in its order.
  ///
  /// @throws io.jimg.error.BadTemplate when the format does not fit
  public void print(List<FoundRepository> found, TextOutput output) {
    new ListPrinter(format, output).print(SHAPE, found.stream().map(FoundRow::new).toList());
  }

  private final class FoundRow implements Row {
    private final FoundRepository found;

    FoundRow(FoundRepository found) {
      this.found = found;
    }

    @Override
    public RowShape shape() {
      return SHAPE;
    }

    @Override
    public String value(int column) {
      return switch (column) {
        case 0 -> description();
        case 1 -> found.official() ? "[OK]" : "";
        case 2 -> found.name();
        default -> Integer.toString(found.stars());
      };
    }

    @Override
    public String jsonValue(int column) {
      return column == 1 ? Boolean.toString(found.official()) : value(column);
    }

    private String description() {
      String line = found.description().replace('\n', ' ').replace('\r', ' ');
      return truncated ? Ellipsis.cut(line, DESCRIPTION_COLUMNS) : line;
    }
  }
}
