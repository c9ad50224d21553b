package io.jimg.output.list;

import io.jimg.image.ImageSummary;
import io.jimg.output.table.Row;
import io.jimg.output.table.RowShape;
import io.jimg.output.units.HumanSize;
import java.time.Instant;

/// One line of `images`.
record ImageRow(ImageSummary image, RowStyle style, String repository, String tag, String digest)
    implements Row {

  /// Midnight of 1 January of the year 1, which Go takes for no time at all.
  private static final long NO_TIME = -62_135_596_800L;

  private static final String NOT_KNOWN = "N/A";

  @Override
  public RowShape shape() {
    return ImageRows.SHAPE;
  }

  @Override
  public String value(int column) {
    return switch (column) {
      case 0, 6, 9 -> NOT_KNOWN;
      case 1 -> style.zone().text(created());
      case 2 -> created().getEpochSecond() == NO_TIME ? "" : style.age(created());
      case 3 -> digest;
      case 4 -> style.id(image.id());
      case 5 -> repository;
      case 7 -> HumanSize.threeDigits(image.size().getAsLong());
      case 8 -> tag;
      default -> HumanSize.fourDigits(image.size().getAsLong());
    };
  }

  /// Whole seconds, which is what Docker's engine tells; 1970 where the image does not say.
  private Instant created() {
    var created = image.created();
    return created == null ? Instant.EPOCH : Instant.ofEpochSecond(created.getEpochSecond());
  }
}
