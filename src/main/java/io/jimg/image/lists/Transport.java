package io.jimg.image.lists;

import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import io.jimg.registry.Reached;
import io.jimg.registry.RegistryClient;

/// How Docker's `manifest` commands tell that a registry cannot be reached.
final class Transport {

  private Transport() {}

  /// `failure` in their words, where it came before `name`'s registry had answered at all.
  static RegistryFailure told(RegistryFailure failure, RegistryClient registry, Reference name) {
    return failure.status() == 0 && registry.reached(name) == Reached.NOT_YET
        ? new RegistryFailure(
            "failed to configure transport: error pinging v2 registry: " + failure.sentence(),
            failure)
        : failure;
  }
}
