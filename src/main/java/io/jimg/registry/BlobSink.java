package io.jimg.registry;

/// Takes the content of a blob while it arrives.
@FunctionalInterface
public interface BlobSink {

  /// Reads `body`, which is closed when this returns.
  void accept(BlobBody body);
}
