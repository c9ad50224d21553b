package io.jimg.image.check;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Digest;
import io.jimg.store.blob.BlobStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// In what condition blobs are. Each is read at most once. Safe for threads.
final class Condition {

  /// A blob's condition.
  enum State {
    SOUND,
    MISSING,
    DAMAGED
  }

  private final BlobStore blobs;
  private final Map<Digest, State> read = new ConcurrentHashMap<>();

  Condition(BlobStore blobs) {
    this.blobs = blobs;
  }

  /// As far as its size tells, when it was not read yet.
  ///
  /// @param size -1 when that is not known
  State look(Digest digest, long size) {
    long actual = blobs.size(digest);
    if (actual < 0) {
      return State.MISSING;
    }
    if (size >= 0 && actual != size) {
      return State.DAMAGED;
    }
    var known = read.get(digest);
    return known == null ? State.SOUND : known;
  }

  /// As its bytes tell.
  State read(Digest digest, LongConsumer progress) {
    var known = read.get(digest);
    if (known == null) {
      known = examine(digest, progress);
      read.put(digest, known);
    }
    return known;
  }

  private State examine(Digest digest, LongConsumer progress) {
    if (blobs.size(digest) < 0) {
      return State.MISSING;
    }
    try {
      return blobs.isWhole(digest, progress) ? State.SOUND : State.DAMAGED;
    } catch (StoreFailure e) {
      return blobs.size(digest) < 0 ? State.MISSING : State.DAMAGED;
    }
  }

  @Nullable State known(Digest digest) {
    return read.get(digest);
  }

  /// It was replaced by what it should be.
  void repaired(Digest digest) {
    read.put(digest, State.SOUND);
  }
}
