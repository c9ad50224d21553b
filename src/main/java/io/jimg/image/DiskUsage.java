package io.jimg.image;

import java.util.List;

/// What the images take of the disk: bytes of files, not of what is packed in them.
///
/// @param images newest first
/// @param size of all blobs, each counted once
public record DiskUsage(List<Usage> images, long size) {

  public DiskUsage {
    images = List.copyOf(images);
  }

  /// One image's part.
  ///
  /// @param size of its blobs
  /// @param shared of those among them that other images have too
  public record Usage(ImageSummary image, long size, long shared) {}
}
