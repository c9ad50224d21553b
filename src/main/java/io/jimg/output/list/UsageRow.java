package io.jimg.output.list;

import io.jimg.image.DiskUsage.Usage;
import io.jimg.output.table.Row;
import io.jimg.output.table.RowShape;
import io.jimg.output.units.HumanSize;

/// One line of `system df -v`: an image under its first tag, its sizes those of files on the disk.
record UsageRow(Usage usage, ImageRow row) implements Row {

  UsageRow(Usage usage, RowStyle style) {
    this(usage, row(usage, style));
  }

  private static ImageRow row(Usage usage, RowStyle style) {
    var tags = usage.image().tags();
    String tag = tags.isEmpty() ? null : tags.getFirst().tag();
    return tag == null
        ? new ImageRow(usage.image(), style, ImageRows.NONE, ImageRows.NONE, "")
        : new ImageRow(usage.image(), style, tags.getFirst().familiarName(), tag, "");
  }

  @Override
  public RowShape shape() {
    return ImageRows.SHAPE;
  }

  @Override
  public String value(int column) {
    return switch (column) {
      case 0 -> "0";
      case 6 -> HumanSize.fourDigits(usage.shared());
      case 7 -> HumanSize.threeDigits(usage.size());
      case 9 -> HumanSize.fourDigits(usage.size() - usage.shared());
      case 10 -> HumanSize.fourDigits(usage.size());
      default -> row.value(column);
    };
  }
}
