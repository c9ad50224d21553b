package io.jimg.image.removal;

import io.jimg.error.Conflict;
import io.jimg.error.NotFound;
import io.jimg.image.ImageCatalog;
import io.jimg.image.StoredImage;
import io.jimg.oci.Digest;
import io.jimg.oci.Platform;
import io.jimg.reference.Reference;
import io.jimg.store.LocalStore;
import io.jimg.store.index.Entry;
import io.jimg.store.index.References;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Removes names and the images that lose their last one, by the rules of moby's
/// `ImageService.ImageDelete`.
public final class ImageRemover {

  private final LocalStore store;
  private final ImageCatalog catalog;

  public ImageRemover(LocalStore store) {
    this.store = store;
    this.catalog = new ImageCatalog(store);
  }

  /// Removes what `typed` names, and from the disk what nothing needs any more. An image that
  /// cannot be read is removed by its names like any other, but nobody can tell its ID.
  ///
  /// @param wanted the platform that it must be of; null for any
  /// @throws NotFound when there is no such image, or only for another platform
  /// @throws Conflict when it has several names, was given by ID, and `force` is not set
  public List<Removal> remove(String typed, boolean force, @Nullable Platform wanted)
      throws InterruptedException {
    var dropped = new ArrayList<Entry>();
    var removals =
        store
            .references()
            .update(
                draft -> {
                  dropped.clear();
                  var removing = new Removing(draft, dropped, i -> freed(i, draft));
                  var removed = removing.remove(typed, force, wanted);
                  dropped.removeIf(removing::isKeptByAnother);
                  return removed;
                });
    if (!dropped.isEmpty()) {
      store.release(dropped);
    }
    return removals;
  }

  /// The chain IDs that go with `image`, the topmost first, when only `references` are left.
  private List<Digest> freed(StoredImage image, References.Draft references) {
    var diffIds = image.facts().diffIds();
    var others = new ArrayList<List<Digest>>();
    for (var entry : store.search().nearest(diffIds, references)) {
      if (catalog.idOrDamage(entry) != null) {
        others.add(catalog.facts(entry).diffIds());
      }
    }
    return LayerChain.freed(diffIds, others);
  }

  /// Removals within an update of somebody else's.
  ///
  /// @param dropped gets the entries that go
  /// @param freed tells the chain IDs that go with an image, which is asked once
  Removing within(
      References.Draft draft, List<Entry> dropped, Function<StoredImage, List<Digest>> freed) {
    return new Removing(draft, dropped, freed);
  }

  /// Removals within one update of the references.
  final class Removing {

    private final References.Draft draft;
    private final List<Entry> dropped;
    private final Function<StoredImage, List<Digest>> freed;
    private final List<Removal> removals = new ArrayList<>();
    private final List<Entry> kept = new ArrayList<>();

    private Removing(
        References.Draft draft, List<Entry> dropped, Function<StoredImage, List<Digest>> freed) {
      this.draft = draft;
      this.dropped = dropped;
      this.freed = freed;
    }

    /// What was removed so far, in order.
    List<Removal> removals() {
      return removals;
    }

    private List<Removal> remove(String typed, boolean force, @Nullable Platform wanted) {
      var named = catalog.named(typed, draft);
      if (named != null && wanted == null && catalog.idOrDamage(named) == null) {
        removeUnreadable(named, Reference.parse(typed).withDefaultTag());
        return removals;
      }
      var image = catalog.resolve(typed, draft, wanted);
      kept.addAll(image.entries());
      if (!isIdPrefix(image.id(), typed)) {
        return removeName(image, Reference.parse(typed).withDefaultTag());
      }
      if (!force && !image.references().isEmpty() && !isSingle(image.references())) {
        throw new Conflict(
            "conflict: unable to delete "
                + image.id().shortHex()
                + " (must be forced) - image is referenced in multiple repositories");
      }
      return removeAll(image);
    }

