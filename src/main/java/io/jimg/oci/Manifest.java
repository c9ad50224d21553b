package io.jimg.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a manifest says (image-spec "Image Manifest" and "Image Index"; Docker's schema 2 and list
/// mean the same). Parsed by [RawManifest#parse].
public sealed interface Manifest {

  /// @param config the image's configuration; its digest is the image ID
  /// @param layers the layers as stored, the lowest first
  /// @param artifactType set for artifacts that are not images
  record Image(
      Descriptor config,
      List<Descriptor> layers,
      @Nullable String artifactType,
      Map<String, String> annotations)
      implements Manifest {
    public Image {
      layers = List.copyOf(layers);
      annotations = Map.copyOf(annotations);
    }
  }

  /// @param manifests one entry a platform; attestations and nested indexes among them
  record Index(List<Descriptor> manifests, Map<String, String> annotations) implements Manifest {
    public Index {
      manifests = List.copyOf(manifests);
      annotations = Map.copyOf(annotations);
    }
  }

  /// Everything that this manifest points at.
  default List<Descriptor> references() {
    return switch (this) {
      case Image image -> {
        var all = new ArrayList<Descriptor>(image.layers().size() + 1);
        all.add(image.config());
        all.addAll(image.layers());
        yield all;
      }
      case Index index -> index.manifests();
    };
  }
}
