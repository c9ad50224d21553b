package io.jimg.store.index;

import io.jimg.reference.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// References to look at: those of one moment, or those of an update under way.
public sealed interface EntrySource permits References, References.Draft {

  /// What `name` stands for; null when it is no reference of the store.
  @Nullable Entry find(Reference name);

  /// All entries, in the order of their names, those without one last.
  List<Entry> entries();

  /// Those that have no name: the dangling images. Costs nothing for those that have one.
  List<Entry> nameless();

  /// The entries whose image passes `images`, asked by the manifest that the entry selects, or is
  /// unknown to it, and those that do not look as usual. No other is parsed.
  List<Entry> select(Images images);

  /// Something that may know the image whose manifest digest stands between two places.
  @FunctionalInterface
  interface Images {
    Verdict judge(byte[] document, int at, int end);
  }

  /// What is known of an image.
  enum Verdict {
    YES,
    NO,
    UNKNOWN
  }
}
