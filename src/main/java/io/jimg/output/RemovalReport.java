package io.jimg.output;

import io.jimg.image.removal.PrunePreview;
import io.jimg.image.removal.PruneResult;
import io.jimg.image.removal.Removal;
import io.jimg.output.units.HumanSize;
import java.util.List;

/// What `rmi` and the prune commands say of their work.
public final class RemovalReport {

  private RemovalReport() {}

  /// `Untagged: …` and `Deleted: …`, a line each.
  public static String removed(List<Removal> removals) {
    return lines(removals, "Untagged: ", "Deleted: ").toString();
  }

  /// The list in lower case, where there is one, and the sum.
  public static String pruned(PruneResult result) {
    var text = new StringBuilder();
    if (!result.removals().isEmpty()) {
      text.append("Deleted Images:\n");
      text.append(lines(result.removals(), "untagged: ", "deleted: ")).append('\n');
    }
    text.append("Total reclaimed space: ").append(HumanSize.fourDigits(result.reclaimed()));
    return text.append('\n').toString();
  }

  /// The same of what would be removed, with the blobs, and the sum to the byte.
  public static String wouldPrune(PrunePreview preview) {
    var text = new StringBuilder();
    if (!preview.removals().isEmpty()) {
      text.append("Images that would be deleted:\n");
      text.append(lines(preview.removals(), "untagged: ", "deleted: ")).append('\n');
    }
    if (!preview.blobs().isEmpty()) {
      text.append("Blobs that would be deleted:\n");
      preview
          .blobs()
          .forEach((blob, size) -> text.append(blob).append(' ').append(size).append(" bytes\n"));
      text.append('\n');
    }
    if (!preview.partials().isEmpty()) {
      text.append("Partial downloads that would be deleted:\n");
      preview.partials().forEach(blob -> text.append(blob).append('\n'));
      text.append('\n');
    }
    text.append("Total reclaimable space: ").append(HumanSize.fourDigits(preview.reclaimable()));
    return text.append(" (").append(preview.reclaimable()).append(" bytes)\n").toString();
  }

  private static StringBuilder lines(List<Removal> removals, String untagged, String deleted) {
    var lines = new StringBuilder();
    for (var removal : removals) {
      switch (removal) {
        case Removal.Untagged(var reference) -> lines.append(untagged).append(reference.familiar());
        case Removal.Deleted(var digest) -> lines.append(deleted).append(digest);
      }
      lines.append('\n');
    }
    return lines;
  }
}
