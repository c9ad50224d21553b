package io.jimg.testing;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.store.LocalStore;
import io.jimg.store.index.Entry;
import java.util.List;

/// Fills local stores without a registry.
public final class Stores {

  private static final MediaType ANY = new MediaType("application/octet-stream");

  private Stores() {}

  /// Puts `sample` with everything below it into `store`, under a name; no platform is chosen.
  public static void put(LocalStore store, String name, Sample sample) throws InterruptedException {
    for (var blob : sample.blobs().entrySet()) {
      put(store, blob.getKey(), blob.getValue());
    }
    for (var child : sample.children()) {
      store.blobs().put(child.descriptor(), child.content());
    }
    store.blobs().put(sample.descriptor(), sample.manifest().content());
    var entry = new Entry(Reference.parse(name), sample.descriptor(), null, List.of(), null);
    store
        .references()
        .update(
            draft -> {
              draft.put(entry);
              return entry;
            });
  }

  private static void put(LocalStore store, Digest digest, byte[] bytes)
      throws InterruptedException {
    store.blobs().put(new Descriptor(ANY, digest, bytes.length), bytes);
  }
}
