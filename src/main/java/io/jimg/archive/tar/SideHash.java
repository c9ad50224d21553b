package io.jimg.archive.tar;

import io.jimg.oci.Digest;
import java.security.MessageDigest;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The hash of a stream, worked out beside the thread that reads it while a processor is idle.
public final class SideHash {

  /// Less than this is hashed sooner than handed over.
  private static final int WORTH_IT = 1 << 16;

  private final MessageDigest hash = Digest.hasher("sha256");
  private final Semaphore idle;
  private @Nullable ForkJoinTask<?> pending;

  /// @param idle processors that have nothing else to do; one is taken for each piece
  public SideHash(Semaphore idle) {
    this.idle = idle;
  }

  /// The next bytes, which must stay as they are until this is called again.
  void update(byte[] buffer, int length) {
    await();
    if (length < WORTH_IT || !idle.tryAcquire()) {
      hash.update(buffer, 0, length);
    } else {
      pending = ForkJoinPool.commonPool().submit(() -> besides(buffer, length));
    }
  }

  private void besides(byte[] buffer, int length) {
    try {
      hash.update(buffer, 0, length);
    } finally {
      idle.release();
    }
  }

  /// The digest of all bytes.
  public Digest digest() {
    await();
    return Digest.ofHash("sha256", hash.digest());
  }

  private void await() {
    var last = pending;
    if (last != null) {
      last.join();
      pending = null;
    }
  }
}
