package io.jimg.store.disk;

import io.jimg.oci.Digest;
import io.jimg.store.disk.LockFile.Hold;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The locks of one store. Nobody who holds one of them waits for another, but a download's for
/// `content`: ingest and leases are only ever tried by those who hold `content`, and so is `index`.
///
/// Downloads, leases and layers that are read are bytes of one file each, chosen by their hex, so
/// that no lock file has ever to be deleted (and nobody ever holds a lock on a file that is gone).
/// Two that share 60 bits wait for each other needlessly and nothing else.
public final class StoreLocks implements AutoCloseable {

  private static final int HEX_OF_A_LONG = 15;

  private final Layout layout;
  private final Map<String, LockFile> files = new HashMap<>();

  public StoreLocks(Layout layout) {
    this.layout = layout;
  }

  public Hold index() throws IOException, InterruptedException {
    return file("index").exclusive(0, () -> {});
  }

  public @Nullable Hold tryIndex() throws IOException {
    return file("index").tryExclusive(0);
  }

  public Hold contentShared() throws IOException, InterruptedException {
    return file("content").shared(0);
  }

  public Hold contentExclusive() throws IOException, InterruptedException {
    return file("content").exclusive(0, () -> {});
  }

  /// @param waiting called once when another download of this digest is under way
  public Hold ingest(Digest digest, Runnable waiting) throws IOException, InterruptedException {
    return file("ingest").exclusive(byteOf(digest.hex()), waiting);
  }

  public @Nullable Hold tryIngest(Digest digest) throws IOException {
    return file("ingest").tryExclusive(byteOf(digest.hex()));
  }

  /// Held while a layer that is here is read.
  ///
  /// @param waiting called once when somebody else reads it
  public Hold layer(Digest digest, Runnable waiting) throws IOException, InterruptedException {
    return file("layers").exclusive(byteOf(digest.hex()), waiting);
  }

  /// Null while the process that holds the lease `id` (32 hex digits) lives.
  public @Nullable Hold tryLease(String id) throws IOException {
    return file("leases").tryExclusive(byteOf(id));
  }

  private static long byteOf(String hex) {
    return Long.parseLong(hex, 0, HEX_OF_A_LONG, 16);
  }

  private LockFile file(String name) throws IOException {
    synchronized (files) {
      var file = files.get(name);
      if (file == null) {
        file = LockFile.open(layout.locks().toRealPath().resolve(name));
        files.put(name, file);
      }
      return file;
    }
  }

  @Override
  public void close() {
    synchronized (files) {
      for (var file : files.values()) {
        try {
          file.close();
        } catch (IOException e) {
          // nothing was written through it
        }
      }
      files.clear();
    }
  }
}
