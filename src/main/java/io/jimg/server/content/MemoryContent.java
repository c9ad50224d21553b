package io.jimg.server.content;

import io.jimg.oci.Digest;
import io.jimg.oci.RawManifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Content that lives in memory and can be pushed to. As in docker-registry, a blob belongs to the
/// repositories it was pushed to or mounted into. Safe for use by several threads.
public final class MemoryContent implements Content {

  private static final class Shelf {
    final Map<Digest, byte[]> blobs = new HashMap<>();
    final Map<Digest, RawManifest> manifests = new HashMap<>();
    final TreeMap<String, Digest> tags = new TreeMap<>();
  }

  private final TreeMap<String, Shelf> shelves = new TreeMap<>();

  /// Puts `bytes` under `digest`, which is believed.
  public synchronized void putBlob(Repository repository, Digest digest, byte[] bytes) {
    shelf(repository).blobs.put(digest, bytes.clone());
  }

  /// Puts `manifest`, whether or not what it points at is there.
  public synchronized void putManifest(Repository repository, RawManifest manifest) {
    shelf(repository).manifests.put(manifest.descriptor().digest(), manifest);
  }

  public synchronized void putTag(Repository repository, String tag, Digest digest) {
    shelf(repository).tags.put(tag, digest);
  }

  /// Makes a blob of `from` one of `repository` too; false when `from` does not have it.
  public synchronized boolean mount(Repository from, Repository repository, Digest digest) {
    var shelf = shelves.get(from.path());
    byte[] bytes = shelf == null ? null : shelf.blobs.get(digest);
    if (bytes == null) {
      return false;
    }
    shelf(repository).blobs.put(digest, bytes);
    return true;
  }

  /// Removes a tag; false when there is none.
  public synchronized boolean removeTag(Repository repository, String tag) {
    var shelf = shelves.get(repository.path());
    return shelf != null && shelf.tags.remove(tag) != null;
  }

  /// Removes a manifest and the tags that name it; false when there is none.
  public synchronized boolean removeManifest(Repository repository, Digest digest) {
    var shelf = shelves.get(repository.path());
    if (shelf == null || shelf.manifests.remove(digest) == null) {
      return false;
    }
    shelf.tags.values().removeIf(digest::equals);
    return true;
  }

  /// Removes a blob; false when there is none.
  public synchronized boolean removeBlob(Repository repository, Digest digest) {
    var shelf = shelves.get(repository.path());
    return shelf != null && shelf.blobs.remove(digest) != null;
  }

  private Shelf shelf(Repository repository) {
    return shelves.computeIfAbsent(repository.path(), path -> new Shelf());
  }

  @Override
  public synchronized @Nullable RawManifest tagged(Repository repository, String tag) {
    var shelf = shelves.get(repository.path());
    return shelf == null ? null : shelf.manifests.get(shelf.tags.get(tag));
  }

  @Override
  public synchronized @Nullable RawManifest manifest(Repository repository, Digest digest) {
    var shelf = shelves.get(repository.path());
    return shelf == null ? null : shelf.manifests.get(digest);
  }

  @Override
  public synchronized @Nullable Blob blob(Repository repository, Digest digest) {
    var shelf = shelves.get(repository.path());
    byte[] bytes = shelf == null ? null : shelf.blobs.get(digest);
    return bytes == null ? null : Blob.of(bytes);
  }

  @Override
  public synchronized @Nullable List<String> tags(Repository repository) {
    var shelf = shelves.get(repository.path());
    return shelf == null ? null : List.copyOf(shelf.tags.keySet());
  }

  @Override
  public synchronized List<String> repositories() {
    return List.copyOf(shelves.keySet());
  }
}
