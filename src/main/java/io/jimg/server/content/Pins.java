package io.jimg.server.content;

import io.jimg.error.JimgException;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.RawManifest;
import io.jimg.store.LocalStore;
import io.jimg.store.blob.Lease;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Keeps what a client was told of from being swept away before it is fetched: for ten to twenty
/// minutes after it was last asked for.
final class Pins implements AutoCloseable {

  private static final long TURN_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final LocalStore store;
  private Lease recent;
  private Lease older;
  private long turnedAt = System.nanoTime();

  Pins(LocalStore store) {
    this.store = store;
    this.recent = store.lease();
    this.older = store.lease();
  }

  /// Keeps `manifest` and what it points at.
  void pin(RawManifest manifest) {
    var digests = digests(manifest);
    synchronized (this) {
      if (System.nanoTime() - turnedAt > TURN_NANOS) {
        older.close();
        older = recent;
        recent = store.lease();
        turnedAt = System.nanoTime();
      }
      recent.pin(digests);
    }
  }

  private static Set<Digest> digests(RawManifest manifest) {
    var digests = new HashSet<Digest>();
    digests.add(manifest.descriptor().digest());
    try {
      manifest.parse().references().stream().map(Descriptor::digest).forEach(digests::add);
    } catch (JimgException e) {
      // something of a kind we do not know: there is nothing more to keep
    }
    return digests;
  }

  @Override
  public synchronized void close() {
    recent.close();
    older.close();
  }
}
