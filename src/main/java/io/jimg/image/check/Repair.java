package io.jimg.image.check;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.JimgException;
import io.jimg.error.RegistryFailure;
import io.jimg.image.check.Problem.Outcome;
import io.jimg.oci.Descriptor;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.store.LocalStore;
import io.jimg.store.blob.ContentTap;
import io.jimg.store.blob.Ingest;
import io.jimg.store.blob.Lease;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Fetches single blobs again from where they came from. What is there stays until what it should
/// be
/// takes its place. Safe for threads.
public final class Repair {

  private final RegistryClient registry;
  private final LocalStore store;

  /// Registries that gave no answer at all: a thousand blobs need not wait for them each.
  private final Set<String> silent = ConcurrentHashMap.newKeySet();

  public Repair(RegistryClient registry, LocalStore store) {
    this.registry = registry;
    this.store = store;
  }

  Outcome fetch(Need need, Lease lease) throws InterruptedException {
    lease.pin(List.of(need.digest()));
    var failures = new ArrayList<String>();
    for (var source : sources(need)) {
      try {
        fetch(need, source);
        store.catalog().forget(need.digest());
        return new Outcome.Repaired("fetched from " + source.familiarName());
      } catch (RegistryFailure e) {
        if (e.status() == 0) {
          silent.add(source.domain());
        }
        failures.add(e.sentence());
      } catch (JimgException e) {
        failures.add(e.sentence());
      }
    }
    return new Outcome.Failed(
        failures.isEmpty() ? "nobody knows where it came from" : failures.getFirst());
  }

  private List<Reference> sources(Need need) {
    var sources = new LinkedHashSet<>(store.origins().of(need.digest()));
    sources.addAll(need.repositories());
    sources.removeIf(source -> silent.contains(source.domain()));
    return List.copyOf(sources);
  }

  private void fetch(Need need, Reference source) throws InterruptedException {
    if (need.isManifest()) {
      var manifest = registry.manifest(source.withDigest(need.digest()));
      store.blobs().put(manifest.descriptor(), manifest.content());
      return;
    }
    var blob = need.descriptor();
    try (var ingest = store.blobs().replace(blob)) {
      if (ingest.isPresent()) {
        return;
      }
      boolean resumed = ingest.offset() > 0;
      try {
        transfer(source, blob, ingest);
      } catch (IntegrityFailure e) {
        boolean other = registry.distrustMirrors(source);
        if (!resumed && !other) {
          throw e;
        }
        ingest.restart();
        transfer(source, blob, ingest);
      }
    }
  }

  private void transfer(Reference source, Descriptor blob, Ingest ingest) {
    if (ingest.offset() < blob.size()) {
      registry.blob(source, blob, ingest.offset(), body -> ingest.append(body, ContentTap.NONE));
    }
    ingest.commit();
  }
}
