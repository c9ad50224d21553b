package io.jimg.store.blob;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/// A blob that is made here, so that its digest is known only at the end. It is nowhere unless
/// [#commit] returns. For one thread; its failures are [StoreFailure]s, never an IOException.
public final class NewBlob extends OutputStream {

  private final Layout layout;
  private final Partial partial;
  private final Runnable named;
  private final MessageDigest hasher = Digest.of(new byte[0]).hasher();

  /// @param partial empty, and named at random
  /// @param named told when the blob got its name, which is then still to be made durable
  NewBlob(Layout layout, Partial partial, Runnable named) {
    this.layout = layout;
    this.partial = partial;
    this.named = named;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    hasher.update(bytes, offset, length);
    try {
      partial.write(ByteBuffer.wrap(bytes, offset, length));
    } catch (IOException e) {
      throw cannotStore(e);
    }
  }

  /// Gives what was written its name, once it is forced.
  ///
  /// @param lease keeps it from then on
  public Descriptor commit(MediaType type, Lease lease) {
    long size = partial.size();
    var digest = Digest.ofHash("sha256", hasher.digest());
    lease.pin(List.of(digest));
    try {
      layout.createBlobs(digest.algorithm());
      partial.moveTo(layout.blob(digest));
      named.run();
    } catch (IOException e) {
      throw cannotStore(e);
    }
    return new Descriptor(type, digest, size);
  }

  /// Drops what was not committed.
  @Override
  public void close() {
    partial.discard();
  }

  private StoreFailure cannotStore(IOException e) {
    return StoreFiles.failure("cannot store a blob in " + layout.blobs(), e);
  }
}
