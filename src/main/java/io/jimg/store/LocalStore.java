package io.jimg.store;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.store.blob.BlobStore;
import io.jimg.store.blob.Lease;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import io.jimg.store.facts.Catalog;
import io.jimg.store.facts.ImageSearch;
import io.jimg.store.facts.Origins;
import io.jimg.store.facts.Realms;
import io.jimg.store.index.Entry;
import io.jimg.store.index.ReferenceStore;
import io.jimg.store.lists.ManifestLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// An image store: an OCI image layout, and in its directory `jimg/` what it takes to share it with
/// other threads and processes.
public final class LocalStore implements AutoCloseable {

  private final Layout layout;
  private final StoreLocks locks;
  private final BlobStore blobs;
  private final ReferenceStore references;
  private final Catalog catalog;
  private final Origins origins;
  private final Realms realms;
  private final Sweep sweep;
  private final ManifestLists lists;

  private LocalStore(Layout layout, BootId boot) {
    this.layout = layout;
    this.locks = new StoreLocks(layout);
    this.blobs = new BlobStore(layout, locks, boot);
    this.references = new ReferenceStore(layout, locks, blobs);
    this.catalog = new Catalog(layout, locks, blobs);
    this.origins = new Origins(layout);
    this.realms = new Realms(layout, locks);
    this.sweep = new Sweep(layout, locks, blobs, references, catalog, origins);
    this.lists = new ManifestLists(layout, locks);
  }

  /// Opens the store at `root`. One that does not exist is empty, and is made by the first write.
  /// Any OCI image layout is a store.
  ///
  /// @throws StoreFailure when it is of a newer format, or other users could have tampered with it
  public static LocalStore open(Path root) {
    return open(root, new StoreFiles(), BootId.current());
  }

  /// As [#open], over `files`, since the machine's start `boot`.
  public static LocalStore open(Path root, StoreFiles files, BootId boot) {
    return new LocalStore(new Layout(root, files, ReferenceStore.emptyIndex()), boot);
  }

  public Path root() {
    return layout.root();
  }

  public BlobStore blobs() {
    return blobs;
  }

  public ReferenceStore references() {
    return references;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Origins origins() {
    return origins;
  }

  public Realms realms() {
    return realms;
  }

  public ManifestLists lists() {
    return lists;
  }

  /// Finds images among many.
  public ImageSearch search() {
    return new ImageSearch(catalog);
  }

  /// A lease of nothing yet.
  public Lease lease() {
    // Nobody guesses leases, and UUID's own random numbers take 5 ms to set up.
    var random = ThreadLocalRandom.current();
    var id = new UUID(random.nextLong(), random.nextLong());
    return new Lease(layout, locks, blobs, id.toString().replace("-", ""));
  }

  /// Deletes what was needed by `removed`, entries that are no longer there, and is needed by no
  /// other entry and no running command. Its age does not matter.
  public Garbage release(Collection<Entry> removed) {
    return changing(() -> sweep.release(removed));
  }

  /// Deletes orphaned blobs and abandoned downloads last written before `before`
  /// ([Instant#MAX]: all of them), and leases whose process is gone.
  ///
  /// @throws StoreFailure also when a damaged manifest hides what it needs: nothing is deleted then
  public Garbage sweep(Instant before) {
    return exists() ? changing(() -> sweep.all(before)) : Garbage.NONE;
  }

  /// Deletes those of `damaged` that nothing needs: found here, they would be taken for what they
  /// are not.
  public Garbage discard(Collection<Digest> damaged) {
    return changing(() -> sweep.releaseBlobs(Set.copyOf(damaged)));
  }

  /// What is wrong with the files that every layout has, a sentence each. See [#rebuild].
  public List<String> damage() {
    var damage = new ArrayList<String>();
    if (Files.exists(layout.blobs())) {
      var lost = layout.damage();
      if (lost != null) {
        damage.add(lost);
      }
      if (Files.notExists(layout.index())) {
        damage.add(layout.index() + " is lost");
      } else {
        try {
          references.snapshot().entries();
        } catch (StoreFailure e) {
          damage.add(e.sentence());
        }
      }
    }
    return damage;
  }

  /// Makes the files again of which [#damage] tells: index.json from what names.log tells, and
  /// where
  /// that is damaged too from the blobs.
  public void rebuild() {
    layout.rewriteDamaged();
    if (!damage().isEmpty()) {
      references.rebuild(
          known -> new UnlistedImages(blobs).beside(Reachability.knownOf(known, blobs, catalog)));
    }
  }

  /// What [#sweep] would delete now, had the entries `gone` been removed and released before.
  public Garbage garbage(Instant before, Collection<Entry> gone) {
    try {
      return exists() ? sweep.preview(before, gone) : Garbage.NONE;
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read the image store " + layout.root(), e);
    }
  }

  /// Everything that `entries` need, themselves included.
  public Set<Digest> reachable(Collection<Entry> entries) {
    return Reachability.of(entries, blobs, catalog);
  }

  /// Keeps everything that an entry needs as long as `lease` is open.
  ///
  /// @return false when the entry is gone, or stands for something else by now
  public boolean pin(Entry entry, Lease lease) {
    var pinned = Set.<Digest>of();
    while (isListed(entry)) {
      var needed = Reachability.knownOf(List.of(entry), blobs, catalog);
      if (pinned.containsAll(needed)) {
        return true;
      }
      lease.pin(needed);
      pinned = needed;
    }
    return false;
  }

  /// Whether `entry` is still there, and stands for what it stood for. Who misses a blob of one
  /// that
  /// is not has merely met somebody who removed it.
  public boolean isListed(Entry entry) {
    var now = references.snapshot();
    var name = entry.name();
    return name == null ? now.nameless().contains(entry) : entry.equals(now.find(name));
  }

  /// Room for blobs that are still to come, less what earlier tries have received of them. A file
  /// system that does not say how large it is counts as large enough.
  ///
  /// @throws StoreFailure when they do not fit on the disk
  public void requireSpace(Collection<Descriptor> missing) {
    layout.create();
    long bytes = 0;
    for (var blob : missing) {
      long left = Math.max(0, blob.size() - blobs.received(blob.digest()));
      bytes = left > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : bytes + left;
    }
    var disk = layout.blobs().toFile();
    long free = disk.getUsableSpace();
    if (bytes > free && disk.getTotalSpace() > 0) {
      throw new StoreFailure(
          "cannot store "
              + bytes
              + " bytes in "
              + layout.blobs()
              + ": No space left on device ("
              + free
              + " bytes are free)");
    }
  }

  private boolean exists() {
    return Files.exists(layout.blobs());
  }

  private Garbage changing(Change change) {
    layout.create();
    try {
      return change.run();
    } catch (IOException e) {
      throw StoreFiles.failure("cannot change the image store " + layout.root(), e);
    } catch (InterruptedException e) {
      throw Layout.interrupted("cannot change the image store " + layout.root(), e);
    }
  }

  private interface Change {
    Garbage run() throws IOException, InterruptedException;
  }

  /// Keeps what was found out for others and gives the locks back. Leases and downloads are closed
  /// before.
  @Override
  public void close() {
    catalog.save();
    locks.close();
  }
}
