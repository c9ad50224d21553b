package io.jimg.server.content;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.Unsupported;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.LayerFacts;
import io.jimg.store.index.References;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A local store as a registry's content: what has a name is served, as it is at the moment of the
/// request. A blob is given out whatever the repository, since whoever asks knows its digest. What
/// a
/// client was told of stays in the store long enough for it to come and get it.
public final class StoreContent implements Content, AutoCloseable {

  private static final int MAX_NESTING = 8;

  private final LocalStore store;
  private final Pins pins;

  /// @param store stays open as long as this is used
  public StoreContent(LocalStore store) {
    this.store = store;
    this.pins = new Pins(store);
  }

  @Override
  public @Nullable RawManifest tagged(Repository repository, String tag) {
    var references = store.references().snapshot();
    var name = names(references).find(repository);
    var entry = name == null ? null : references.find(name.withTag(tag));
    return entry == null ? null : read(entry.target());
  }

  @Override
  public @Nullable RawManifest manifest(Repository repository, Digest digest) {
    var references = store.references().snapshot();
    var name = names(references).find(repository);
    if (name == null) {
      return null;
    }
    for (var entry : references.entries()) {
      if (entry.name() != null && entry.name().repository().equals(name)) {
        var found = search(entry.target(), digest, 0);
        if (found != null) {
          return read(found);
        }
      }
    }
    return null;
  }

  /// The descriptor of `digest` at or below `from`.
  private @Nullable Descriptor search(Descriptor from, Digest digest, int depth) {
    if (from.digest().equals(digest)) {
      return from;
    }
    if (!from.mediaType().isIndex() || depth == MAX_NESTING || !store.blobs().has(from)) {
      return null;
    }
    for (var child : children(from)) {
      var found = search(child, digest, depth + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private List<Descriptor> children(Descriptor index) {
    try {
      return raw(index).parse() instanceof Manifest.Index(var manifests, _) ? manifests : List.of();
    } catch (InvalidInput | Unsupported e) {
      return List.of(); // it can be served, but leads nowhere
    }
  }

  private @Nullable RawManifest read(Descriptor descriptor) {
    if (!store.blobs().has(descriptor) || descriptor.size() > RawManifest.MAX_SIZE) {
      return null;
    }
    var manifest = raw(descriptor);
    refuseDamaged(descriptor);
    pins.pin(manifest);
    return manifest;
  }

  /// An image of which it is known that it cannot be unpacked is not handed on. Nothing is worked
  /// out for this.
  private void refuseDamaged(Descriptor manifest) {
    var facts =
        manifest.mediaType().isImageManifest() ? store.catalog().known(manifest.digest()) : null;
    if (facts == null || facts.diffIds().size() != facts.layers().size()) {
      return;
    }
    for (int i = 0; i < facts.layers().size(); i++) {
      var layer = facts.layers().get(i).digest();
      switch (store.catalog().layer(layer)) {
        case null -> {}
        case LayerFacts.Bad(var reason) -> throw new IntegrityFailure(reason);
        case LayerFacts.Measured(var diffId, _) -> {
          if (!diffId.equals(facts.diffIds().get(i))) {
            throw new IntegrityFailure("filesystem layer verification failed for digest " + layer);
          }
        }
      }
    }
  }

  private RawManifest raw(Descriptor descriptor) {
    return new RawManifest(
        descriptor, store.blobs().read(descriptor.digest(), RawManifest.MAX_SIZE));
  }

  @Override
  public @Nullable Blob blob(Repository repository, Digest digest) {
    long size = store.blobs().size(digest);
    return size < 0 ? null : new StoredBlob(store.blobs(), digest, size);
  }

  @Override
  public @Nullable List<String> tags(Repository repository) {
    var references = store.references().snapshot();
    var name = names(references).find(repository);
    if (name == null) {
      return null;
    }
    return references.entries().stream()
        .map(entry -> entry.name())
        .filter(Objects::nonNull)
        .filter(reference -> reference.repository().equals(name))
        .map(Reference::tag)
        .filter(Objects::nonNull)
        .sorted()
        .toList();
  }

  @Override
  public List<String> repositories() {
    return names(store.references().snapshot()).paths();
  }

  private static StoredNames names(References references) {
    return StoredNames.of(references);
  }

  /// Lets the store forget what clients were told of.
  @Override
  public void close() {
    pins.close();
  }
}
