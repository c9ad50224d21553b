package io.jimg.archive;

import io.jimg.archive.tar.DamagedArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads gzip: member after member, each with its checksum and length verified, and anything that
/// is not a member refused, as Go's compress/gzip does.
final class GzipInput extends InputStream {

  private static final int MAX_NAME = 512;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final CRC32 headerChecksum = new CRC32();
  private int at;
  private int end;
  private boolean done;

  GzipInput(InputStream in) throws IOException {
    this.in = in;
    if (!header()) {
      throw DamagedArchive.cut();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!done && length > 0) {
      int count = inflate(into, offset, length);
      if (count > 0) {
        checksum.update(into, offset, count);
        return count;
      }
      if (inflater.finished()) {
        at = end - inflater.getRemaining();
        trailer();
        done = !header();
      } else if (inflater.needsDictionary()) {
        throw new DamagedArchive("flate: corrupt input");
      } else if (fill()) {
        inflater.setInput(buffer, 0, end);
      } else {
        throw DamagedArchive.cut();
      }
    }
    return length == 0 ? 0 : -1;
  }

  private int inflate(byte[] into, int offset, int length) throws DamagedArchive {
    try {
      return inflater.inflate(into, offset, length);
    } catch (DataFormatException _) {
      throw new DamagedArchive("flate: corrupt input");
    }
  }

  /// Begins a member; false when the stream ends where one could begin.
  private boolean header() throws IOException {
    if (at == end && !fill()) {
      return false;
    }
    headerChecksum.reset();
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw badHeader();
    }
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      int expected = (int) headerChecksum.getValue() & 0xffff;
      if ((next() | next() << 8) != expected) {
        throw badHeader();
      }
    }
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    checksum.reset();
    return true;
  }

  private void trailer() throws IOException {
    long length = inflater.getBytesWritten() & 0xffffffffL;
    if (number() != checksum.getValue() || number() != length) {
      throw new DamagedArchive("gzip: invalid checksum");
    }
  }

  private long number() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    for (int i = 0; next() != 0; i++) {
      if (i == MAX_NAME - 1) {
        throw badHeader();
      }
    }
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw DamagedArchive.cut();
    }
    headerChecksum.update(buffer[at]);
    return buffer[at++] & 0xff;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = 0;
    while (end == 0) {
      int count = in.read(buffer, 0, buffer.length);
      if (count < 0) {
        return false;
      }
      end = count;
    }
    return true;
  }

  private static DamagedArchive badHeader() {
    return new DamagedArchive("gzip: invalid header");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
