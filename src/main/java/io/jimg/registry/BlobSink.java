package io.jimg.registry;

/// Takes the content of a blob while it arrives.
@FunctionalInterface
public interface BlobSink {

  /// Reads `body`, which is closed when this returns.
  void accept(BlobBody body);

  /// The transfer broke, and goes on after a pause: told at its start and then once a second, from
  /// the thread that reads.
  ///
  /// @param seconds what is left of the pause, rounded up
  default void retryingIn(long seconds) {}
}
