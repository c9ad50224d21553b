package io.jimg.server.content;

import java.io.IOException;
import java.io.OutputStream;

/// Immutable content of known size.
public interface Blob {

  long size();

  /// Copies `length` bytes from `offset` on, which lie within the content.
  ///
  /// @throws IOException when `out` does not take them; failures of the content's own side are of
  ///     the `io.jimg.error` family
  void copy(long offset, long length, OutputStream out) throws IOException;

  /// Content that is in memory; the array is not copied.
  static Blob of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /// A blob over an array.
  final class InMemory implements Blob {
    private final byte[] bytes;

    private InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void copy(long offset, long length, OutputStream out) throws IOException {
      out.write(bytes, Math.toIntExact(offset), Math.toIntExact(length));
    }
  }
}
