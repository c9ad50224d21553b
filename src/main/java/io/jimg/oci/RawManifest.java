package io.jimg.oci;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.Unsupported;

/// A manifest as it was received: the exact bytes, and the descriptor that names them.
public final class RawManifest {

  /// What any manifest, index or config may weigh, in bytes (as in containers/image).
  public static final int MAX_SIZE = 4 << 20;

  private final Descriptor descriptor;
  private final byte[] content;

  /// @throws IntegrityFailure when `content` is not what `descriptor` names
  public RawManifest(Descriptor descriptor, byte[] content) {
    var actual = descriptor.digest().sameAlgorithm(content);
    if (content.length != descriptor.size() || !actual.equals(descriptor.digest())) {
      String received =
          content.length == descriptor.size()
              ? actual.toString()
              : actual + " (" + content.length + " bytes, not " + descriptor.size() + ")";
      throw new IntegrityFailure(
          "manifest verification failed for digest "
              + descriptor.digest()
              + ": received "
              + received);
    }
    this.descriptor = descriptor;
    this.content = content.clone();
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  public byte[] content() {
    return content.clone();
  }

  /// The same bytes, said to be for `platform`.
  public RawManifest withPlatform(Platform platform) {
    return new RawManifest(descriptor.withPlatform(platform), content);
  }

  /// What the bytes say.  @throws InvalidInput when they are not a manifest, contradict their media
  /// type, or could be read     as an image and as an index (CVE-2021-41190) @throws Unsupported
  /// for a Docker schema 1 manifest
  public Manifest parse() {
    var json = JsonReader.readObject(content);
    var type = descriptor.mediaType();
    if (type.isSchema1() || json.integer("schemaVersion", 2) == 1) {
      throw new Unsupported(
          "Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has been"
              + " removed. More information at https://docs.docker.com/go/deprecated-image-specs/");
    }
    String declared = json.text("mediaType");
    if (declared != null && !declared.equals(type.value())) {
      throw new InvalidInput(contradiction(type, declared));
    }
    boolean looksLikeIndex = json.members().containsKey("manifests");
    boolean looksLikeImage =
        json.members().containsKey("layers") || json.members().containsKey("config");
    if (type.isIndex() && !looksLikeImage) {
      return DescriptorCodec.index(json);
    }
    if (type.isImageManifest() && !looksLikeIndex) {
      return DescriptorCodec.image(json);
    }
    if (!type.isIndex() && !type.isImageManifest()) {
      throw new Unsupported("unsupported manifest media type " + type);
    }
    throw new InvalidInput(
        type.isIndex()
            ? "index: expected index but found manifest"
            : "ocimanifest: expected manifest but found index");
  }

  /// In the words of distribution's manifest packages.
  private static String contradiction(MediaType type, String declared) {
    String open = type.value().startsWith("application/vnd.oci.") ? "if present, " : "";
    String index = open.isEmpty() ? "manifest list" : "image index";
    return open
        + "mediaType in "
        + (type.isIndex() ? index : "manifest")
        + " should be '"
        + type
        + "' not '"
        + declared
        + "'";
  }
}
