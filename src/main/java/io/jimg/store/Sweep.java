package io.jimg.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.jimg.oci.Digest;
import io.jimg.store.blob.BlobStore;
import io.jimg.store.blob.Leases;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import io.jimg.store.facts.Catalog;
import io.jimg.store.facts.Origins;
import io.jimg.store.index.Entry;
import io.jimg.store.index.ReferenceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds what nothing needs, and takes it away. What a reference, a live lease or a running
/// download needs is never touched; what is taken away in the middle of a crash was garbage anyway.
///
/// Leases are read before references: whoever pulls writes the reference before letting go of the
/// lease, neither of which needs the lock that is held here, and must be seen in one of the two.
final class Sweep {

  private final Layout layout;
  private final StoreLocks locks;
  private final BlobStore blobs;
  private final ReferenceStore references;
  private final Catalog catalog;
  private final Origins origins;
  private final Leases leases;

  Sweep(
      Layout layout,
      StoreLocks locks,
      BlobStore blobs,
      ReferenceStore references,
      Catalog catalog,
      Origins origins) {
    this.layout = layout;
    this.locks = locks;
    this.blobs = blobs;
    this.references = references;
    this.catalog = catalog;
    this.origins = origins;
    this.leases = new Leases(layout, locks);
  }

  /// A file that may be garbage.
  private record Candidate(Digest digest, Path file, long size) {}

  /// What [#all] would take away if the entries `gone` were not there.
  Garbage preview(Instant before, Collection<Entry> gone) throws IOException {
    var found = leases.found();
    var pinned = found.pinned();
    var remaining = new ArrayList<>(references.snapshot().entries());
    remaining.removeIf(Set.copyOf(gone)::contains);
    var without = Reachability.knownOf(gone, blobs, catalog);
    return garbage(
        unneeded(needed(remaining, pinned), before, without),
        partials(pinned, before, this::isFree),
        found.dead());
  }

  /// Takes away orphans and given-up downloads last written before `before`.
  Garbage all(Instant before) throws IOException, InterruptedException {
    references.snapshot().entries().forEach(this::learn);
    try (var _ = locks.contentExclusive()) {
      var found = leases.foundAndCleaned();
      var pinned = found.pinned();
      var needed = needed(references.snapshot().entries(), pinned);
      var orphans = unneeded(needed, before, Set.of());
      for (var orphan : orphans) {
        layout.files().delete(orphan.file);
      }
      var partials = partials(pinned, before, this::isDeleted);
      catalog.compact(needed);
      origins.compact(needed);
      deleteLeftovers();
      return garbage(orphans, partials, found.dead());
    }
  }

  /// What a crash left of files that were to replace others. The index is not waited for: whoever
  /// holds it may be waiting for the content lock.
  private void deleteLeftovers() throws IOException {
    try (var index = locks.tryIndex()) {
      if (index != null) {
        for (var file : StoreFiles.children(layout.jimg())) {
          if (Layout.isAside(file)) {
            layout.files().delete(file);
          }
        }
      }
    }
    for (var file : StoreFiles.children(layout.cache())) {
      if (Layout.isAside(file)) {
        layout.files().delete(file);
      }
    }
  }

  /// Takes away at once what was needed by `removed`, and is by nothing that is still there;
  /// nothing
  /// when a damaged manifest hides what that is.
  Garbage release(Collection<Entry> removed) throws IOException, InterruptedException {
    return releaseBlobs(Reachability.knownOf(removed, blobs, catalog));
  }

  /// Takes away those of `candidates` that nothing needs.
  Garbage releaseBlobs(Set<Digest> candidates) throws IOException, InterruptedException {
    try (var _ = locks.contentExclusive()) {
      var needed = new HashSet<>(leases.found().pinned());
      needed.addAll(Reachability.of(references.snapshot(), candidates, blobs, catalog));
      var orphans = new ArrayList<Candidate>();
      for (var digest : candidates) {
        long size = needed.contains(digest) ? -1 : blobs.size(digest);
        if (size >= 0 && layout.files().delete(layout.blob(digest))) {
          orphans.add(new Candidate(digest, layout.blob(digest), size));
        }
      }
      return garbage(orphans, List.of(), 0);
    }
  }

  private Set<Digest> needed(Collection<Entry> entries, Set<Digest> pinned) {
    var needed = new HashSet<>(Reachability.of(entries, blobs, catalog));
    needed.addAll(pinned);
    return needed;
  }

  /// Before the lock is taken, so that nobody waits for it.
  private void learn(Entry entry) {
    Reachability.knownOf(List.of(entry), blobs, catalog);
  }

  /// Blobs that are not `needed`, written before `before` or listed in `anyAge`.
  private List<Candidate> unneeded(Set<Digest> needed, Instant before, Set<Digest> anyAge)
      throws IOException {
    var found = new ArrayList<Candidate>();
    for (String algorithm : Layout.ALGORITHMS) {
      for (var file : StoreFiles.children(layout.blobs(algorithm))) {
        var digest = Layout.digest(algorithm, file.getFileName().toString());
        if (digest != null && !needed.contains(digest)) {
          add(found, digest, file, anyAge.contains(digest) ? Instant.MAX : before);
        }
      }
    }
    return found;
  }

  /// Downloads that nobody has `pinned` or that have become blobs, were written before `before` and
  /// pass `test`.
  private List<Candidate> partials(Set<Digest> pinned, Instant before, Test test)
      throws IOException {
    var found = new ArrayList<Candidate>();
    for (var file : StoreFiles.children(layout.ingest())) {
      String name = file.getFileName().toString();
      int dash = name.indexOf('-');
      int dot = name.indexOf('.');
      var digest =
          dash < 0
              ? null
              : Layout.digest(
                  name.substring(0, dash), name.substring(dash + 1, dot < 0 ? name.length() : dot));
      if (digest != null && (!pinned.contains(digest) || blobs.size(digest) >= 0)) {
        var candidates = new ArrayList<Candidate>();
        add(candidates, digest, file, before);
        for (var candidate : candidates) {
          if (test.passes(candidate)) {
            found.add(candidate);
          }
        }
      }
    }
    return found;
  }

  private interface Test {
    boolean passes(Candidate candidate) throws IOException;
  }

  /// Where locks cannot be had, every download counts as running.
  private boolean isFree(Candidate candidate) {
    try (var free = locks.tryIngest(candidate.digest)) {
      return free != null;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isDeleted(Candidate candidate) throws IOException {
    try (var free = locks.tryIngest(candidate.digest)) {
      return free != null && layout.files().delete(candidate.file);
    }
  }

  private static void add(List<Candidate> found, Digest digest, Path file, Instant before)
      throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      boolean old =
          before.equals(Instant.MAX) || attributes.lastModifiedTime().toInstant().isBefore(before);
      if (old && !attributes.isDirectory()) {
        found.add(new Candidate(digest, file, attributes.size()));
      }
    } catch (NoSuchFileException e) {
      // finished or deleted in the meantime
    }
  }

  private static Garbage garbage(List<Candidate> orphans, List<Candidate> partials, int leases) {
    return new Garbage(
        digests(orphans),
        bytes(orphans),
        List.copyOf(new LinkedHashSet<>(digests(partials))),
        bytes(partials),
        leases);
  }

  private static List<Digest> digests(List<Candidate> candidates) {
    var digests = new ArrayList<Digest>(candidates.size());
    for (var candidate : candidates) {
      digests.add(candidate.digest());
    }
    return digests;
  }

  private static long bytes(List<Candidate> candidates) {
    long bytes = 0;
    for (var candidate : candidates) {
      bytes += candidate.size();
    }
    return bytes;
  }
}