    /// Whether an entry that is still there needs all that this one needed: then there is nothing
    /// to look for on the disk.
    private boolean isKeptByAnother(Entry gone) {
      for (var entry : kept) {
        if (gone.isSameContent(entry)) {
          return true;
        }
      }
      return false;
    }

    /// As [#removeName]; what stands for the same content is the same image, whatever that is.
    private void removeUnreadable(Entry named, Reference typed) {
      removeUnreadable(named);
      var same = draft.entries().stream().filter(named::isSameContent).toList();
      var siblings = same.stream().filter(entry -> isIn(typed.repository(), entry)).toList();
      if (typed.digest() == null && siblings.stream().noneMatch(Removing::isTag)) {
        siblings.forEach(this::removeUnreadable);
      }
      if (same.stream().allMatch(entry -> entry.name() == null || dropped.contains(entry))) {
        same.stream().filter(entry -> entry.name() == null).forEach(this::removeUnreadable);
      }
    }

    private static boolean isIn(Reference repository, Entry entry) {
      var name = entry.name();
      return name != null && name.repository().equals(repository);
    }

    private static boolean isTag(Entry entry) {
      var name = entry.name();
      return name != null && name.digest() == null;
    }

    /// Removes an entry whose image cannot be read.
    void removeUnreadable(Entry entry) {
      drop(entry);
      var name = entry.name();
      if (name != null) {
        removals.add(new Removal.Untagged(name));
      }
    }

    /// Removes an image with all its names.
    List<Removal> removeAll(StoredImage image) {
      untagAll(image);
      delete(image);
      return removals;
    }

    /// The name goes; with a repository's last tag go its digests; with the last name the image.
    private List<Removal> removeName(StoredImage image, Reference typed) {
      untag(image, ImageCatalog.digestOnly(typed), typed);
      var left = new ArrayList<>(image.references());
      left.remove(ImageCatalog.digestOnly(typed));
      boolean lastTag = typed.digest() == null && !hasTag(left, typed);
      if (lastTag) {
        for (var reference : image.references()) {
          if (reference.digest() != null && sameRepository(reference, typed)) {
            untag(image, reference, reference);
            left.remove(reference);
          }
        }
      }
      if (left.isEmpty()) {
        delete(image);
      }
      return removals;
    }

    private void untagAll(StoredImage image) {
      for (var reference : image.references()) {
        untag(image, reference, reference);
      }
    }

    private void untag(StoredImage image, Reference reference, Reference shown) {
      for (var entry : image.entries()) {
        if (reference.equals(entry.name())) {
          drop(entry);
        }
      }
      removals.add(new Removal.Untagged(shown));
    }

    private void delete(StoredImage image) {
      for (var entry : image.entries()) {
        if (entry.name() == null) {
          drop(entry);
        }
      }
      removals.add(new Removal.Deleted(image.id()));
      for (var chainId : freed.apply(image)) {
        removals.add(new Removal.Deleted(chainId));
      }
    }

    private void drop(Entry entry) {
      draft.remove(entry);
      dropped.add(entry);
      kept.remove(entry);
    }
  }

  private static boolean sameRepository(Reference a, Reference b) {
    return a.repository().equals(b.repository());
  }

  /// Whether the user gave an ID, however short (moby `isImageIDPrefix`).
  private static boolean isIdPrefix(Digest id, String typed) {
    return id.toString().startsWith(typed) || id.hex().startsWith(typed);
  }

  /// Whether all names are of one repository and at most one is a tag (moby `isSingleReference`).
  private static boolean isSingle(Collection<Reference> references) {
    int tags = 0;
    var repositories = new HashSet<Reference>();
    for (var reference : references) {
      tags += reference.digest() == null ? 1 : 0;
      repositories.add(reference.repository());
    }
    return tags <= 1 && repositories.size() == 1;
  }

  /// Whether one of `references` is a tag in the repository of `typed`.
  private static boolean hasTag(List<Reference> references, Reference typed) {
    for (var reference : references) {
      if (reference.digest() == null && sameRepository(reference, typed)) {
        return true;
      }
    }
    return false;
  }
}
