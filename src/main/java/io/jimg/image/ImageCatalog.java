package io.jimg.image;

import io.jimg.error.JimgException;
import io.jimg.error.NotFound;
import io.jimg.error.StoreFailure;
import io.jimg.image.work.LongWork;
import io.jimg.image.work.WorkProgress;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.ImageConfig;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.PlatformMatcher;
import io.jimg.oci.RawManifest;
import io.jimg.reference.ImageQuery;
import io.jimg.reference.Reference;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.ImageFacts;
import io.jimg.store.index.Entry;
import io.jimg.store.index.EntrySource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which images are here and what is known of them: records out, never text.
public final class ImageCatalog {

  private final LocalStore store;
  private final LayerSizes sizes;
  private final Set<String> damage = new LinkedHashSet<>();

  /// A catalog that measures layers, where it has to, without a word.
  public ImageCatalog(LocalStore store) {
    this(store, () -> WorkProgress.NONE);
  }

  /// @param work what the measuring of layers, which may take a while, may ask for
  public ImageCatalog(LocalStore store, LongWork work) {
    this.store = store;
    this.sizes = new LayerSizes(store, work);
  }

  /// The images that pass `filter`, the newest first; images of the same second by their first
  /// name.
  ///
  /// @throws NotFound when an image that the filter names is not here
  public List<ImageSummary> list(ImageFilter filter) {
    var images = images(store.references().snapshot());
    var listing = new Listing(this, images, filter);
    sizes.expect(images);
    return listing.summaries();
  }

  /// How many images there are, those without a name among them.
  public int count() {
    return images(store.references().snapshot()).size();
  }

  /// All images that can be read, whatever their age; of the others see [#damage].
  public Collection<StoredImage> images(EntrySource references) {
    Map<Digest, List<Entry>> byId = new LinkedHashMap<>();
    for (var entry : references.entries()) {
      var id = idOrDamage(entry);
      if (id != null) {
        byId.computeIfAbsent(id, _ -> new ArrayList<>(1)).add(entry);
      }
    }
    var images = new ArrayList<StoredImage>(byId.size());
    byId.forEach((id, entries) -> images.add(stored(id, entries)));
    return images;
  }

  /// The ID of an entry's image; null where its manifest or config is damaged, which is noted, or
  /// was removed a moment ago.
  public @Nullable Digest idOrDamage(Entry entry) {
    try {
      return idOf(entry);
    } catch (JimgException e) {
      if (store.isListed(entry)) {
        damage.add(e.sentence());
      }
      return null;
    }
  }

  private @Nullable Digest idUnlessRemoved(Entry entry) {
    try {
      return idOf(entry);
    } catch (JimgException e) {
      if (store.isListed(entry)) {
        throw e;
      }
      return null;
    }
  }

  private StoredImage stored(Digest id, List<Entry> entries) {
    return new StoredImage(id, entries, facts(entries.getFirst()));
  }

  /// The ID of the image that an entry stands for: the digest of its config.
  Digest idOf(Entry entry) {
    return facts(entry).config().digest();
  }

  /// The image manifest that stands for an entry here.
  public Descriptor manifestOf(Entry entry) {
    return facts(entry).manifest();
  }

  /// What is known of the image that stands for an entry here.
  public ImageFacts facts(Entry entry) {
    var manifest = entry.manifest();
    return store.catalog().image(manifest == null ? choose(entry) : manifest);
  }

  /// The manifest that stands for an index which another tool put into the layout: the first that
  /// is
  /// here, since nobody has chosen.
  private Digest choose(Entry entry) {
    var pending = new ArrayDeque<>(List.of(entry.target()));
    while (!pending.isEmpty()) {
      var descriptor = pending.removeFirst();
      if (store.blobs().has(descriptor) && !PlatformMatcher.isAttestation(descriptor)) {
        switch (store.blobs().manifest(descriptor.digest()).parse()) {
          case Manifest.Image _ -> {
            return descriptor.digest();
          }
          case Manifest.Index index -> pending.addAll(index.manifests());
        }
      }
    }
    throw new StoreFailure("no image of the index " + entry.target().digest() + " is here");
  }

  /// The platform that an image says it is made for.
  public Platform platformOf(Digest manifest) {
    return store.catalog().image(manifest).platform();
  }

  /// What is wrong with what was asked for so far, a sentence each: images that cannot be read, and
  /// layers whose sizes were wanted.
  public List<String> damage() {
    var all = new ArrayList<>(damage);
    all.addAll(sizes.damage());
    return all;
  }

  LayerSizes sizes() {
    return sizes;
  }

