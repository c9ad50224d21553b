package io.jimg.image;

import io.jimg.error.NotFound;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.PlatformMatcher;
import io.jimg.reference.ImageQuery;
import io.jimg.store.LocalStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether an image is of the platform that was asked for, by the rules of moby's
/// `ImageService.GetImage`: its config decides, or an index that it came with.
public final class PlatformCheck {

  private final LocalStore store;

  public PlatformCheck(LocalStore store) {
    this.store = store;
  }

  /// @param typed how the user named the image
  /// @throws NotFound `image with reference … was found but its platform (…) does not match …`
  void require(StoredImage image, String typed, Platform wanted) {
    var targets = image.entries().stream().map(entry -> entry.target()).toList();
    String mismatch = mismatch(image.facts().manifest(), targets, typed, wanted);
    if (mismatch != null) {
      throw new NotFound(mismatch);
    }
  }

  /// What is to be said of an image of another platform; null where it is the one.
  ///
  /// @param manifest the image's
  /// @param indexes what may list it for another platform than its config has
  public @Nullable String mismatch(
      Descriptor manifest, List<Descriptor> indexes, String typed, Platform wanted) {
    var matcher = PlatformMatcher.forPlatform(wanted);
    var facts = store.catalog().image(manifest.digest());
    var own = facts.platform();
    if (matcher.matches(own) || isOfUnknownVariant(own, wanted)) {
      return null;
    }
    for (var index : indexes) {
      if (index.mediaType().isIndex() && lists(index, matcher, facts.config())) {
        return null;
      }
    }
    var found = new Platform(own.os(), own.architecture(), own.variant());
    return "image with reference "
        + shown(typed)
        + " was found but its platform ("
        + PlatformMatcher.forPlatform(found).shown()
        + ") does not match the specified platform ("
        + matcher.shown()
        + ")";
  }

  /// Configs often do not say the variant; the matcher takes the usual one for granted.
  private static boolean isOfUnknownVariant(Platform own, Platform wanted) {
    return own.variant().isEmpty()
        && own.normalised().os().equals(wanted.normalised().os())
        && own.normalised().architecture().equals(wanted.normalised().architecture());
  }

  private boolean lists(Descriptor index, PlatformMatcher matcher, Descriptor config) {
    if (!store.blobs().has(index)
        || !(store.blobs().manifest(index.digest()).parse()
            instanceof Manifest.Index(var manifests, _))) {
      return false;
    }
    for (var entry : manifests) {
      var platform = entry.platform();
      if (platform != null
          && !entry.mediaType().isIndex()
          && matcher.matches(platform)
          && store.blobs().has(entry)
          && store.catalog().image(entry.digest()).config().digest().equals(config.digest())) {
        return true;
      }
    }
    return false;
  }

  /// Only a name in its full form is made short.
  private static String shown(String typed) {
    return switch (ImageQuery.parse(typed)) {
      case ImageQuery.FullId(_) -> typed;
      case ImageQuery.NameOrPrefix(var name, _, _) ->
          name.canonical().equals(typed) ? name.familiar() : typed;
    };
  }
}
