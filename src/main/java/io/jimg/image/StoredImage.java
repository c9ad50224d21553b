package io.jimg.image;

import io.jimg.oci.Digest;
import io.jimg.oci.time.GoTime;
import io.jimg.reference.Reference;
import io.jimg.store.facts.ImageFacts;
import io.jimg.store.index.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image as it lies in the store: its ID, and every entry that stands for it.
///
/// @param id digest of the config
/// @param facts what is known of the manifest of the first entry; the others have the same config
public record StoredImage(Digest id, List<Entry> entries, ImageFacts facts) {

  public StoredImage {
    entries = List.copyOf(entries);
  }

  /// When the image was made; null when its config does not say.
  public @Nullable Instant createdAt() {
    String created = facts.created();
    return created == null ? null : GoTime.parse(created).instant();
  }

  /// Tags and digest references, in the order of their canonical names, as Docker lists them.
  public List<Reference> references() {
    var references = new ArrayList<Reference>(entries.size());
    for (var entry : entries) {
      var name = entry.name();
      if (name != null) {
        references.add(name);
      }
    }
    references.sort((a, b) -> a.canonical().compareTo(b.canonical()));
    return references;
  }

  /// Those of [#references] that are tags.
  public List<Reference> tags() {
    return references(false);
  }

  /// Those of [#references] that name a digest.
  public List<Reference> digests() {
    return references(true);
  }

  private List<Reference> references(boolean byDigest) {
    var references = references();
    references.removeIf(name -> (name.digest() != null) != byDigest);
    return references;
  }
}
