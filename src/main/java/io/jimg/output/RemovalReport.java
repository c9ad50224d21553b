package io.jimg.output;

import io.jimg.image.PruneResult;
import io.jimg.image.Removal;
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
