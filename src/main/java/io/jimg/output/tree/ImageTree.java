package io.jimg.output.tree;

import io.jimg.image.ImageSummary;
import io.jimg.output.table.TextOutput;
import io.jimg.output.units.HumanSize;
import io.jimg.reference.Reference;
import java.util.ArrayList;
import java.util.List;

/// What `images --tree` prints of images that have one platform each (docker-cli
/// `cli/command/image/tree.go`): a row an image, its names above each other, the last beside the
/// details.
public final class ImageTree {

  private static final String WARNING =
      "WARNING: This is an experimental feature. The output may change and shouldn't be depended"
          + " on.";
  private static final String GAP = "   ";
  private static final int NARROWEST = 20;
  private static final int USUAL = 80;
  private static final int NARROWEST_NAME = 12;

  private enum Column {
    ID("ID", 12, false),
    DISK_USAGE("DISK USAGE", 10, true),
    CONTENT_SIZE("CONTENT SIZE", 12, true),
    EXTRA("EXTRA", 5, false);

    private final String title;
    private final int width;
    private final boolean right;

    Column(String title, int width, boolean right) {
      this.title = title;
      this.width = width;
      this.right = right;
    }

    String padded(String text, String styled) {
      String blanks = " ".repeat(width - text.length());
      return GAP + (right ? blanks + styled : styled + blanks);
    }
  }

  private final TreeStyle style;
  private final int terminalWidth;

  /// @param columns how wide the terminal is; 0 where there is none
  public ImageTree(TreeStyle style, int columns) {
    this.style = style;
    this.terminalWidth = columns;
  }

  /// Prints `images`, in their order. The sizes of all are worked out.
  public void print(List<ImageSummary> images, TextOutput output) {
    int width = Math.max(NARROWEST, terminalWidth == 0 ? USUAL : terminalWidth);
    var columns = new ArrayList<Column>();
    int nameWidth = width;
    for (var column : Column.values()) {
      int taken = column.width + GAP.length();
      if (nameWidth - taken < NARROWEST_NAME) {
        break;
      }
      nameWidth -= taken;
      columns.add(column);
    }
    nameWidth = Math.min(nameWidth, widestName(images));
    var text = new StringBuilder();
    text.append(style.warning(WARNING)).append('\n');
    text.append(style.legend(width)).append("\n\n");
    text.append(padded("IMAGE", nameWidth, Paint.TITLE));
    for (var column : columns) {
      text.append(column.padded(column.title, style.title(column.title)));
    }
    text.append('\n');
    for (var image : images) {
      names(image.tags(), nameWidth, text);
      for (var column : columns) {
        text.append(cell(column, image));
      }
      text.append('\n');
    }
    output.write(text);
  }

  private static int widestName(List<ImageSummary> images) {
    int widest = "Image".length();
    for (var image : images) {
      for (var tag : image.tags()) {
        widest = Math.max(widest, tag.familiar().length());
      }
    }
    return widest;
  }

  private enum Paint {
    TITLE,
    NAME,
    UNTAGGED
  }

  private String painted(String text, Paint paint) {
    return switch (paint) {
      case TITLE -> style.title(text);
      case NAME -> style.name(text);
      case UNTAGGED -> style.untagged(text);
    };
  }

  /// Cut to the column, or filled up to it.
  private String padded(String text, int width, Paint paint) {
    return text.length() > width
        ? painted(cut(text, width), paint)
        : painted(text, paint) + " ".repeat(width - text.length());
  }

  private static String cut(String text, int width) {
    return width > 0 && text.length() >= width ? text.substring(0, width - 1) + "…" : text;
  }

  /// The longest first; only the last is cut to the column, since only it has something beside it.
  private void names(List<Reference> tags, int width, StringBuilder text) {
    if (tags.isEmpty()) {
      text.append(padded("<untagged>", width, Paint.UNTAGGED));
      return;
    }
    var names = new ArrayList<String>();
    for (var tag : tags) {
      names.add(tag.familiar());
    }
    names.sort((a, b) -> Integer.compare(b.length(), a.length()));
    for (String name : names.subList(0, names.size() - 1)) {
      text.append(style.name(cut(name, terminalWidth))).append('\n');
    }
    text.append(padded(names.getLast(), width, Paint.NAME));
  }

  private String cell(Column column, ImageSummary image) {
    String text =
        switch (column) {
          case ID -> image.id().shortHex();
          case DISK_USAGE -> HumanSize.threeDigits(image.size().getAsLong());
          case CONTENT_SIZE -> HumanSize.threeDigits(0);
          case EXTRA -> "";
        };
    return column.padded(text, column == Column.EXTRA ? text : style.detail(text));
  }
}
