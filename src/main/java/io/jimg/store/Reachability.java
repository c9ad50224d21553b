package io.jimg.store;

import io.jimg.error.JimgException;
import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import java.util.HashSet;
import java.util.Set;

/// What entries keep from being garbage: their target, and the manifests that stand for it here
/// with configs and layers. A child that no entry selects is garbage although an index names it; a
/// missing child is a leaf. Where nobody has selected anything, everything counts that can be had.
final class Reachability {

  private final BlobStore blobs;
  private final Catalog catalog;
  private final boolean lenient;
  private final Set<Digest> reached = new HashSet<>();
  private final Set<Digest> expanded = new HashSet<>();

  private Reachability(BlobStore blobs, Catalog catalog, boolean lenient) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.lenient = lenient;
  }

  /// Everything that `entries` need.
  ///
  /// @throws StoreFailure when that cannot be told, because a manifest is damaged
  static Set<Digest> of(Iterable<Entry> entries, BlobStore blobs, Catalog catalog) {
    var reachability = new Reachability(blobs, catalog, false);
    entries.forEach(reachability::add);
    return reachability.reached;
  }

  /// What `entries` need, as far as it can be told.
  static Set<Digest> knownOf(Iterable<Entry> entries, BlobStore blobs, Catalog catalog) {
    var reachability = new Reachability(blobs, catalog, true);
    entries.forEach(reachability::add);
    return reachability.reached;
  }

  /// Which of `candidates` are needed by `references`, and perhaps some more that index.json
  /// mentions; index and catalog are searched, not parsed.
  ///
  /// @throws StoreFailure when that cannot be told, because a manifest is damaged
  static Set<Digest> of(
      References references, Set<Digest> candidates, BlobStore blobs, Catalog catalog) {
    var search = new DigestSearch(candidates);
    var unknown =
        references.search(search, (text, from, to) -> catalog.search(text, from, to, search));
    var needed = of(unknown, blobs, catalog);
    needed.addAll(search.found());
    return needed;
  }

  private void add(Entry entry) {
    reached.add(entry.target().digest());
    var manifest = entry.manifest();
    if (manifest == null) {
      addAll(entry.target().digest());
      return;
    }
    addImage(manifest);
    entry.platforms().forEach(this::addImage);
  }

  private void addImage(Digest manifest) {
    reached.add(manifest);
    if (!expanded.add(manifest)) {
      return;
    }
    try {
      var facts = catalog.image(manifest);
      reached.add(facts.config().digest());
      facts.layers().forEach(layer -> reached.add(layer.digest()));
    } catch (JimgException e) {
      expanded.remove(manifest);
      addAll(manifest);
    }
  }

  /// A manifest and all that can be found below it.
  private void addAll(Digest manifest) {
    reached.add(manifest);
    if (!expanded.add(manifest) || blobs.size(manifest) < 0) {
      return;
    }
    try {
      switch (blobs.manifest(manifest).parse()) {
        case Manifest.Image image ->
            image.references().stream().map(Descriptor::digest).forEach(reached::add);
        case Manifest.Index(var children, var _) ->
            children.stream().map(Descriptor::digest).forEach(this::addAll);
      }
    } catch (JimgException e) {
      if (!lenient && blobs.size(manifest) >= 0) {
        throw new StoreFailure(
            "cannot tell what is garbage: manifest " + manifest + " is damaged", e);
      }
    }
  }
}
