package io.jimg.image;

import io.jimg.error.Conflict;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.store.index.Entry;
import io.jimg.store.index.References;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes of names within one update of the references, by the rules of Docker's reference store:
/// an image that loses its last name stays, dangling, and a digest reference never moves by itself.
public final class Naming {

  private final ImageCatalog catalog;
  private final References.Draft draft;

  public Naming(ImageCatalog catalog, References.Draft draft) {
    this.catalog = catalog;
    this.draft = draft;
  }

  /// Records what a pull found behind a name (moby `puller.pullTag`). Further platforms that were
  /// complete before stay so.
  ///
  /// @return whether the name stands for another image than before, or for more of its index
  public boolean pulled(Entry entry) {
    var name = named(entry);
    var old = draft.find(name);
    boolean same = old != null && hasId(old, catalog.idOf(entry));
    if (old != null && !same && name.digest() != null) {
      throw new Conflict("cannot overwrite digest " + name.digest());
    }
    if (name.digest() == null) {
      var byDigest = name.repository().withDigest(entry.target().digest());
      var recorded = draft.find(byDigest);
      if (recorded == null) {
        point(entry.withName(byDigest));
      } else {
        draft.put(recorded.withPlatformsOf(entry));
      }
    }
    @Nullable String taggedAt = old != null && same ? old.taggedAt() : null;
    var whole = old == null ? entry : entry.withPlatformsOf(old);
    point(whole.withTaggedAt(taggedAt));
    return !same || old == null || !old.platforms().containsAll(whole.platforms());
  }

  /// Records under which digest a registry has an image now (moby `addDigestReference`): one that
  /// stands for something here already stays.
  ///
  /// @param pushed what of `source` the registry has
  /// @return whether that was news
  public boolean pushed(Reference repository, Descriptor pushed, Entry source) {
    var byDigest = repository.withDigest(pushed.digest());
    if (draft.find(byDigest) != null) {
      return false;
    }
    boolean whole = pushed.digest().equals(source.target().digest());
    point(
        whole
            ? source.withName(byDigest).withTaggedAt(null)
            : new Entry(byDigest, pushed, pushed.digest(), List.of(), null));
    return true;
  }

  /// Gives an image one more tag.
  ///
  /// @param now RFC 3339
  void tagged(Reference tag, Entry source, String now) {
    point(source.withName(tag).withTaggedAt(now));
  }

  /// Keeps an image that has no name yet, also one that cannot be read: it may be repaired.
  void keep(Entry nameless) {
    var id = catalog.idOrDamage(nameless);
    if (id == null || catalog.entriesOf(id, draft).isEmpty()) {
      draft.put(nameless);
    }
  }

  private void point(Entry entry) {
    var old = draft.find(named(entry));
    for (var nameless : draft.nameless()) {
      if (hasId(nameless, catalog.idOf(entry))) {
        draft.remove(nameless);
      }
    }
    draft.put(entry);
    if (old != null) {
      keep(old.withName(null).withTaggedAt(null));
    }
  }

  private boolean hasId(Entry entry, Digest id) {
    return id.equals(catalog.idOrDamage(entry));
  }

  private static Reference named(Entry entry) {
    var name = entry.name();
    if (name == null) {
      throw new IllegalArgumentException("an entry without a name");
    }
    return name;
  }
}
