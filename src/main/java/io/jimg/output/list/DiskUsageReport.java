package io.jimg.output.list;

import io.jimg.error.BadTemplate;
import io.jimg.image.DiskUsage;
import io.jimg.output.table.ListFormat;
import io.jimg.output.table.ListPrinter;
import io.jimg.output.table.Row;
import io.jimg.output.table.RowShape;
import io.jimg.output.table.RowShape.Column;
import io.jimg.output.table.TableFormatter;
import io.jimg.output.table.TextOutput;
import io.jimg.output.units.HumanSize;
import io.jimg.template.GoTemplate;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import java.util.ArrayList;
import java.util.List;

/// What `system df` prints. Containers, volumes and the build cache stay as rows of zeros and empty
/// tables, since scripts read them.
public final class DiskUsageReport {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("Active", "ACTIVE"),
          new Column("Reclaimable", "RECLAIMABLE"),
          new Column("Size", "SIZE"),
          new Column("TotalCount", "TOTAL"),
          new Column("Type", "TYPE"));

  private static final RowShape IMAGES = shape("Images");
  private static final RowShape CONTAINERS = shape("Containers");
  private static final RowShape VOLUMES = shape("Volumes");
  private static final RowShape BUILDER = shape("Builder");
  private static final RowShape GARBAGE = shape("Garbage");

  private static final String SUMMARY =
      "table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}";
  private static final String RAW_SUMMARY =
      """
      type: {{.Type}}
      total: {{.TotalCount}}
      active: {{.Active}}
      size: {{.Size}}
      reclaimable: {{.Reclaimable}}
      """;
  private static final String IMAGE_TABLE =
      "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}"
          + "\t{{.UniqueSize}}\t{{.Containers}}";

  private static final String EMPTY_TABLES =
      """

      Containers space usage:

      CONTAINER ID\tIMAGE\tCOMMAND\tLOCAL VOLUMES\tSIZE\tCREATED\tSTATUS\tNAMES

      Local Volumes space usage:

      VOLUME NAME\tLINKS\tSIZE

      Build cache usage: 0B

      CACHE ID\tCACHE TYPE\tSIZE\tCREATED\tLAST USED\tUSAGE\tSHARED
      """;

  private final String source;
  private final RowStyle style;

  /// @param source what was asked for: `table`, `raw`, `json` or a template
  /// @param style whether IDs are cut is up to the format
  public DiskUsageReport(String source, RowStyle style) {
    this.source = source;
    this.style = new RowStyle(style.now(), style.zone(), source.startsWith(ListFormat.TABLE));
  }

  /// Prints a row for each kind of thing; one for garbage only where there is some.
  ///
  /// @throws BadTemplate when the format does not fit
  public void print(DiskUsage usage, TextOutput output) {
    String format =
        switch (source) {
          case ListFormat.TABLE -> SUMMARY;
          case ListFormat.RAW -> RAW_SUMMARY;
          default -> source;
        };
    var rows = new ArrayList<Kind>();
    rows.addAll(
        List.of(
            new Kind(IMAGES, "Images", usage.images().size(), usage.size()),
            new Kind(CONTAINERS, "Containers", 0, 0),
            new Kind(VOLUMES, "Local Volumes", 0, 0),
            new Kind(BUILDER, "Build Cache", 0, 0)));
    var garbage = usage.garbage();
    if (!garbage.isEmpty()) {
      rows.add(new Kind(GARBAGE, "Garbage", garbage.count(), garbage.bytes()));
    }
    new ListPrinter(new ListFormat(format), output).print(CONTAINERS, rows);
  }

  /// Prints every image: in tables, or all of them as one object, without a line end.
  ///
  /// @throws BadTemplate when the format does not fit
  public void printImages(DiskUsage usage, TextOutput output) {
    var rows = usage.images().stream().map(image -> new UsageRow(image, style)).toList();
    if (source.equals(ListFormat.TABLE)) {
      output.write("Images space usage:\n\n");
      new ListPrinter(new ListFormat(IMAGE_TABLE), output).print(ImageRows.SHAPE, rows);
      var tables = new StringBuilder();
      new TableFormatter(tables).append(EMPTY_TABLES + garbage(usage.garbage())).finish();
      output.write(tables);
      return;
    }
    var format = new ListFormat(source.equals(ListFormat.RAW) ? rawImages() : source);
    printObject(ListPrinter.parse(format.template()), rows, output);
  }

  /// A table more, where there is something to say.
  private static String garbage(DiskUsage.Garbage garbage) {
    if (garbage.isEmpty()) {
      return "";
    }
    return "\nGarbage space usage:\n\nKIND\tTOTAL\tSIZE\n"
        + garbage("Orphaned blobs", garbage.blobs(), garbage.blobBytes())
        + garbage("Partial downloads", garbage.partials(), garbage.partialBytes())
        + garbage("Dead leases", garbage.leases(), 0);
  }

  private static String garbage(String kind, int count, long bytes) {
    return kind + "\t" + count + "\t" + HumanSize.fourDigits(bytes) + "\n";
  }

  /// Docker executes this template straight to its output: what comes before an error is printed.
  private static void printObject(
      GoTemplate template, List<? extends Row> rows, TextOutput output) {
    var text = new StringBuilder();
    try {
      template.execute(object(rows, output), text);
    } finally {
      output.write(text);
    }
  }

  private static GoValue object(List<? extends Row> rows, TextOutput output) {
    var images = new ArrayList<GoValue>();
    for (var row : rows) {
      images.add(row.shape().value(row, output.visible()));
    }
    var image = GoType.pointerTo(ImageRows.SHAPE.type());
    var values =
        List.<GoValue>of(
            GoValue.Slice.of(GoType.sliceOf(image), images),
            none("ContainerContext"),
            none("volumeContext"),
            none("buildCacheContext"));
    var shape = StructShape.builder();
    String[] names = {"Images", "Containers", "Volumes", "BuildCache"};
    for (int i = 0; i < names.length; i++) {
      shape.field(names[i], values.get(i).type());
    }
    var type = GoType.struct("formatter.diskUsageContext", shape.build());
    return GoValue.Pointer.to(GoValue.Struct.of(type, values));
  }

  private static GoValue none(String type) {
    var element = GoType.struct("formatter." + type, StructShape.builder().build());
    return GoValue.Slice.of(GoType.sliceOf(GoType.pointerTo(element)), List.of());
  }

  private static String rawImages() {
    return "{{range .Images}}type: Image\n"
        + ImageRows.format(ListFormat.RAW, false, true).text()
        + "\n{{end -}}";
  }

  private static RowShape shape(String kind) {
    return new RowShape("formatter.diskUsage" + kind + "Context", COLUMNS);
  }

  private record Kind(RowShape shape, String type, int count, long size) implements Row {
    @Override
    public String value(int column) {
      return switch (column) {
        case 0 -> "0"; // nothing of ours is ever in use by a container
        case 1 -> HumanSize.fourDigits(size) + (size > 0 ? " (100%)" : "");
        case 2 -> HumanSize.fourDigits(size);
        case 3 -> Integer.toString(count);
        default -> type;
      };
    }
  }
}
