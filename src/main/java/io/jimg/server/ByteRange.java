package io.jimg.server;

import org.jspecify.annotations.Nullable;

/// A part of content that is not empty (RFC 9110, 14.1).
///
/// @param last the last byte, included; `first <= last`
record ByteRange(long first, long last) {

  private static final String UNIT = "bytes=";

  /// What a `Range` header means for content of `size` bytes: null when it means the whole, as a
  /// header does that is malformed, in another unit, or asks for several ranges; an empty range
  /// ([#isEmpty]) when nothing of the content lies in it.
  static @Nullable ByteRange parse(@Nullable String header, long size) {
    if (header == null || !header.startsWith(UNIT)) {
      return null;
    }
    String spec = header.substring(UNIT.length()).strip();
    int dash = spec.indexOf('-');
    if (dash < 0 || !isNumber(spec, 0, dash) || !isNumber(spec, dash + 1, spec.length())) {
      return null;
    }
    if (spec.length() == 1) {
      return null;
    }
    if (dash == 0) {
      return new ByteRange(Math.max(0, size - Long.parseLong(spec.substring(1))), size - 1);
    }
    long first = Long.parseLong(spec.substring(0, dash));
    if (dash + 1 == spec.length()) {
      return new ByteRange(first, size - 1);
    }
    long last = Long.parseLong(spec.substring(dash + 1));
    return last < first ? null : new ByteRange(first, Math.min(last, size - 1));
  }

  /// Empty, or digits that fit a long with room to spare.
  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return to - from <= 18;
  }

  boolean isEmpty() {
    return last < first;
  }

  long length() {
    return last - first + 1;
  }

  /// The value of a `Content-Range` header.
  String of(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }
}
