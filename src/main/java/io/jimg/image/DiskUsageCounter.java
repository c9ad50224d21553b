package io.jimg.image;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts what images take of the disk, from what is known of them: no walk over blobs.
public final class DiskUsageCounter {

  private final LocalStore store;
  private final ImageCatalog catalog;

  public DiskUsageCounter(LocalStore store) {
    this.store = store;
    this.catalog = new ImageCatalog(store);
  }

  /// Every image with the bytes of its blobs, and how many of those are another image's too.
  public DiskUsage count() {
    var blobs = new HashMap<Digest, Map<Digest, Long>>();
    var users = new HashMap<Digest, Integer>();
    var sizes = new HashMap<Digest, Long>();
    for (var image : catalog.images(store.references().snapshot())) {
      var own = blobs(image);
      blobs.put(image.id(), own);
      sizes.putAll(own);
      own.keySet().forEach(blob -> users.merge(blob, 1, Integer::sum));
    }
    var usages = new ArrayList<DiskUsage.Usage>();
    for (var summary : catalog.list(ImageFilter.NONE)) {
      long size = 0;
      long shared = 0;
      for (var blob : blobs.getOrDefault(summary.id(), Map.of()).entrySet()) {
        size += blob.getValue();
        shared += users.getOrDefault(blob.getKey(), 0) > 1 ? blob.getValue() : 0;
      }
      usages.add(new DiskUsage.Usage(summary, size, shared));
    }
    long total = sizes.values().stream().mapToLong(Long::longValue).sum();
    return new DiskUsage(usages, total, garbage());
  }

  /// From the names of files and the sizes of those that nobody needs. Where an image cannot be
  /// read
  /// nobody can tell what is garbage, and none is.
  private DiskUsage.Garbage garbage() {
    if (!catalog.damage().isEmpty()) {
      return DiskUsage.Garbage.NONE;
    }
    var found = store.garbage(Instant.MAX, List.of());
    return new DiskUsage.Garbage(
        found.blobs().size(),
        found.blobBytes(),
        found.partials().size(),
        found.partialBytes(),
        found.leases());
  }

  private static Map<Digest, Long> blobs(StoredImage image) {
    var blobs = new LinkedHashMap<Digest, Long>();
    var facts = image.facts();
    add(facts.manifest(), blobs);
    add(facts.config(), blobs);
    facts.layers().forEach(layer -> add(layer, blobs));
    image.entries().forEach(entry -> add(entry.target(), blobs));
    return blobs;
  }

  private static void add(Descriptor blob, Map<Digest, Long> blobs) {
    blobs.put(blob.digest(), blob.size());
  }
}
