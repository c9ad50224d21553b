package io.jimg.image;

import io.jimg.error.Conflict;
import io.jimg.error.NotFound;
import io.jimg.oci.Digest;
import io.jimg.oci.Platform;
import io.jimg.reference.Reference;
import io.jimg.store.Entry;
import io.jimg.store.LocalStore;
import io.jimg.store.References;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

  /// Removes what `typed` names, and from the disk what nothing needs any more.
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
                  return new Removing(draft, dropped).remove(typed, force, wanted);
                });
    store.release(dropped);
    return removals;
  }

  /// Removes an image with all its names, within an update of somebody else's.
  List<Removal> removeWhole(StoredImage image, References.Draft draft, List<Entry> dropped) {
    return new Removing(draft, dropped).removeAll(image);
  }

  /// One removal within one update of the references.
  private final class Removing {

    private final References.Draft draft;
    private final List<Entry> dropped;
    private final List<Removal> removals = new ArrayList<>();

    Removing(References.Draft draft, List<Entry> dropped) {
      this.draft = draft;
      this.dropped = dropped;
    }

    List<Removal> remove(String typed, boolean force, @Nullable Platform wanted) {
      var image = catalog.resolve(typed, draft, wanted);
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
      boolean lastTag =
          typed.digest() == null
              && left.stream().noneMatch(r -> r.digest() == null && sameRepository(r, typed));
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
      for (var chainId : LayerChain.freed(image, catalog.images(draft))) {
        removals.add(new Removal.Deleted(chainId));
      }
    }

    private void drop(Entry entry) {
      draft.remove(entry);
      dropped.add(entry);
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
    long tags = references.stream().filter(reference -> reference.digest() == null).count();
    long repositories = references.stream().map(Reference::repository).distinct().count();
    return tags <= 1 && repositories == 1;
  }
}
