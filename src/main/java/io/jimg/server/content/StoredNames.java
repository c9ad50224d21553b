package io.jimg.server.content;

import io.jimg.error.InvalidInput;
import io.jimg.error.NotFound;
import io.jimg.reference.Reference;
import io.jimg.store.index.References;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which name of the store a client means by a path: the path is that of one of Docker Hub's
/// repositories (`library/` may be left out), a name with its registry in front, or the path of one
/// repository of any registry; in that order.
record StoredNames(Set<Reference> repositories) {

  static StoredNames of(References references) {
    var repositories = new HashSet<Reference>();
    for (var entry : references.entries()) {
      var name = entry.name();
      if (name != null) {
        repositories.add(name.repository());
      }
    }
    return new StoredNames(repositories);
  }

  /// The repository that is meant; null when there is none.
  ///
  /// @throws NotFound when it may be one of several
  @Nullable Reference find(Repository asked) {
    String namespace = asked.namespace();
    if (namespace != null) {
      return known(namespace + "/" + asked.path());
    }
    var onHub = known(Reference.HUB + "/" + asked.path());
    if (onHub != null) {
      return onHub;
    }
    var qualified = known(asked.path());
    return qualified != null ? qualified : anywhere(asked.path());
  }

  private @Nullable Reference known(String name) {
    try {
      var reference = Reference.parse(name).repository();
      return repositories.contains(reference) ? reference : null;
    } catch (InvalidInput e) {
      return null;
    }
  }

  private @Nullable Reference anywhere(String path) {
    var candidates = repositories.stream().filter(name -> name.path().equals(path)).toList();
    if (candidates.size() > 1) {
      var names = candidates.stream().map(Reference::canonicalName).sorted().toList();
      throw new NotFound(
          path + " may be " + String.join(" or ", names) + ": put the registry in front");
    }
    return candidates.isEmpty() ? null : candidates.getFirst();
  }

  /// One path for every repository, by which it is found, in lexical order.
  List<String> paths() {
    return repositories.stream().map(StoredNames::path).sorted().toList();
  }

  private static String path(Reference name) {
    return name.domain().equals(Reference.HUB) ? name.path() : name.canonicalName();
  }
}
