package io.jimg.image.removal;

import io.jimg.image.ImageCatalog;
import io.jimg.image.LabelFilter;
import io.jimg.image.StoredImage;
import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.index.Entry;
import io.jimg.store.index.References;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Removes images that nobody has a use for, and what lies in the store for no image.
public final class Pruner {

  /// What no image needs may belong to a download that somebody will go on with.
  private static final Duration ORPHAN_AGE = Duration.ofHours(24);

  private final LocalStore store;
  private final InstantSource clock;
  private final ImageCatalog catalog;
  private final ImageRemover remover;

  public Pruner(LocalStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.catalog = new ImageCatalog(store);
    this.remover = new ImageRemover(store);
  }

  /// Prunes images in one step: all that match go, or none. Orphans go with them when they are a
  /// day
  /// old.
  public PruneResult prune(PruneFilter filter) throws InterruptedException {
    return prune(filter, clock.instant().minus(ORPHAN_AGE));
  }

  /// As [#prune]; with all images, orphans and given-up downloads of any age go too.
  public PruneResult pruneAll(PruneFilter filter) throws InterruptedException {
    return prune(filter, orphansOfAll(filter));
  }

  /// What [#prune] would do now; nothing is changed.
  public PrunePreview preview(PruneFilter filter) {
    return preview(filter, clock.instant().minus(ORPHAN_AGE));
  }

  /// What [#pruneAll] would do now; nothing is changed.
  public PrunePreview previewAll(PruneFilter filter) {
    return preview(filter, orphansOfAll(filter));
  }

  private Instant orphansOfAll(PruneFilter filter) {
    return filter.all() ? Instant.MAX : clock.instant().minus(ORPHAN_AGE);
  }

  private PrunePreview preview(PruneFilter filter, Instant orphansBefore) {
    var dropped = new ArrayList<Entry>();
    var removals = store.references().preview(draft -> remove(filter, draft, dropped));
    var garbage = store.garbage(orphansBefore, dropped);
    var blobs = new TreeMap<Digest, Long>();
    garbage.blobs().forEach(blob -> blobs.put(blob, Math.max(0, store.blobs().size(blob))));
    return new PrunePreview(removals, blobs, garbage.partials(), garbage.bytes());
  }

  private PruneResult prune(PruneFilter filter, Instant orphansBefore) throws InterruptedException {
    var dropped = new ArrayList<Entry>();
    List<Removal> removals =
        store
            .references()
            .update(
                draft -> {
                  dropped.clear();
                  return remove(filter, draft, dropped);
                });
    long freed = store.release(dropped).bytes() + store.sweep(orphansBefore).bytes();
    return new PruneResult(removals, freed);
  }

  private List<Removal> remove(PruneFilter filter, References.Draft draft, List<Entry> dropped) {
    var images = catalog.images(draft);
    var users = new LayerChain.Users(images);
    var removing = remover.within(draft, dropped, users::remove);
    for (var image : images) {
      if (isTaken(image, filter)) {
        removing.removeAll(image);
      }
    }
    if (filter.takesUnreadable()) {
      for (var entry : draft.entries()) {
        boolean dangling = filter.all() || entry.name() == null;
        if (dangling && catalog.idOrDamage(entry) == null) {
          removing.removeUnreadable(entry);
        }
      }
    }
    return removing.removals();
  }

  private static boolean isTaken(StoredImage image, PruneFilter filter) {
    if (!filter.all() && !image.tags().isEmpty()) {
      return false;
    }
    var facts = image.facts();
    if (filter.until() != null) {
      var created = image.createdAt();
      if (created == null || created.isAfter(filter.until())) {
        return false;
      }
    }
    boolean excluded =
        !filter.labelsNot().isEmpty() && LabelFilter.matches(filter.labelsNot(), facts.labels());
    return !excluded && LabelFilter.matches(filter.labels(), facts.labels());
  }
}
