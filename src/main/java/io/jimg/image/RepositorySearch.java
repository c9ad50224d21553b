package io.jimg.image;

import io.jimg.error.InvalidInput;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.listing.SearchTerm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Searches the Hub, or another registry, for repositories, as Docker's engine does.
public final class RepositorySearch {

  private static final int MOST = 100;
  private static final int USUAL = 25;

  private final RegistryClient registry;

  public RepositorySearch(RegistryClient registry) {
    this.registry = registry;
  }

  /// What a found repository must be.
  ///
  /// @param automated the Hub does not tell any more which are, so there are none
  /// @param official null where it does not matter
  /// @param stars how many at least
  public record Wanted(boolean automated, @Nullable Boolean official, int stars) {

    private boolean fits(FoundRepository found) {
      return found.stars() >= stars && (official == null || official == found.official());
    }
  }

  /// Repositories in the order of the registry.
  ///
  /// @param term as typed: words, perhaps behind a registry and a slash
  /// @param limit how many the registry is asked for, before any is left out; 0 or less for the
  ///     usual number
  /// @throws InvalidInput when there is something wrong with the term or the limit
  public List<FoundRepository> search(String term, Wanted wanted, int limit) {
    if (wanted.automated()) {
      return List.of();
    }
    var parsed = SearchTerm.parse(term);
    int asked = limit <= 0 ? USUAL : limit;
    if (asked > MOST) {
      throw new InvalidInput("limit " + asked + " is outside the range of [1, " + MOST + "]");
    }
    var fitting = new ArrayList<FoundRepository>();
    for (var hit : registry.search(parsed, asked)) {
      var found = new FoundRepository(hit.name(), hit.description(), hit.stars(), hit.official());
      if (wanted.fits(found)) {
        fitting.add(found);
      }
    }
    return fitting;
  }
}
