package io.jimg.oci;

import org.jspecify.annotations.Nullable;

/// The type of content, an open set: what is not known here is kept as it came.
public record MediaType(String value) {

  public static final MediaType OCI_INDEX =
      new MediaType("application/vnd.oci.image.index.v1+json");
  public static final MediaType OCI_MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  public static final MediaType OCI_CONFIG =
      new MediaType("application/vnd.oci.image.config.v1+json");
  public static final MediaType OCI_LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar");
  public static final MediaType OCI_LAYER_GZIP =
      new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
  public static final MediaType OCI_LAYER_ZSTD =
      new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");
  public static final MediaType DOCKER_LIST =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
  public static final MediaType DOCKER_MANIFEST =
      new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  public static final MediaType DOCKER_CONFIG =
      new MediaType("application/vnd.docker.container.image.v1+json");
  public static final MediaType DOCKER_LAYER =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");
  public static final MediaType DOCKER_SCHEMA1 =
      new MediaType("application/vnd.docker.distribution.manifest.v1+json");
  public static final MediaType DOCKER_SCHEMA1_SIGNED =
      new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");

  /// The type named by a Content-Type header, without its parameters.
  public static MediaType ofHeader(String header) {
    int semicolon = header.indexOf(';');
    return new MediaType((semicolon < 0 ? header : header.substring(0, semicolon)).strip());
  }

  /// An image index or a Docker manifest list.
  public boolean isIndex() {
    return equals(OCI_INDEX) || equals(DOCKER_LIST);
  }

  public boolean isImageManifest() {
    return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
  }

  // By hand: a record's own are made at run time, which costs start-up.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MediaType type && value.equals(type.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  public boolean isSchema1() {
    return equals(DOCKER_SCHEMA1) || equals(DOCKER_SCHEMA1_SIGNED);
  }

  /// A config of a runnable image, not of some other artifact.
  public boolean isImageConfig() {
    return equals(OCI_CONFIG) || equals(DOCKER_CONFIG);
  }

  /// A layer of files, and not some other thing in a layer's place.
  public boolean isFileSystem() {
    return value.startsWith("application/vnd.oci.image.layer.")
        || value.startsWith("application/vnd.docker.image.rootfs.");
  }

  /// A layer whose bytes the registry may not have: `urls` say where they are.
  public boolean isForeignLayer() {
    return value.contains(".foreign.") || value.contains(".nondistributable.");
  }

  @Override
  public String toString() {
    return value;
  }
}
