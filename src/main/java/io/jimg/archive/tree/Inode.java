package io.jimg.archive.tree;

import org.jspecify.annotations.Nullable;

/// What a name in a layer leads to. Hard links share one; it counts as long as one name is left.
///
/// Directories, devices and empty files count nothing and share one instance a kind.
final class Inode {

  static final Inode DIRECTORY = new Inode(0, null);
  static final Inode DEVICE = new Inode(0, null);
  static final Inode EMPTY_FILE = new Inode(0, null);

  private final long size;
  private final byte @Nullable [] target;
  private int links;

  private Inode(long size, byte @Nullable [] target) {
    this.size = size;
    this.target = target;
  }

  static Inode file(long size) {
    return size == 0 ? EMPTY_FILE : new Inode(size, null);
  }

  static Inode symlink(byte[] target) {
    return new Inode(target.length, target);
  }

  /// Where a symbolic link leads; null for everything else.
  byte @Nullable [] target() {
    return target;
  }

  /// One more name; the bytes that this adds to the layer.
  long link() {
    return size > 0 && links++ == 0 ? size : 0;
  }

  /// One name less; the bytes that this takes from the layer.
  long unlink() {
    return size > 0 && --links == 0 ? size : 0;
  }
}
