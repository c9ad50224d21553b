package io.jimg.image;

import io.jimg.reference.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of a filter over all images, in the order of moby's `ImageService.Images`.
final class Listing {

  private final ImageCatalog catalog;
  private final Collection<StoredImage> images;
  private final ImageFilter filter;
  private final @Nullable Instant before;
  private final @Nullable Instant since;

  Listing(ImageCatalog catalog, Collection<StoredImage> images, ImageFilter filter) {
    this.catalog = catalog;
    this.images = images;
    this.filter = filter;
    this.before = oldest();
    this.since = newest();
  }

  List<ImageSummary> summaries() {
    var summaries = new ArrayList<ImageSummary>();
    for (var image : images) {
      if (isOfAge(image) && LabelFilter.matches(filter.labels(), image.facts().labels())) {
        var summary = summary(image);
        if (isWanted(summary)) {
          summaries.add(summary);
        }
      }
    }
    summaries.sort(Listing::byAgeThenName);
    return summaries;
  }

  private ImageSummary summary(StoredImage image) {
    var tags = new ArrayList<Reference>();
    var digests = new ArrayList<Reference>();
    for (var reference : image.references()) {
      if (isWanted(reference)) {
        (reference.digest() == null ? tags : digests).add(reference);
      }
    }
    var facts = image.facts();
    return new ImageSummary(
        image.id(),
        tags,
        digests,
        image.createdAt(),
        facts.labels(),
        () -> catalog.sizes().of(image));
  }

  private boolean isWanted(Reference reference) {
    for (var pattern : filter.references()) {
      if (pattern.matches(reference)) {
        return true;
      }
    }
    return filter.references().isEmpty();
  }

  private boolean isWanted(ImageSummary summary) {
    boolean nameless = summary.tags().isEmpty() && summary.digests().isEmpty();
    if (nameless) {
      return filter.references().isEmpty() && !Boolean.FALSE.equals(filter.dangling());
    }
    return !Boolean.TRUE.equals(filter.dangling()) || summary.isDangling();
  }

  private boolean isOfAge(StoredImage image) {
    if (before == null && since == null) {
      return true;
    }
    var created = image.createdAt();
    return created != null
        && (before == null || created.isBefore(before))
        && (since == null || created.isAfter(since));
  }

  private @Nullable Instant oldest() {
    Instant oldest = null;
    for (var limit : limits(filter.before(), filter.until())) {
      oldest = oldest == null || limit.isBefore(oldest) ? limit : oldest;
    }
    return oldest;
  }

  private @Nullable Instant newest() {
    Instant newest = null;
    for (var limit : limits(filter.since(), List.of())) {
      newest = newest == null || limit.isAfter(newest) ? limit : newest;
    }
    return newest;
  }

  private List<Instant> limits(List<String> typed, List<Instant> instants) {
    var limits = new ArrayList<>(instants);
    for (String image : typed) {
      var created = catalog.resolve(image).createdAt();
      if (created != null) {
        limits.add(created);
      }
    }
    return limits;
  }

  /// The newest first. Docker orders by whole seconds; what it leaves to chance is ordered by name
  /// here. By hand: the combinators of Comparator cost ten milliseconds of start-up.
  private static int byAgeThenName(ImageSummary a, ImageSummary b) {
    int order = Long.compare(seconds(b), seconds(a));
    if (order == 0) {
      order = firstName(a).compareTo(firstName(b));
    }
    return order == 0 ? a.id().compareTo(b.id()) : order;
  }

  private static long seconds(ImageSummary summary) {
    var created = summary.created();
    return created == null ? 0 : created.getEpochSecond();
  }

  private static String firstName(ImageSummary summary) {
    if (!summary.tags().isEmpty()) {
      return summary.tags().getFirst().familiar();
    }
    return summary.digests().isEmpty() ? "" : summary.digests().getFirst().familiar();
  }
}
