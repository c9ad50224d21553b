package io.jimg.archive;

import io.jimg.error.InvalidInput;
import io.jimg.oci.MediaType;
import io.jimg.store.blob.BlobStore;
import io.jimg.store.blob.Lease;
import io.jimg.store.blob.NewBlob;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// Turns tar streams into layers of the store.
public final class LayerWriter {

  private static final int BUFFER = 1 << 16;

  private LayerWriter() {}

  /// Stores a tar stream, plain or compressed in any way that Docker unpacks, as a gzip layer. The
  /// same tar gives the same blob: nothing of its file name or of the time is in it.
  ///
  /// @param lease keeps the new blob, which nothing refers to yet
  /// @throws InvalidInput in Docker's words when Docker could not unpack it; nothing is stored then
  /// @throws InterruptedException while the store was waited for
  public static NewLayer write(InputStream in, BlobStore blobs, Lease lease)
      throws InterruptedException {
    var limits = MemoryLimits.oneOf(1);
    try (var blob = blobs.create();
        var tar = Unpacked.of(in, limits)) {
      return write(tar, limits, new Target(blob, lease));
    } catch (IOException e) {
      throw new InvalidInput(String.valueOf(e.getMessage()), e);
    }
  }

  private static NewLayer write(InputStream tar, MemoryLimits limits, Target target)
      throws IOException {
    LayerMeasurement measured;
    try (var gzip = new GZIPOutputStream(new Kept(target.blob), BUFFER)) {
      measured = TarLayer.measureTar(new Copying(tar, gzip), limits);
    }
    String failure = measured.failure();
    if (failure != null) {
      throw new InvalidInput(failure);
    }
    return new NewLayer(
        target.blob.commit(MediaType.OCI_LAYER_GZIP, target.lease),
        measured.diffId(),
        measured.unpackedSize());
  }

  private record Target(NewBlob blob, Lease lease) {}

  /// Writes on what is read.
  private static final class Copying extends FilterInputStream {
    private final OutputStream to;

    Copying(InputStream in, OutputStream to) {
      super(in);
      this.to = to;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count > 0) {
        to.write(into, offset, count);
      }
      return count;
    }
  }

  /// Stays open when what writes to it is closed.
  private static final class Kept extends OutputStream {
    private final OutputStream to;

    Kept(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      to.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(bytes, offset, length);
    }
  }
}
