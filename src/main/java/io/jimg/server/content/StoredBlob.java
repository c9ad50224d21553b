package io.jimg.server.content;

import io.jimg.oci.Digest;
import io.jimg.store.blob.BlobStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/// A blob of the local store; one that is deleted meanwhile is served to its end.
record StoredBlob(BlobStore blobs, Digest digest, long size) implements Blob {

  private static final int BUFFER = 128 << 10;

  @Override
  public void copy(long offset, long length, OutputStream out) throws IOException {
    try (var in = blobs.open(digest)) {
      in.skipNBytes(offset);
      byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
      for (long left = length; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new EOFException(digest + " is shorter than it was");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
