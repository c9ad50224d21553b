package io.jimg.output.list;

import io.jimg.image.ImageSummary;
import io.jimg.output.table.ListFormat;
import io.jimg.output.table.ListPrinter;
import io.jimg.output.table.Row;
import io.jimg.output.table.RowShape;
import io.jimg.output.table.RowShape.Column;
import io.jimg.output.table.TextOutput;
import io.jimg.reference.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows of `images`: one for each tag, or for each digest of a tag where digests are shown; one
/// for each repository that has only digests; one for an image without any name.
public final class ImageRows {

  static final String NONE = "<none>";
  static final RowShape SHAPE =
      new RowShape(
          "formatter.imageContext",
          List.of(
              new Column("Containers", "CONTAINERS"),
              new Column("CreatedAt", "CREATED AT"),
              new Column("CreatedSince", "CREATED"),
              new Column("Digest", "DIGEST"),
              new Column("ID", "IMAGE ID"),
              new Column("Repository", "REPOSITORY"),
              new Column("SharedSize", "SHARED SIZE"),
              new Column("Size", "SIZE"),
              new Column("Tag", "TAG"),
              new Column("UniqueSize", "UNIQUE SIZE"),
              new Column("VirtualSize", "SIZE")));

  private final ListFormat format;
  private final RowStyle style;
  private final boolean rowPerDigest;

  /// @param source what was asked for: `table`, `raw`, `json` or a template
  /// @param quiet only IDs, where the list's own formats are asked for
  /// @param digests whether `--digests` was given
  public ImageRows(String source, boolean quiet, boolean digests, RowStyle style) {
    this.format = format(source, quiet, digests);
    this.style = style;
    this.rowPerDigest = digests;
  }

  /// Prints `images`, in their order.
  ///
  /// @throws io.jimg.error.BadTemplate when the format does not fit
  public void print(List<ImageSummary> images, TextOutput output) {
    var printer = new ListPrinter(format, output);
    printer.print(SHAPE, () -> new RowsOfImages(images.iterator()));
  }

  /// The rows of an image are made when the one before it has been printed.
  private final class RowsOfImages implements Iterator<Row> {
    private final Iterator<ImageSummary> images;
    private Iterator<Row> rows = Collections.emptyIterator();

    RowsOfImages(Iterator<ImageSummary> images) {
      this.images = images;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && images.hasNext()) {
        rows = rows(images.next()).iterator();
      }
      return rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.next();
    }
  }

  static ListFormat format(String source, boolean quiet, boolean digests) {
    String digest = digests ? "\t{{.Digest}}" : "";
    return new ListFormat(
        switch (source) {
          case ListFormat.TABLE ->
              quiet
                  ? "{{.ID}}"
                  : "table {{.Repository}}\t{{.Tag}}"
                      + digest
                      + "\t{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}"
                      + "\t{{.Size}}";
          case ListFormat.RAW ->
              quiet
                  ? "image_id: {{.ID}}"
                  : "repository: {{ .Repository }}\ntag: {{.Tag}}\n"
                      + (digests ? "digest: {{.Digest}}\n" : "")
                      + "image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n";
          default ->
              source.startsWith(ListFormat.TABLE) && !source.contains("{{.Digest}}")
                  ? source + digest
                  : source;
        });
  }

  List<Row> rows(ImageSummary image) {
    var rows = new ArrayList<Row>();
    if (image.tags().isEmpty() && image.digests().isEmpty()) {
      rows.add(new ImageRow(image, style, NONE, NONE, NONE));
      return rows;
    }
    var digests = byRepository(image.digests());
    boolean shown = rowPerDigest || format.contains("{{.Digest}}");
    byRepository(image.tags())
        .forEach(
            (repository, tags) -> {
              var own = digests.remove(repository);
              for (var tag : tags) {
                addTag(image, repository, tag, shown && own != null ? own : List.of(), rows);
              }
            });
    digests.forEach((repository, own) -> addDigests(image, repository, own, rows));
    return rows;
  }

  private void addTag(
      ImageSummary image,
      String repository,
      Reference tag,
      List<Reference> digests,
      List<Row> rows) {
    String name = text(tag.tag());
    if (digests.isEmpty()) {
      rows.add(new ImageRow(image, style, repository, name, NONE));
    }
    for (var digest : digests) {
      rows.add(new ImageRow(image, style, repository, name, text(digest.digest())));
    }
  }

  /// References without a tag: without `--digests` the repository is shown once, its digest empty.
  private void addDigests(
      ImageSummary image, String repository, List<Reference> digests, List<Row> rows) {
    if (!rowPerDigest) {
      rows.add(new ImageRow(image, style, repository, NONE, ""));
      return;
    }
    for (var digest : digests) {
      rows.add(new ImageRow(image, style, repository, NONE, text(digest.digest())));
    }
  }

  private static Map<String, List<Reference>> byRepository(List<Reference> references) {
    var grouped = new TreeMap<String, List<Reference>>();
    for (var reference : references) {
      grouped.computeIfAbsent(reference.familiarName(), name -> new ArrayList<>()).add(reference);
    }
    return grouped;
  }

  private static String text(@Nullable Object part) {
    return part == null ? "" : part.toString();
  }
}
