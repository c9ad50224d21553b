package io.jimg.image.transfer;

import io.jimg.error.Unsupported;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import java.util.List;
import java.util.Locale;

/// Which manifests are images, and what Docker says of the others (moby
/// `distribution/registry.go`).
final class ImageTypes {

  private static final List<String> SUPPORTED =
      List.of(
          "application/vnd.oci.image",
          "application/vnd.docker",
          "application/octet-stream",
          "application/json",
          "text/html",
          "");

  private static final List<String> DOCKER_CONFIGS =
      List.of(
          "application/vnd.docker.container.image.v1+json",
          "application/vnd.oci.image.config.v1+json",
          "application/octet-stream",
          "application/json",
          "text/html",
          "");

  private static final String PLUGIN = "application/vnd.docker.plugin.v1+json";

  private ImageTypes() {}

  /// Refuses what hides behind a Docker manifest without being an image.
  ///
  /// @throws Unsupported `Encountered remote …`
  static void refusePlugins(RawManifest raw) {
    if (raw.descriptor().mediaType().equals(io.jimg.oci.MediaType.DOCKER_MANIFEST)
        && raw.parse() instanceof Manifest.Image image) {
      String type = image.config().mediaType().value();
      if (!DOCKER_CONFIGS.contains(type)) {
        String kind = type.equals(PLUGIN) ? "plugin" : "unknown";
        throw new Unsupported("Encountered remote \"" + type + "\"(" + kind + ") when fetching");
      }
    }
  }

  /// Refuses configs and layers that are not an image's.
  ///
  /// @throws Unsupported `unsupported media type …`
  static void refuseArtifacts(Manifest.Image image) {
    for (var descriptor : image.references()) {
      String type = descriptor.mediaType().value().toLowerCase(Locale.ROOT);
      if (type.startsWith("application/vnd.docker.ai.")) {
        throw new Unsupported(
            "AI models are not yet supported by the Engine, please use \"docker model pull/run\""
                + " instead");
      }
      if (SUPPORTED.stream().noneMatch(known -> isOrExtends(type, known))) {
        throw new Unsupported("unsupported media type " + descriptor.mediaType());
      }
    }
  }

  private static boolean isOrExtends(String type, String known) {
    return type.equals(known) || type.startsWith(known + ".");
  }
}
