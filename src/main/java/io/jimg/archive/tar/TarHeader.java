package io.jimg.archive.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// One header block, read with the checks of Go's archive/tar: what that refuses, Docker refuses.
final class TarHeader {

  private static final int NAME = 0;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int LINK_NAME = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int STAR_TIMES = 476;

  private final byte[] block;

  TarHeader(byte[] block) {
    this.block = block;
  }

  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// The entry that the block alone describes.
  TarEntry entry() throws DamagedArchive {
    check();
    long size = number(SIZE, 12);
    for (int field : new int[] {100, 108, 116}) {
      number(field, 8);
    }
    number(136, 12);
    byte[] name = text(NAME, 100);
    byte[] prefix = isExtended() ? prefix() : new byte[0];
    if (prefix.length > 0) {
      byte[] full = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
      full[prefix.length] = '/';
      System.arraycopy(name, 0, full, prefix.length + 1, name.length);
      name = full;
    }
    return new TarEntry(block[TYPE], name, text(LINK_NAME, 100), size);
  }

  /// Whether the block has the fields that came after the seventh edition.
  private boolean isExtended() {
    return has(MAGIC, "ustar\0") || isGnu();
  }

  private boolean isGnu() {
    return has(MAGIC, "ustar  \0");
  }

  private byte[] prefix() throws DamagedArchive {
    number(329, 8);
    number(337, 8);
    if (isGnu()) {
      return misplacedPrefix();
    }
    if (has(508, "tar\0")) {
      number(STAR_TIMES, 12);
      number(STAR_TIMES + 12, 12);
      return text(PREFIX, 131);
    }
    return text(PREFIX, 155);
  }

  /// GNU headers have times where others have the prefix; an old Go wrote a prefix there all the
  /// same (golang.org/issues/21005).
  private byte[] misplacedPrefix() {
    try {
      for (int time : new int[] {PREFIX, PREFIX + 12}) {
        if (block[time] != 0) {
          number(time, 12);
        }
      }
      return new byte[0];
    } catch (DamagedArchive _) {
      byte[] prefix = text(PREFIX, 155);
      for (byte b : prefix) {
        if (b < 0) {
          return new byte[0];
        }
      }
      return prefix;
    }
  }

  /// The sum of all bytes with the checksum's own read as spaces; Sun's tar added signed bytes.
  private void check() throws DamagedArchive {
    long expected = octal(CHECKSUM, 8);
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < block.length; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    if (expected != unsigned && expected != signed) {
      throw DamagedArchive.header();
    }
  }

  /// A number in octal digits or, when the first bit is set, in two's complement.
  private long number(int offset, int length) throws DamagedArchive {
    if (block[offset] >= 0) {
      return octal(offset, length);
    }
    int inverted = (block[offset] & 0x40) != 0 ? 0xff : 0;
    long value = 0;
    for (int i = 0; i < length; i++) {
      int b = (block[offset + i] & 0xff) ^ inverted;
      if (value >>> 56 != 0) {
        throw DamagedArchive.header();
      }
      value = value << 8 | (i == 0 ? b & 0x7f : b);
    }
    if (value < 0) {
      throw DamagedArchive.header();
    }
    return inverted == 0 ? value : ~value;
  }

  private long octal(int offset, int length) throws DamagedArchive {
    int from = offset;
    int to = offset + length;
    while (from < to && isBlank(block[from])) {
      from++;
    }
    while (from < to && isBlank(block[to - 1])) {
      to--;
    }
    long value = 0;
    for (int i = from; i < to && block[i] != 0; i++) {
      if (block[i] < '0' || block[i] > '7') {
        throw DamagedArchive.header();
      }
      value = value << 3 | (block[i] - '0');
    }
    return value;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == 0;
  }

  private byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }

  private boolean has(int offset, String magic) {
    byte[] bytes = magic.getBytes(ISO_8859_1);
    return Arrays.equals(block, offset, offset + bytes.length, bytes, 0, bytes.length);
  }
}