  /// The image that a user means by `typed` (docker-surface §8).
  ///
  /// @throws NotFound `No such image: …`
  StoredImage resolve(String typed, EntrySource references) {
    var query = ImageQuery.parse(typed);
    var id =
        switch (query) {
          case ImageQuery.FullId(var wanted) -> wanted;
          case ImageQuery.NameOrPrefix(var name, var prefix, _) -> named(name, prefix, references);
        };
    if (id != null) {
      var entries = entriesOf(id, references);
      if (!entries.isEmpty()) {
        return stored(id, entries);
      }
    }
    throw new NotFound("No such image: " + query.shown());
  }

  /// An entry of the image that a user means by `typed`: of a name, its own, and no other is looked
  /// at.
  ///
  /// @throws NotFound `No such image: …`
  Entry entry(String typed, EntrySource references) {
    var entry = named(typed, references);
    return entry == null ? resolve(typed, references).entries().getFirst() : entry;
  }

  /// The entry whose name `typed` is; null when it is none.
  public @Nullable Entry named(String typed, EntrySource references) {
    return ImageQuery.parse(typed) instanceof ImageQuery.NameOrPrefix(var name, var _, var _)
        ? byName(name, references)
        : null;
  }

  /// All entries of the image `id`, as far as they can be read.
  List<Entry> entriesOf(Digest id, EntrySource references) {
    var entries = new ArrayList<>(store.search().ofId(id, references));
    entries.removeIf(entry -> !id.equals(idOrDamage(entry)));
    return entries;
  }

  private static @Nullable Entry byName(Reference name, EntrySource references) {
    return references.find(name.digest() == null ? name.withDefaultTag() : digestOnly(name));
  }

  /// A name beats an ID that starts with it; a prefix of several IDs is none.
  private @Nullable Digest named(Reference name, @Nullable String prefix, EntrySource references) {
    var entry = byName(name, references);
    if (entry != null) {
      return idUnlessRemoved(entry);
    }
    Digest found = null;
    if (prefix != null) {
      for (var candidate : store.search().ofPrefix(prefix, references)) {
        var id = idOrDamage(candidate);
        if (id != null && id.hex().startsWith(prefix) && !id.equals(found)) {
          if (found != null) {
            return null;
          }
          found = id;
        }
      }
    }
    return found;
  }

  /// A tag beside a digest decides nothing.
  public static Reference digestOnly(Reference name) {
    var digest = name.digest();
    return digest == null ? name : name.repository().withDigest(digest);
  }

  StoredImage resolve(String typed) {
    return resolve(typed, store.references().snapshot());
  }

  /// The image that a user means, if it is of the platform that was asked for.
  public StoredImage resolve(String typed, EntrySource references, @Nullable Platform wanted) {
    var image = resolve(typed, references);
    if (wanted != null) {
      new PlatformCheck(store).require(image, typed, wanted);
    }
    return image;
  }

  /// All that is known of one image.
  ///
  /// @param wanted the platform that it must be of; null for any
  /// @throws NotFound when it is not here, or only for another platform
  public ImageDetails inspect(String typed, @Nullable Platform wanted) {
    var image = resolve(typed, store.references().snapshot(), wanted);
    return new ImageDetails(
        image.id(),
        image.tags(),
        image.digests(),
        config(image, typed),
        () -> sizes.of(image),
        lastTagged(image));
  }

  private static @Nullable String lastTagged(StoredImage image) {
    String last = null;
    for (var entry : image.entries()) {
      String tagged = entry.taggedAt();
      if (tagged != null && (last == null || tagged.compareTo(last) > 0)) {
        last = tagged;
      }
    }
    return last;
  }

  /// @throws NotFound when the image was removed since it was resolved
  private ImageConfig config(StoredImage image, String typed) {
    try {
      return ImageConfig.parse(store.blobs().read(image.id(), RawManifest.MAX_SIZE));
    } catch (JimgException e) {
      if (image.entries().stream().noneMatch(store::isListed)) {
        throw new NotFound("No such image: " + ImageQuery.parse(typed).shown());
      }
      throw e;
    }
  }

  /// How the image was made, the newest step first.
  ///
  /// @param wanted the platform that it must be of; null for any
  /// @throws NotFound when it is not here, or only for another platform
  public List<HistoryStep> history(String typed, @Nullable Platform wanted) {
    var image = resolve(typed, store.references().snapshot(), wanted);
    var steps = new ArrayList<HistoryStep>();
    int layer = 0;
    for (var step : config(image, typed).history()) {
      int index = step.emptyLayer() ? -1 : layer++;
      steps.addFirst(
          new HistoryStep(
              null,
              step.createdAt(),
              step.createdBy(),
              () -> index < 0 ? 0 : sizes.ofLayer(image, index),
              step.comment()));
    }
    if (!steps.isEmpty()) {
      var newest = steps.getFirst();
      steps.set(
          0,
          new HistoryStep(
              image.id(), newest.created(), newest.createdBy(), newest.size(), newest.comment()));
    }
    return steps;
  }
}
