package io.jimg.archive.tar;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// An uncompressed tar stream on its way to a reader of blocks. Whatever is read from the stream is
/// hashed, in large pieces and before anybody looks at it.
public final class BlockInput {

  static final int BLOCK = 512;

  private static final int SIZE = 1024 * BLOCK;

  private final InputStream in;
  private final SideHash hash;
  private byte[] buffer = new byte[SIZE];
  private byte[] other = new byte[SIZE];
  private int at;
  private int end;
  private boolean ended;
  private @Nullable IOException broken;

  /// @param hash gets all that is read
  public BlockInput(InputStream in, SideHash hash) {
    this.in = in;
    this.hash = hash;
  }

  /// The next block.
  ///
  /// @return false when the stream ends before the block begins
  /// @throws DamagedArchive when it ends within the block
  boolean block(byte[] into) throws IOException {
    int count = read(into, 0, BLOCK);
    if (count > 0 && count < BLOCK) {
      throw DamagedArchive.cut();
    }
    return count > 0;
  }

  /// Reads until `length` bytes are there or the stream ends; the number of bytes that came.
  int read(byte[] into, int offset, int length) throws IOException {
    int count = 0;
    while (count < length && available()) {
      int piece = Math.min(length - count, end - at);
      System.arraycopy(buffer, at, into, offset + count, piece);
      at += piece;
      count += piece;
    }
    return count;
  }

  /// Passes over `length` bytes, or what is left of the stream; the number of bytes that came.
  long skip(long length) throws IOException {
    long count = 0;
    while (count < length && available()) {
      int piece = (int) Math.min(length - count, end - at);
      at += piece;
      count += piece;
    }
    return count;
  }

  /// Reads the stream to its end, so that the hash covers all of it.
  ///
  /// @throws IOException when the stream failed, now or before
  public void drain() throws IOException {
    while (available()) {
      at = end;
    }
  }

  private boolean available() throws IOException {
    if (at < end) {
      return true;
    }
    if (broken != null) {
      throw broken;
    }
    at = 0;
    end = 0;
    byte[] hashed = buffer;
    buffer = other;
    other = hashed;
    try {
      while (!ended && end < SIZE) {
        int count = in.read(buffer, end, SIZE - end);
        if (count < 0) {
          ended = true;
        } else {
          end += count;
        }
      }
    } catch (IOException e) {
      broken = e;
      throw e;
    } finally {
      hash.update(buffer, end);
    }
    return end > 0;
  }
}
