package io.jimg.registry.listing;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import io.jimg.registry.transport.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Collects the pages of a tag list; endless and circular lists are refused.
public final class TagList {

  static final int PAGE_LIMIT = 4 << 20;

  private static final int MOST_PAGES = 10_000;
  private static final int MOST_TAGS = 1_000_000;

  private final Reference repository;
  private final Set<String> tags = new LinkedHashSet<>();
  private final Set<String> pages = new HashSet<>();

  /// No tag yet; nothing is asked.
  public TagList(Reference repository) {
    this.repository = repository;
  }

  /// Takes what `response` holds and returns the path of the next page, null after the last.
  public @Nullable String add(Response response) {
    add(Wire.body(response, PAGE_LIMIT));
    String next = TagPage.next(response.request().url(), response.headers("Link"));
    if (next != null && (!pages.add(next) || pages.size() > MOST_PAGES)) {
      throw failure("its pages do not end");
    }
    return next == null ? null : path(repository) + "?" + next;
  }

  /// The path of the first page.
  public static String path(Reference repository) {
    return "/v2/" + repository.path() + "/tags/list";
  }

  private void add(byte[] body) {
    try {
      for (String tag : page(body)) {
        tags.add(repository.withTag(tag).tag());
      }
    } catch (InvalidInput e) {
      throw new RegistryFailure(
          "tag list of " + repository.familiarName() + " is not valid: " + e.sentence(), e);
    }
    if (tags.size() > MOST_TAGS) {
      throw failure("it has more than " + MOST_TAGS + " tags");
    }
  }

  /// A page that is no JSON is told of in the parser's words alone, as by Docker.
  private static List<String> page(byte[] body) {
    try {
      return TagPage.read(body).tags();
    } catch (InvalidInput e) {
      throw new RegistryFailure(e.sentence(), e);
    }
  }

  /// What was taken so far, in the order of the registry, none twice.
  public List<String> tags() {
    return new ArrayList<>(tags);
  }

  private RegistryFailure failure(String why) {
    return new RegistryFailure(
        "tag list of " + repository.familiarName() + " is refused: " + why, null);
  }
}
