package io.jimg.store;

import io.jimg.error.JimgException;
import io.jimg.error.StoreFailure;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.store.blob.BlobStore;
import io.jimg.store.facts.Catalog;
import io.jimg.store.index.DigestSearch;
import io.jimg.store.index.Entry;
import io.jimg.store.index.References;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What entries keep from being garbage: their target, and the manifests that stand for it here
/// with configs and layers. A child that no entry selects is garbage although an index names it; a
/// missing child is a leaf. Where nobody has selected anything, everything counts that can be had.
final class Reachability {

  /// More digests than this are not searched for: it is cheaper to know everything.
  private static final int FEW = 200;

  private final BlobStore blobs;
  private final Catalog catalog;
  private final Set<Digest> reached = new HashSet<>();
  private final Set<Digest> expanded = new HashSet<>();
  private @Nullable Digest damaged;

  private Reachability(Iterable<Entry> entries, BlobStore blobs, Catalog catalog) {
    this.blobs = blobs;
    this.catalog = catalog;
    entries.forEach(this::add);
  }

  /// Everything that `entries` need.
  ///
  /// @throws StoreFailure when that cannot be told, because a manifest is damaged
  static Set<Digest> of(Iterable<Entry> entries, BlobStore blobs, Catalog catalog) {
    var reachability = new Reachability(entries, blobs, catalog);
    if (reachability.damaged != null) {
      throw new StoreFailure(
          "cannot tell what is garbage: manifest " + reachability.damaged + " is damaged");
    }
    return reachability.reached;
  }

  /// What `entries` need, as far as it can be told.
  static Set<Digest> knownOf(Iterable<Entry> entries, BlobStore blobs, Catalog catalog) {
    return new Reachability(entries, blobs, catalog).reached;
  }

  /// Which of `candidates` are needed by `references`, and perhaps some more; all of them when that
  /// cannot be told, because a manifest is damaged. For a few, index and catalog are searched, not
  /// parsed.
  static Set<Digest> of(
      References references, Set<Digest> candidates, BlobStore blobs, Catalog catalog) {
    var search = new DigestSearch(candidates.size() <= FEW ? candidates : Set.of());
    var entries =
        candidates.size() <= FEW ? search(references, search, catalog) : references.entries();
    var reachability = new Reachability(entries, blobs, catalog);
    reachability.reached.addAll(search.found());
    return reachability.damaged == null ? reachability.reached : candidates;
  }

  /// Shows everything that is known to `search`; the entries of which nothing is.
  private static List<Entry> search(References references, DigestSearch search, Catalog catalog) {
    references.search(search);
    Catalog.LineTest nothing =
        (line, from, to) -> {
          search.scan(line, from, to);
          return false;
        };
    return references.select((text, from, to) -> catalog.judge(text, from, to, nothing));
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
            image.references().forEach(descriptor -> reached.add(descriptor.digest()));
        case Manifest.Index(var children, var _) ->
            children.forEach(descriptor -> addAll(descriptor.digest()));
      }
    } catch (JimgException e) {
      if (blobs.size(manifest) >= 0) {
        damaged = manifest;
      }
    }
  }
}
