package io.jimg.image.lists;

import io.jimg.error.InvalidInput;
import io.jimg.error.NotFound;
import io.jimg.error.RegistryFailure;
import io.jimg.image.work.Fanout;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.upload.RegistryWriter;
import io.jimg.store.lists.ManifestList;
import io.jimg.store.lists.ManifestLists;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Pushes manifest lists: first the blobs that the target repository lacks, then the manifests that
/// name them, and the list last, so that nothing ever names what is not there.
public final class ListPusher {

  private static final int PARALLEL = 6;

  private final ManifestLists lists;
  private final RegistryClient registry;
  private final Consumer<Reference> pushed;

  /// @param pushed told of each manifest that was brought in from another repository
  public ListPusher(ManifestLists lists, RegistryClient registry, Consumer<Reference> pushed) {
    this.lists = lists;
    this.registry = registry;
    this.pushed = pushed;
  }

  /// Pushes the list `name` to where its name says; the digest that it has there.
  ///
  /// @param purge whether to delete it here then, unless it has been changed meanwhile
  /// @throws NotFound when there is no such list
  public Digest push(Reference name, boolean purge) throws InterruptedException {
    var list = lists.find(name);
    if (list == null) {
      throw new NotFound("No such manifest: " + name);
    }
    var document = document(list);
    try {
      push(list, document);
    } catch (RegistryFailure e) {
      throw Transport.told(e, registry, name);
    }
    if (purge) {
      lists.remove(list);
    }
    return document.descriptor().digest();
  }

  private static RawManifest document(ManifestList list) {
    var manifests = ListMaker.named(list.entries());
    for (var manifest : manifests) {
      var platform = manifest.manifest().descriptor().platform();
      if (platform == null || platform.os().isEmpty() || platform.architecture().isEmpty()) {
        throw new InvalidInput(
            "manifest "
                + manifest.name()
                + " must have an OS and Architecture to be pushed to a registry");
      }
    }
    return ListMaker.document(list.name(), manifests);
  }

  private void push(ManifestList list, RawManifest document) throws InterruptedException {
    var writer = registry.writer();
    var guests =
        list.entries().stream()
            .filter(entry -> !entry.name().path().equals(list.name().path()))
            .toList();
    var blobs = new LinkedHashMap<Digest, Callable<Boolean>>();
    for (var guest : guests) {
      var source = guest.name().repository();
      for (var blob : guest.manifest().parse().references()) {
        blobs.putIfAbsent(blob.digest(), () -> bring(blob, source, list.name(), writer));
      }
    }
    Fanout.all(PARALLEL, List.copyOf(blobs.values()));
    for (var guest : guests) {
      var manifest = guest.manifest();
      var there = list.name().repository().withDigest(manifest.descriptor().digest());
      put(there, manifest, writer);
      pushed.accept(there);
    }
    put(place(list.name(), document), document, writer);
  }

  /// Where the list goes: its tag. Whatever digest its name has is that of something else.
  private static Reference place(Reference name, RawManifest document) {
    String tag = name.tag();
    var repository = name.repository();
    return tag == null
        ? repository.withDigest(document.descriptor().digest())
        : repository.withTag(tag);
  }

  private static void put(Reference name, RawManifest manifest, RegistryWriter writer) {
    try {
      writer.putManifest(name, manifest);
    } catch (RegistryFailure e) {
      throw about("failed to put manifest " + name, e);
    }
  }

  /// Mounts `blob` from `source`; where the registry would not, it is read there and written here.
  /// A foreign layer may be nowhere, and need not be.
  private boolean bring(
      Descriptor blob, Reference source, Reference target, RegistryWriter writer) {
    var upload = writer.upload(target, blob);
    try {
      if (!upload.mount(source.path())) {
        if (blob.mediaType().isForeignLayer()) {
          upload.cancel();
          return false;
        }
        upload.send(registry.reader(source, blob), _ -> {});
      }
      return true;
    } catch (RegistryFailure e) {
      String what = source.path() + "@" + blob.digest();
      throw about("failed to mount blob " + what + " to " + target, e);
    }
  }

  /// A failure without a status says itself what was tried.
  private static RegistryFailure about(String what, RegistryFailure failure) {
    return failure.status() == 0
        ? failure
        : new RegistryFailure(
            what + ": " + failure.sentence(), failure.status(), failure.code(), failure);
  }
}
