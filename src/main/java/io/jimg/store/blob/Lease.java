package io.jimg.store.blob;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.LockFile.Hold;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a running command relies on: no sweep, in whatever process, takes a pinned blob away until
/// the lease is closed or its process is gone. Safe for threads.
public final class Lease implements AutoCloseable {

  private final Layout layout;
  private final StoreLocks locks;
  private final BlobStore blobs;
  private final String id;
  private final Set<Digest> pinned = new HashSet<>();
  private @Nullable Hold hold;
  private boolean unwritable;
  private boolean written;

  public Lease(Layout layout, StoreLocks locks, BlobStore blobs, String id) {
    this.layout = layout;
    this.locks = locks;
    this.blobs = blobs;
    this.id = id;
  }

  /// Pins all of `wanted` and says which of them are not in the store: the others stay.
  public List<Descriptor> missing(Collection<Descriptor> wanted) {
    pin(wanted.stream().map(Descriptor::digest).toList());
    return wanted.stream().filter(descriptor -> !blobs.has(descriptor)).toList();
  }

  /// Keeps these blobs from here on, those that are still to come included. In a store that this
  /// user cannot write it does nothing: there is nothing to come, and no way to say so.
  public synchronized void pin(Collection<Digest> digests) {
    var text = new StringBuilder();
    for (var digest : digests) {
      if (!pinned.contains(digest)) {
        text.append(digest).append('\n');
      }
    }
    if (text.isEmpty() || unwritable) {
      return;
    }
    try {
      layout.tryCreate();
      write(text);
      pinned.addAll(digests);
    } catch (IOException e) {
      if (!isReadOnly(e)) {
        throw StoreFiles.failure("cannot change the image store " + layout.root(), e);
      }
      unwritable = true;
    } catch (InterruptedException e) {
      throw Layout.interrupted("cannot change the image store " + layout.root(), e);
    }
  }

  private void write(StringBuilder text) throws IOException, InterruptedException {
    if (hold == null) {
      hold = locks.tryLease(id);
    }
    written = true; // where the disk is full, empty
    try (var _ = locks.contentShared();
        var channel = layout.files().open(file(), CREATE, WRITE, APPEND)) {
      layout.files().write(channel, file(), ByteBuffer.wrap(text.toString().getBytes(US_ASCII)));
    }
  }

  private static boolean isReadOnly(IOException e) {
    return e instanceof AccessDeniedException
        || (e instanceof FileSystemException f && "Read-only file system".equals(f.getReason()));
  }

  private Path file() {
    return layout.leases().resolve(id);
  }

  /// What was pinned and has no other reason to be kept is garbage from here on.
  @Override
  public synchronized void close() {
    try (var _ = hold) {
      if (written) {
        written = false;
        pinned.clear();
        layout.files().delete(file());
      }
    } catch (IOException e) {
      // a lease without its process is deleted by the next sweep
    }
    hold = null;
  }
}
