package io.jimg.image.transfer;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.NotFound;
import io.jimg.image.ImageCatalog;
import io.jimg.image.Naming;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.PlatformMatcher;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.upload.RegistryWriter;
import io.jimg.store.LocalStore;
import io.jimg.store.blob.Lease;
import io.jimg.store.facts.ImageFacts;
import io.jimg.store.facts.LayerFacts;
import io.jimg.store.index.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings images of the store into registries, byte for byte as they lie here.
public final class Pusher {

  private final RegistryWriter registry;
  private final LocalStore store;
  private final ImageCatalog catalog;
  private final PushSettings settings;
  private final Consumer<TransferEvent> progress;

  /// @param progress told from several threads at once
  public Pusher(
      RegistryClient registry,
      LocalStore store,
      PushSettings settings,
      Consumer<TransferEvent> progress) {
    this.registry = registry.writer();
    this.store = store;
    this.catalog = new ImageCatalog(store);
    this.settings = settings;
    this.progress = progress;
  }

  /// Pushes one tag.
  ///
  /// @param tag a name with a tag
  /// @return what was pushed in its place where not all of it is here
  /// @throws NotFound when there is no such image, or not what the settings insist on
  /// @throws IntegrityFailure when a layer is known not to be what the image says
  public @Nullable PushedInstead push(Reference tag) throws InterruptedException {
    if (settings.platform() != null) {
      refuseOtherPlatform(tag);
    }
    begin(tag);
    return push(tag, entry(tag));
  }

  /// Pushes all tags of a repository, in the order of their names.
  ///
  /// @return what was pushed in place of whole indexes
  /// @throws NotFound as [#push]
  public List<PushedInstead> pushAll(Reference repository) throws InterruptedException {
    begin(repository);
    var tags = named(repository).stream().filter(name -> name.digest() == null).toList();
    if (tags.isEmpty()) {
      throw new NotFound("no tags to push for " + repository.familiarName());
    }
    var instead = new ArrayList<PushedInstead>();
    for (var tag : tags) {
      var pushed = push(tag, entry(tag));
      if (pushed != null) {
        instead.add(pushed);
      }
    }
    return instead;
  }

  private void begin(Reference name) {
    progress.accept(new TransferEvent.PushStarted(name.canonicalName()));
    if (named(name).isEmpty()) {
      throw new NotFound("An image does not exist locally with the tag: " + name.familiarName());
    }
  }

  /// All references of a repository, sorted.
  private List<Reference> named(Reference repository) {
    var names = new ArrayList<Reference>();
    for (var entry : store.references().snapshot().entries()) {
      var name = entry.name();
      if (name != null && name.repository().equals(repository.repository())) {
        names.add(name);
      }
    }
    names.sort((a, b) -> a.canonical().compareTo(b.canonical()));
    return names;
  }

  private Entry entry(Reference tag) {
    var entry = store.references().snapshot().find(tag);
    if (entry == null) {
      throw new NotFound("tag does not exist: " + tag.familiar());
    }
    return entry;
  }

  private @Nullable PushedInstead push(Reference tag, Entry entry) throws InterruptedException {
    try (var lease = store.lease()) {
      if (!store.pin(entry, lease)) {
        throw new NotFound("tag does not exist: " + tag.familiar());
      }
      var tree = tree(tag, entry, lease);
      refuseDamaged(tree);
      var repository = tag.repository();
      String label = tag.tag() == null ? Reference.DEFAULT_TAG : tag.tag();
      new ImageUpload(registry, store, repository, settings.parallel(), progress)
          .upload(tree, label);
      var pushed = tree.root().descriptor();
      progress.accept(new TransferEvent.Pushed(label, pushed.digest(), pushed.size()));
      store
          .references()
          .update(draft -> new Naming(catalog, draft).pushed(repository, pushed, entry));
      store.origins().remember(repository, tree.contents());
      boolean whole = settings.platform() != null || isTarget(pushed, entry);
      return whole ? null : new PushedInstead(entry.target().digest(), pushed.digest());
    }
  }

  private static boolean isTarget(Descriptor pushed, Entry entry) {
    return pushed.digest().equals(entry.target().digest());
  }

  /// What is to be pushed: all of what the name stands for, or the one image of it that is meant.
  private ImageTree tree(Reference tag, Entry entry, Lease lease) {
    if (settings.platform() != null) {
      var chosen = ofPlatform(entry.target(), settings.platform(), lease);
      var tree = chosen == null ? null : ImageTree.of(store, lease, chosen);
      if (tree == null || !tree.isComplete()) {
        throw otherPlatform(tag, entry, settings.platform());
      }
      return tree;
    }
    var whole = ImageTree.of(store, lease, ImageTree.plain(entry.target()));
    if (whole.isComplete()) {
      return whole;
    }
    var image = ImageTree.of(store, lease, catalog.manifestOf(entry));
    if (settings.all() || !image.isComplete()) {
      throw new NotFound(
          "not all of "
              + tag.familiar()
              + " is here: "
              + String.join(", ", whole.missing())
              + " (\"jimg pull --all-platforms\" fetches it)");
    }
    return image;
  }

  /// The image for `platform` and no other below `target`; null when there is none.
  private @Nullable Descriptor ofPlatform(Descriptor target, Platform platform, Lease lease) {
    var matcher = PlatformMatcher.strict(platform);
    Descriptor chosen = target;
    for (int depth = 0; depth <= ImageTree.DEEPEST && chosen != null; depth++) {
      if (!lease.missing(List.of(chosen)).isEmpty()) {
        return null;
      }
      switch (store.blobs().manifest(chosen.digest()).parse()) {
        case Manifest.Image _ -> {
          boolean matches = matcher.matches(catalog.platformOf(chosen.digest()));
          return matches ? ImageTree.plain(chosen) : null;
        }
        case Manifest.Index index -> chosen = matcher.best(index.manifests());
      }
    }
    return null;
  }

  private void refuseOtherPlatform(Reference tag) {
    var entry = store.references().snapshot().find(tag);
    if (entry == null) {
      throw new NotFound("No such image: " + tag.familiar());
    }
    try (var lease = store.lease()) {
      tree(tag, entry, lease);
    }
  }

  private NotFound otherPlatform(Reference tag, Entry entry, Platform platform) {
    return new NotFound(
        "image with reference "
            + tag.familiar()
            + " was found but its platform ("
            + catalog.platformOf(catalog.manifestOf(entry).digest())
            + ") does not match the specified platform ("
            + platform
            + ")");
  }

  /// Refuses an image of which a layer is known not to be what its config says: Docker could not
  /// have had it, so nobody is to get it from us. Nothing is measured for it.
  ///
  /// @throws IntegrityFailure in the words that are shown with sizes
  private void refuseDamaged(ImageTree tree) {
    for (var manifest : tree.manifests()) {
      if (manifest.parse() instanceof Manifest.Image image
          && image.config().mediaType().isImageConfig()) {
        refuseDamaged(store.catalog().image(manifest.descriptor().digest()));
      }
    }
  }

  private void refuseDamaged(ImageFacts image) {
    for (int i = 0; i < image.layers().size(); i++) {
      var layer = image.layers().get(i).digest();
      switch (store.catalog().layer(layer)) {
        case LayerFacts.Bad(var reason) -> throw new IntegrityFailure(reason);
        case LayerFacts.Measured(var diffId, var _) -> {
          if (i >= image.diffIds().size() || !diffId.equals(image.diffIds().get(i))) {
            throw new IntegrityFailure("filesystem layer verification failed for digest " + layer);
          }
        }
        case null -> {}
      }
    }
  }
}
