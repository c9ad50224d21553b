package io.jimg.image.transfer;

import io.jimg.oci.Digest;

/// A fact about a transfer under way. Delivered from the threads that do the work, several at once.
public sealed interface TransferEvent {

  /// A tag or a digest is being pulled.
  ///
  /// @param label the tag, or the whole reference when pulling by digest
  /// @param repository path without the registry
  record Started(String label, String repository) implements TransferEvent {}

  /// A push to a repository begins.
  ///
  /// @param repository with its registry
  record PushStarted(String repository) implements TransferEvent {}

  /// @param digest of the compressed layer; its diff ID in a push
  record Layer(Digest digest, State state) implements TransferEvent {}

  /// What has become of a layer, in Docker's order.
  enum State {
    FOUND,
    ALREADY_PRESENT,
    WAITING,
    VERIFYING,
    DOWNLOADED,
    FINISHED,
    PREPARING,
    ALREADY_THERE,
    SKIPPED,
    PUSHED
  }

  /// @param received bytes of the layer that are here, those of earlier runs included
  record Advanced(Digest digest, long received, long total) implements TransferEvent {}

  /// A transfer goes on where an earlier one stopped.
  record Resumed(Digest digest, long offset) implements TransferEvent {}

  /// A transfer broke and is tried again.
  ///
  /// @param digest of the compressed layer; its diff ID in a push
  /// @param seconds until then, told anew with each that passes
  record Retrying(Digest digest, long seconds) implements TransferEvent {}

  /// What the name stands for in the registry is known, and is here.
  record Resolved(Digest digest) implements TransferEvent {}

  /// @param sent bytes of the layer that are in the registry or on their way
  record Sent(Digest diffId, long sent, long total) implements TransferEvent {}

  /// The registry has taken a layer from another of its repositories.
  record Mounted(Digest diffId, String repository) implements TransferEvent {}

  /// The registry has an image now.
  ///
  /// @param size of the manifest in bytes
  record Pushed(String tag, Digest digest, long size) implements TransferEvent {}
}
