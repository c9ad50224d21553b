package io.jimg.store.lists;

import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import java.util.ArrayList;

/// One manifest of a list that is being put together.
///
/// @param source what the user named; several entries have one source where that is an index
/// @param name what names this manifest alone: the source, with the digest where that is an index
/// @param manifest as it was received; its descriptor has the platform that the index or the config
///     tells, and the annotations of the index
/// @param said the platform that the user said it is for; empty members say nothing
public record ListEntry(Reference source, Reference name, RawManifest manifest, Platform said) {

  /// The platform of somebody who has said nothing.
  public static final Platform NOTHING = new Platform("", "", "");

  /// The platform as it stands in the list: what was said counts, else what was received.
  public Platform platform() {
    var received = manifest.descriptor().platform();
    var base = received == null ? NOTHING : received;
    return over(base, said);
  }

  /// The manifest under [#platform()].
  public RawManifest listed() {
    return manifest.withPlatform(platform());
  }

  /// With what `more` says, beside what was said before.
  public ListEntry saying(Platform more) {
    return new ListEntry(source, name, manifest, over(said, more));
  }

  private static Platform over(Platform base, Platform top) {
    var features = new ArrayList<>(base.osFeatures());
    for (String feature : top.osFeatures()) {
      if (!features.contains(feature)) {
        features.add(feature);
      }
    }
    return new Platform(
        either(top.os(), base.os()),
        either(top.architecture(), base.architecture()),
        either(top.variant(), base.variant()),
        either(top.osVersion(), base.osVersion()),
        features);
  }

  private static String either(String first, String second) {
    return first.isEmpty() ? second : first;
  }
}
