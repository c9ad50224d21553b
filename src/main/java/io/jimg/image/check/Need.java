package io.jimg.image.check;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.store.index.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A blob that entries of the index need.
final class Need {

  private final Digest digest;
  private final String what;
  private long size;
  private MediaType type = MediaType.OCI_LAYER;
  private final Set<Entry> entries = new LinkedHashSet<>();
  private final Set<Digest> diffIds = new LinkedHashSet<>();

  Need(Digest digest, String what) {
    this.digest = digest;
    this.what = what;
    this.size = -1;
  }

  Digest digest() {
    return digest;
  }

  /// See [Problem#what].
  String what() {
    return what;
  }

  boolean isManifest() {
    return what.equals("manifest") || what.equals("index");
  }

  /// Bytes; -1 where nothing says it.
  long size() {
    return size;
  }

  Descriptor descriptor() {
    return new Descriptor(type, digest, size);
  }

  void isDescribedBy(Descriptor descriptor) {
    size = descriptor.size();
    type = descriptor.mediaType();
  }

  void of(Entry entry) {
    entries.add(entry);
  }

  /// What configs say that is in this layer.
  Set<Digest> diffIds() {
    return diffIds;
  }

  Set<Entry> entries() {
    return entries;
  }

  List<String> names() {
    return entries.stream().map(Need::name).distinct().toList();
  }

  private static String name(Entry entry) {
    var name = entry.name();
    return name == null ? "<none>@" + entry.target().digest() : name.familiar();
  }

  /// Where it may have come from when nobody has noted it: the repositories that an image was
  /// pulled
  /// from or pushed to, else those of its tags.
  List<Reference> repositories() {
    var pulled = new LinkedHashSet<Reference>();
    var tagged = new LinkedHashSet<Reference>();
    for (var entry : entries) {
      var name = entry.name();
      if (name != null) {
        (name.digest() == null ? tagged : pulled).add(name.repository());
      }
    }
    return List.copyOf(pulled.isEmpty() ? tagged : pulled);
  }
}
