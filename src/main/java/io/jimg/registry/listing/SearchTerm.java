package io.jimg.registry.listing;

import io.jimg.error.InvalidInput;
import io.jimg.reference.Reference;

/// What to search for, and in which index.
///
/// @param domain the registry, `index.docker.io` for the Hub
/// @param words what its search is given
public record SearchTerm(String domain, String words) {

  private static final String HUB_INDEX = "index.docker.io";

  /// Splits what a user typed: what comes before the first slash is a registry where it looks like
  /// a host. `library/` is no part of a name on the Hub.
  ///
  /// @throws InvalidInput when it is a URL or names a user
  public static SearchTerm parse(String typed) {
    if (typed.contains("://")) {
      throw new InvalidInput(
          "invalid repository name: repository name (" + typed + ") should not have a scheme");
    }
    int slash = typed.indexOf('/');
    String first = slash < 0 ? "" : typed.substring(0, slash);
    if (first.indexOf('@') >= 0) { // not repeated: a password may stand before it
      throw new InvalidInput("invalid repository name (ex: \"registry.domain.tld/myrepos\")");
    }
    boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (isHost && !first.equals(HUB_INDEX) && !first.equals(Reference.HUB)) {
      return new SearchTerm(first, typed.substring(slash + 1));
    }
    String words = isHost ? typed.substring(slash + 1) : typed;
    String library = "library/";
    return new SearchTerm(
        HUB_INDEX, words.startsWith(library) ? words.substring(library.length()) : words);
  }

  boolean isHub() {
    return domain.equals(HUB_INDEX);
  }
}
