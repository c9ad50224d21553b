package io.jimg.image.lists;

import io.jimg.oci.Descriptor;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;

/// The manifest of one image and what it is called.
///
/// @param manifest its descriptor has the platform that it is for, and the annotations of the index
///     that it was found in
public record NamedManifest(Reference name, RawManifest manifest) {

  /// Without the annotations.
  public NamedManifest plain() {
    var full = manifest.descriptor();
    var plain = new Descriptor(full.mediaType(), full.digest(), full.size());
    var content = manifest.content();
    return new NamedManifest(name, new RawManifest(plain.withPlatform(full.platform()), content));
  }
}
