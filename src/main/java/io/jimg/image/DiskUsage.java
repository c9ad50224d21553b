package io.jimg.image;

import java.util.List;

/// What the images take of the disk: bytes of files, not of what is packed in them.
///
/// @param images newest first
/// @param size of all their blobs, each counted once
/// @param garbage what no image needs
public record DiskUsage(List<Usage> images, long size, Garbage garbage) {

  public DiskUsage {
    images = List.copyOf(images);
  }

  /// One image's part.
  ///
  /// @param size of its blobs
  /// @param shared of those among them that other images have too
  public record Usage(ImageSummary image, long size, long shared) {}

  /// What no image and no running command needs.
  ///
  /// @param blobs complete ones
  /// @param partials files of downloads that were given up
  /// @param leases of processes that are gone
  public record Garbage(int blobs, long blobBytes, int partials, long partialBytes, int leases) {

    /// None, or none that can be told.
    public static final Garbage NONE = new Garbage(0, 0, 0, 0, 0);

    public boolean isEmpty() {
      return count() == 0;
    }

    public int count() {
      return blobs + partials + leases;
    }

    public long bytes() {
      return blobBytes + partialBytes;
    }
  }
}
