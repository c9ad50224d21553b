package io.jimg.store.facts;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.store.disk.Layout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// In which repositories of which registries a blob was seen: where it can be mounted from, or
/// fetched again. A memory, no truth: it may be wrong, and may be lost at any time. Safe for
/// threads and beside other processes, of which one may forget what the other has just learned.
public final class Origins {

  /// So many repositories are kept of a blob, those that were seen last.
  public static final int MOST = 8;

  private final FactsFile facts;

  public Origins(Layout layout) {
    this.facts = new FactsFile(layout, layout.jimg().resolve("origins"));
  }

  /// The repositories that had `blob`, the one seen last first; names without tag and digest.
  public List<Reference> of(Digest blob) {
    String line = facts.find(blob);
    if (line == null) {
      return List.of();
    }
    try {
      var fields = new Fields(line);
      fields.digest();
      var repositories = new ArrayList<Reference>();
      for (int left = Math.min(fields.count(), MOST); left > 0; left--) {
        repositories.add(Reference.parse(fields.text()).repository());
      }
      return repositories;
    } catch (InvalidInput e) {
      return List.of();
    }
  }

  /// Remembers, best effort, that `repository` has these blobs. Nothing is written when that is no
  /// news.
  public synchronized void remember(Reference repository, Collection<Digest> blobs) {
    var name = repository.repository();
    for (var blob : blobs) {
      var known = of(blob);
      if (!known.contains(name)) {
        var all = new ArrayList<Reference>();
        all.add(name);
        all.addAll(known);
        put(blob, all);
      }
    }
    facts.save();
  }

  /// Forgets, best effort, that `repository` had `blob`: it has turned out not to.
  public synchronized void forget(Reference repository, Digest blob) {
    var known = new ArrayList<>(of(blob));
    if (known.remove(repository.repository())) {
      put(blob, known);
      facts.save();
    }
  }

  private void put(Digest blob, List<Reference> repositories) {
    var kept = repositories.subList(0, Math.min(repositories.size(), MOST));
    var fields = new Fields.Writer().add(blob).add(kept.size());
    kept.forEach(repository -> fields.add(repository.canonicalName()));
    facts.put(blob, fields.toString());
  }

  /// Drops what is known of blobs that are not `needed`, now and then.
  public void compact(Set<Digest> needed) {
    facts.compact(needed);
  }
}
