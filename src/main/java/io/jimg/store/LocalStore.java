package io.jimg.store;

import io.jimg.error.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// An image store: an OCI image layout, and in its directory `jimg/` what it takes to share it with
/// other threads and processes.
public final class LocalStore implements AutoCloseable {

  private final Layout layout;
  private final StoreLocks locks;
  private final BlobStore blobs;
  private final ReferenceStore references;

  private LocalStore(Layout layout, BootId boot) {
    this.layout = layout;
    this.locks = new StoreLocks(layout);
    this.blobs = new BlobStore(layout, locks, boot);
    this.references = new ReferenceStore(layout, locks, blobs);
  }

  /// Opens the store at `root`. One that does not exist is empty, and is made by the first write.
  /// Any OCI image layout is a store.
  ///
  /// @throws StoreFailure when it is of a newer format, or other users could have tampered with it
  public static LocalStore open(Path root) {
    return open(root, new StoreFiles(), BootId.current());
  }

  static LocalStore open(Path root, StoreFiles files, BootId boot) {
    return new LocalStore(new Layout(root, files), boot);
  }

  public Path root() {
    return layout.root();
  }

  public BlobStore blobs() {
    return blobs;
  }

  public ReferenceStore references() {
    return references;
  }

  /// A lease of nothing yet.
  public Lease lease() {
    return new Lease(layout, locks, blobs, UUID.randomUUID().toString().replace("-", ""));
  }

  /// @throws StoreFailure when `bytes` more do not fit on the disk
  public void requireSpace(long bytes) {
    layout.create();
    try {
      long free = Files.getFileStore(layout.blobs()).getUsableSpace();
      if (bytes > free) {
        throw new StoreFailure(
            "cannot store "
                + bytes
                + " bytes in "
                + layout.blobs()
                + ": No space left on device ("
                + free
                + " bytes are free)");
      }
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read the image store " + layout.root(), e);
    }
  }

  /// Gives the locks back. Leases and downloads are closed before.
  @Override
  public void close() {
    locks.close();
  }
}
