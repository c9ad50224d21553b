package io.jimg.registry.upload;

import java.io.InputStream;

/// The content of a blob that is to be uploaded; it may be asked for more than once.
@FunctionalInterface
public interface BlobContent {

  /// The bytes from `offset` to the end. Neither opening nor reading them throws an IOException:
  /// where they come from can tell better what went wrong, and what it throws ends the upload.
  InputStream from(long offset);
}
