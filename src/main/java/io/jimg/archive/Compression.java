package io.jimg.archive;

/// How a stream is packed, known by its first bytes as in Docker; media types do not count.
enum Compression {
  NONE,
  GZIP,
  ZSTD,
  BZIP2,
  XZ;

  /// Bytes that [#of] looks at.
  static final int PREFIX = 10;

  /// @param count how many bytes of `start` there are
  static Compression of(byte[] start, int count) {
    if (begins(start, count, 0x42, 0x5a, 0x68)) {
      return BZIP2;
    }
    if (begins(start, count, 0x1f, 0x8b, 0x08)) {
      return GZIP;
    }
    if (begins(start, count, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) {
      return XZ;
    }
    if (begins(start, count, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(start, count)) {
      return ZSTD;
    }
    return NONE;
  }

  /// Frames that hold no data, 0x184d2a50 to 0x184d2a5f: zstd:chunked has them.
  private static boolean isSkippableFrame(byte[] start, int count) {
    return count >= 8
        && (start[0] & 0xf0) == 0x50
        && start[1] == 0x2a
        && start[2] == 0x4d
        && start[3] == 0x18;
  }

  private static boolean begins(byte[] start, int count, int... magic) {
    if (count < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((start[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
