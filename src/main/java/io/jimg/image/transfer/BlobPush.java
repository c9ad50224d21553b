package io.jimg.image.transfer;

import io.jimg.image.transfer.TransferEvent.State;
import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.registry.upload.BlobUpload;
import io.jimg.registry.upload.RegistryWriter;
import io.jimg.store.LocalStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gets single blobs into a repository the cheapest way: it has them, or another repository of the
/// registry has, or else they are sent. Safe for threads.
final class BlobPush {

  private final RegistryWriter registry;
  private final LocalStore store;
  private final Reference repository;
  private final Consumer<TransferEvent> progress;

  /// Repositories that would not give a blob: they are not asked for another one.
  private final Set<Reference> closed = ConcurrentHashMap.newKeySet();

  BlobPush(
      RegistryWriter registry,
      LocalStore store,
      Reference repository,
      Consumer<TransferEvent> progress) {
    this.registry = registry;
    this.store = store;
    this.repository = repository;
    this.progress = progress;
  }

  /// Whether anything had to be sent.
  boolean push(OutgoingBlob outgoing) {
    return push(outgoing, telling(outgoing.shown()));
  }

  /// The registry, whose every pause for that layer is told of.
  private RegistryWriter telling(@Nullable Digest shown) {
    return shown == null
        ? registry
        : registry.telling(seconds -> progress.accept(new TransferEvent.Retrying(shown, seconds)));
  }

  private boolean push(OutgoingBlob outgoing, RegistryWriter registry) {
    var blob = outgoing.blob();
    if (blob.mediaType().isForeignLayer()) {
      tell(outgoing, State.SKIPPED);
      return false;
    }
    var origins = store.origins().of(blob.digest());
    var sources = sources(origins);
    boolean expected = origins.contains(repository);
    if ((expected || sources.isEmpty()) && isThere(outgoing, registry, expected)) {
      return false;
    }
    var upload = registry.upload(repository, blob);
    for (var source : sources) {
      if (upload.mount(source.path())) {
        tellMounted(outgoing, source);
        return false;
      }
      closed.add(source);
    }
    boolean asked = expected || sources.isEmpty();
    if (!asked && isThere(outgoing, registry, false)) {
      upload.cancel();
      return false;
    }
    send(outgoing, upload);
    return true;
  }

  /// @param expected whether it was there before
  private boolean isThere(OutgoingBlob outgoing, RegistryWriter registry, boolean expected) {
    var digest = outgoing.blob().digest();
    boolean there = registry.hasBlob(repository, digest);
    if (there) {
      tell(outgoing, State.ALREADY_THERE);
    } else if (expected) {
      store.origins().forget(repository, digest);
    }
    return there;
  }

  /// Other repositories of the same registry that had the blob.
  private List<Reference> sources(List<Reference> origins) {
    return origins.stream()
        .filter(origin -> origin.domain().equals(repository.domain()))
        .filter(origin -> !origin.equals(repository) && !closed.contains(origin))
        .toList();
  }

  private void send(OutgoingBlob outgoing, BlobUpload upload) {
    var blob = outgoing.blob();
    Digest shown = outgoing.shown();
    upload.send(
        offset -> store.blobs().open(blob.digest(), offset),
        sent -> {
          if (shown != null) {
            progress.accept(new TransferEvent.Sent(shown, sent, blob.size()));
          }
        });
    tell(outgoing, State.PUSHED);
  }

  private void tell(OutgoingBlob outgoing, State state) {
    if (outgoing.shown() != null) {
      progress.accept(new TransferEvent.Layer(outgoing.shown(), state));
    }
  }

  private void tellMounted(OutgoingBlob outgoing, Reference source) {
    if (outgoing.shown() != null) {
      progress.accept(new TransferEvent.Mounted(outgoing.shown(), source.path()));
    }
  }
}
