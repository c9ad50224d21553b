package io.jimg.archive;

/// What one layer may take while it is measured, so that no layer can be made to take more.
///
/// @param tree bytes for the names of its files, about
/// @param zstdWindow the widest window of a zstd stream, as a power of two
/// @param xz bytes for the dictionary of an xz stream
record MemoryLimits(long tree, int zstdWindow, long xz) {

  /// 128 MiB, what zstd itself unpacks unless it is told otherwise.
  private static final int USUAL_WINDOW = 27;

  /// 8 MiB, what every zstd decoder is told to have, and all that the usual levels use.
  private static final int SMALL_WINDOW = 23;

  /// `xz -9` takes half of it.
  private static final long XZ = 128L << 20;

  private static final long TREE = 512L << 20;

  /// For one of `count` layers that are measured at the same time.
  static MemoryLimits oneOf(int count) {
    long share = Runtime.getRuntime().maxMemory() / (2L * count);
    return new MemoryLimits(Math.min(share / 2, TREE), USUAL_WINDOW, Math.min(share, XZ));
  }

  /// For layers that are measured beside downloads.
  static MemoryLimits aside() {
    long heap = Runtime.getRuntime().maxMemory();
    return new MemoryLimits(Math.min(heap / 16, TREE), SMALL_WINDOW, Math.min(heap / 16, XZ));
  }
}
