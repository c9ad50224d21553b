package io.jimg.image;

import io.jimg.error.InvalidInput;
import io.jimg.error.NotFound;
import io.jimg.oci.time.GoTime;
import io.jimg.reference.Reference;
import io.jimg.store.LocalStore;
import java.time.InstantSource;

/// Gives images names.
public final class Tagger {

  /// A repository of this name would read like a digest.
  private static final String RESERVED = "sha256";

  private final LocalStore store;
  private final ImageCatalog catalog;
  private final InstantSource clock;

  public Tagger(LocalStore store, InstantSource clock) {
    this.store = store;
    this.catalog = new ImageCatalog(store);
    this.clock = clock;
  }

  /// Lets `tag` stand for the image that `source` means, whatever it stood for before.
  ///
  /// @throws NotFound when there is no such image
  /// @throws InvalidInput when the name is reserved
  public void tag(String source, Reference tag) {
    store
        .references()
        .update(
            draft -> {
              var entry = catalog.entry(source, draft);
              if (tag.familiarName().equals(RESERVED)) {
                throw new InvalidInput(
                    "refusing to create an ambiguous tag using digest algorithm as name");
              }
              new Naming(catalog, draft)
                  .tagged(tag, entry, GoTime.of(clock.instant(), 0).rfc3339Nano());
              return true;
            });
  }
}
