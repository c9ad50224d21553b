package io.jimg.store.facts;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What lists and filters need to know of an image: a pure function of its manifest and config.
///
/// @param manifest the image manifest: media type, digest and size, nothing else
/// @param config its digest is the image ID
/// @param created RFC 3339 as it stands in the config; null when it is not there
/// @param labels in the order of the config
/// @param layers media type, digest and size of each, the lowest first
/// @param diffIds what the config says of them; as many as there are layers in any sane image
public record ImageFacts(
    Descriptor manifest,
    Descriptor config,
    @Nullable String created,
    Platform platform,
    Map<String, String> labels,
    List<Descriptor> layers,
    List<Digest> diffIds) {

  public ImageFacts {
    manifest = bare(manifest);
    config = bare(config);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    layers = bare(layers);
    diffIds = List.copyOf(diffIds);
  }

  private static List<Descriptor> bare(List<Descriptor> descriptors) {
    var bare = new Descriptor[descriptors.size()];
    for (int i = 0; i < bare.length; i++) {
      bare[i] = bare(descriptors.get(i));
    }
    return List.of(bare);
  }

  private static Descriptor bare(Descriptor descriptor) {
    boolean isBare =
        descriptor.platform() == null
            && descriptor.annotations().isEmpty()
            && descriptor.urls().isEmpty()
            && descriptor.data() == null;
    if (isBare) {
      return descriptor;
    }
    return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }
}
