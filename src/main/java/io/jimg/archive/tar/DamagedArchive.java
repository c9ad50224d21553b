package io.jimg.archive.tar;

import java.io.IOException;

/// Bytes that are not what they claim to be: a broken tar stream, or a broken compressed one. The
/// message is Go's, since Docker's sentences end with it. Never leaves `archive`.
public final class DamagedArchive extends IOException {

  private static final long serialVersionUID = 1;

  public DamagedArchive(String message) {
    super(message);
  }

  /// A header that says something impossible.
  static DamagedArchive header() {
    return new DamagedArchive("archive/tar: invalid tar header");
  }

  /// The stream ends in the middle of something.
  public static DamagedArchive cut() {
    return new DamagedArchive("unexpected EOF");
  }
}
