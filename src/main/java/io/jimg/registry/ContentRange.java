package io.jimg.registry;

import org.jspecify.annotations.Nullable;

/// `Content-Range: bytes 5-9/10` (RFC 9110).
///
/// @param size of the whole, -1 when it is not told
record ContentRange(long first, long last, long size) {

  private static final String UNIT = "bytes ";

  /// Null where the header is absent or makes no sense.
  static @Nullable ContentRange parse(@Nullable String header) {
    if (header == null || !header.startsWith(UNIT)) {
      return null;
    }
    int dash = header.indexOf('-');
    int slash = header.indexOf('/');
    if (dash < 0 || slash < dash) {
      return null;
    }
    try {
      String size = header.substring(slash + 1).strip();
      var range =
          new ContentRange(
              Long.parseLong(header.substring(UNIT.length(), dash).strip()),
              Long.parseLong(header.substring(dash + 1, slash).strip()),
              size.equals("*") ? -1 : Long.parseLong(size));
      return range.first <= range.last && (range.size < 0 || range.last < range.size)
          ? range
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// Whether this is a part of `whole` bytes that begins at `offset`.
  boolean continues(long offset, long whole) {
    return first == offset && last < whole && (size < 0 || size == whole);
  }
}
