package io.jimg.output.list;

import io.jimg.image.HistoryStep;
import io.jimg.output.table.Ellipsis;
import io.jimg.output.table.ListFormat;
import io.jimg.output.table.ListPrinter;
import io.jimg.output.table.Row;
import io.jimg.output.table.RowShape;
import io.jimg.output.table.RowShape.Column;
import io.jimg.output.table.TextOutput;
import io.jimg.output.units.HumanSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The rows of `history`, the newest step first.
public final class HistoryRows {

  private static final RowShape SHAPE =
      new RowShape(
          "image.historyContext",
          List.of(
              new Column("Comment", "COMMENT"),
              new Column("CreatedAt", "CREATED AT"),
              new Column("CreatedBy", "CREATED BY"),
              new Column("CreatedSince", "CREATED"),
              new Column("ID", "IMAGE"),
              new Column("Size", "SIZE")));

  /// Steps made no later than this show no age: midnight of 1 January 2000.
  private static final long AGELESS = 946_684_800;

  private static final int COMMAND_COLUMNS = 45;

  private final ListFormat format;
  private final RowStyle style;
  private final boolean human;

  /// @param source what was asked for: `table` or a template
  /// @param quiet only IDs, where the table is asked for
  /// @param human ages and sizes for people, not dates and bytes
  public HistoryRows(String source, boolean quiet, boolean human, RowStyle style) {
    this.format = format(source, quiet, human);
    this.style = style;
    this.human = human;
  }

  private static ListFormat format(String source, boolean quiet, boolean human) {
    if (!source.equals(ListFormat.TABLE)) {
      return new ListFormat(source);
    }
    return new ListFormat(
        quiet
            ? "{{.ID}}"
            : "table {{.ID}}\t{{.Created"
                + (human ? "Since" : "At")
                + "}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}");
  }

  /// Prints `steps`, in their order.
  ///
  /// @throws io.jimg.error.BadTemplate when the format does not fit
  public void print(List<HistoryStep> steps, TextOutput output) {
    var rows = new ArrayList<Row>(steps.size());
    for (var step : steps) {
      rows.add(new StepRow(step));
    }
    new ListPrinter(format, output).print(SHAPE, rows);
  }

  private final class StepRow implements Row {
    private final HistoryStep step;

    StepRow(HistoryStep step) {
      this.step = step;
    }

    @Override
    public RowShape shape() {
      return SHAPE;
    }

    @Override
    public String value(int column) {
      return switch (column) {
        case 0 -> step.comment();
        case 1 -> createdAt();
        case 2 -> createdBy();
        case 3 -> human ? age() : createdAt();
        case 4 -> step.id() == null ? "<missing>" : style.id(step.id());
        default -> size();
      };
    }

    private Instant created() {
      var created = step.created();
      return created == null ? Instant.EPOCH : Instant.ofEpochSecond(created.getEpochSecond());
    }

    private String createdAt() {
      return style.zone().at(created()).rfc3339();
    }

    private String age() {
      return created().getEpochSecond() <= AGELESS ? "N/A" : style.age(created());
    }

    private String createdBy() {
      String command = step.createdBy().replace('\t', ' ');
      return style.truncated() ? Ellipsis.cut(command, COMMAND_COLUMNS) : command;
    }

    private String size() {
      long bytes = step.size().getAsLong();
      return human ? HumanSize.threeDigits(bytes) : Long.toString(bytes);
    }
  }
}
