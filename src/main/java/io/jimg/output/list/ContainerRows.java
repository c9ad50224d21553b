package io.jimg.output.list;

import io.jimg.error.BadTemplate;
import io.jimg.output.table.ListFormat;
import io.jimg.output.table.ListPrinter;
import io.jimg.output.table.RowShape;
import io.jimg.output.table.RowShape.Column;
import io.jimg.output.table.TextOutput;
import io.jimg.template.AddedFunctions;
import io.jimg.template.GoTemplate;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import java.util.List;

/// What `ps` prints of containers, of which there are none: a header at most. A template is still
/// held against a container's fields, since scripts want to know that it is wrong.
public final class ContainerRows {

  /// Docker's name for it, in errors.
  private static final String TYPE = "formatter.ContainerContext";

  private static final List<Column> COLUMNS =
      List.of(
          new Column("ID", "CONTAINER ID"),
          new Column("Names", "NAMES"),
          new Column("Image", "IMAGE"),
          new Column("Command", "COMMAND"),
          new Column("CreatedAt", "CREATED AT"),
          new Column("RunningFor", "CREATED"),
          new Column("Ports", "PORTS"),
          new Column("State", "STATE"),
          new Column("Status", "STATUS"),
          new Column("Size", "SIZE"),
          new Column("Labels", "LABELS"),
          new Column("Mounts", "MOUNTS"),
          new Column("LocalVolumes", "LOCAL VOLUMES"),
          new Column("Networks", "NETWORKS"),
          new Column("Platform", "PLATFORM"));

  private static final String DEFAULT =
      "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}"
          + "\t{{.Names}}";

  private ContainerRows() {}

  /// Prints the header that `source` asks for, with the size of files if that is wanted.
  ///
  /// @throws BadTemplate in Docker's words
  public static void print(String source, boolean size, TextOutput output) {
    boolean own = source.isEmpty() || source.equals(ListFormat.TABLE);
    if (!source.isEmpty()) {
      check(source);
    }
    var format = new ListFormat(own ? DEFAULT + (size ? "\t{{.Size}}" : "") : source);
    if (format.isTable()) {
      new ListPrinter(format, output).print(new RowShape(TYPE, COLUMNS), List.of());
    }
  }

  /// @throws BadTemplate for a template that does not parse or does not fit a container
  public static void check(String source) {
    var template = parsed(source);
    var shape = StructShape.builder();
    COLUMNS.forEach(column -> shape.method(column.name(), GoType.STRING));
    var label = GoFunction.of(_ -> GoValue.text(""), GoType.STRING);
    var type = GoType.struct(TYPE, shape.method("Label", label).build());
    try {
      template.execute(
          GoValue.Pointer.to(new GoValue.Struct(type, _ -> GoValue.text(""))), new StringBuilder());
    } catch (BadTemplate e) {
      throw new BadTemplate("failed to execute template: " + e.sentence());
    }
  }

  private static GoTemplate parsed(String source) {
    try {
      return GoTemplate.parse(source, AddedFunctions.ROWS);
    } catch (BadTemplate e) {
      throw new BadTemplate("failed to parse template: " + e.sentence());
    }
  }
}
