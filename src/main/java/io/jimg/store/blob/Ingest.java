package io.jimg.store.blob;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// One blob on its way into the store. Whatever was appended stays when it is closed before
/// [#commit], and the next process goes on from there. For one thread.
public final class Ingest implements AutoCloseable {

  private static final int BUFFER = 256 << 10;

  /// Nanoseconds that bytes wait for more of them: longer would show in progress bars.
  private static final long PATIENCE = 50_000_000;

  private final Layout layout;
  private final Descriptor expected;
  private final @Nullable Partial partial;
  private final Runnable named;
  private MessageDigest hasher;
  private long hashed;

  /// @param partial null when the blob is in the store
  /// @param named told when the blob got its name, which is then still to be made durable
  Ingest(Layout layout, Descriptor expected, @Nullable Partial partial, Runnable named) {
    this.layout = layout;
    this.expected = expected;
    this.partial = partial;
    this.named = named;
    this.hasher = expected.digest().hasher();
  }

  /// Somebody else has stored the blob: there is nothing left to do.
  public boolean isPresent() {
    return partial == null;
  }

  /// The bytes that are here already; the next one to append is the one at this offset.
  public long offset() {
    return partial == null ? expected.size() : partial.size();
  }

  /// Appends all of `body` and shows it to `tap`, after what was here before.
  ///
  /// @throws IntegrityFailure when there is more of it than the blob has bytes; the ingest is then
  ///     empty
  public void append(InputStream body, ContentTap tap) {
    var open = partial();
    hashPrefix(open, tap);
    byte[] buffer = new byte[BUFFER];
    boolean more = true;
    while (more) {
      // Whole buffers at multiples of their size: of a block that is written in part, the kernel
      // clears the rest first, which took a quarter of a download's time.
      long left = expected.size() - open.size() + 1;
      int room = (int) Math.min(left, BUFFER - open.size() % BUFFER);
      int filled = 0;
      try {
        long since = System.nanoTime();
        while (more && filled < room && !(filled > 0 && System.nanoTime() - since > PATIENCE)) {
          int count = read(body, buffer, filled, room - filled);
          since = filled == 0 ? System.nanoTime() : since;
          more = count >= 0;
          filled += Math.max(0, count);
        }
      } finally {
        keep(open, buffer, filled, tap);
      }
    }
  }

  /// Stores what has come, also where an interrupt, which would end the writing too, has ended the
  /// reading.
  private void keep(Partial open, byte[] buffer, int count, ContentTap tap) {
    boolean interrupted = Thread.interrupted();
    try {
      store(open, buffer, count, tap);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void store(Partial open, byte[] buffer, int count, ContentTap tap) {
    if (count > expected.size() - open.size()) {
      restart();
      throw new IntegrityFailure(
          "expected " + expected.digest() + " (" + expected.size() + " bytes), received more");
    }
    if (count == 0) {
      return;
    }
    hasher.update(buffer, 0, count);
    try {
      open.write(ByteBuffer.wrap(buffer, 0, count));
    } catch (IOException e) {
      throw cannotStore(e);
    }
    hashed += count;
    tap.accept(buffer, count);
  }

  /// Forgets what was received: it comes again from its first byte.
  public void restart() {
    var open = partial();
    hasher = expected.digest().hasher();
    hashed = 0;
    try {
      open.truncate();
    } catch (IOException e) {
      throw cannotStore(e);
    }
  }

  /// Gives the blob its name, once all its bytes are here, match its digest and are forced.
  ///
  /// @throws IntegrityFailure when they do not match; the ingest is then empty, and what follows is
  ///     an append of the whole content or the end. When bytes are missing it stays as it is.
  public void commit() {
    if (partial == null) {
      return;
    }
    hashPrefix(partial, ContentTap.NONE);
    var actual = Digest.ofHash(expected.digest().algorithm(), hasher.digest());
    hasher = expected.digest().hasher();
    long size = hashed;
    hashed = 0;
    if (size != expected.size() || !actual.equals(expected.digest())) {
      if (size == expected.size()) {
        restart();
      }
      throw new IntegrityFailure(
          "expected "
              + expected.digest()
              + " ("
              + expected.size()
              + " bytes), received "
              + actual
              + " ("
              + size
              + " bytes)");
    }
    try {
      partial.moveTo(layout.blob(expected.digest()));
      named.run();
    } catch (IOException e) {
      throw cannotStore(e);
    }
  }

  /// Drops what was received, and ends.
  public void discard() {
    if (partial != null) {
      partial.discard();
    }
  }

  @Override
  public void close() {
    if (partial != null) {
      partial.close();
    }
  }

  /// Hashes, and shows to `tap`, what an earlier process has received.
  private void hashPrefix(Partial open, ContentTap tap) {
    byte[] buffer = new byte[hashed < open.size() ? BUFFER : 0];
    try {
      while (hashed < open.size()) {
        int count = open.read(hashed, ByteBuffer.wrap(buffer));
        hasher.update(buffer, 0, count);
        hashed += count;
        tap.accept(buffer, count);
      }
    } catch (IOException e) {
      throw cannotStore(e);
    }
  }

  private int read(InputStream body, byte[] buffer, int offset, int length) {
    try {
      return body.read(buffer, offset, length);
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read the content of " + expected.digest(), e);
    }
  }

  private Partial partial() {
    if (partial == null) {
      throw new IllegalStateException(expected.digest() + " is in the store");
    }
    return partial;
  }

  private StoreFailure cannotStore(IOException e) {
    return StoreFiles.failure("cannot store " + expected.digest() + " in " + layout.blobs(), e);
  }
}
