package io.jimg.oci;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A typed pointer to content (image-spec, "Descriptor").
///
/// @param size bytes of the content, never negative
/// @param urls where a foreign layer may be had; never followed
/// @param data the content in base64, or what is said to be it: see [#embedded]
public record Descriptor(
    MediaType mediaType,
    Digest digest,
    long size,
    @Nullable Platform platform,
    Map<String, String> annotations,
    List<String> urls,
    @Nullable String data) {

  public Descriptor {
    annotations = Map.copyOf(annotations);
    urls = List.copyOf(urls);
  }

  // By hand: a record's own are made at run time, which costs start-up.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Descriptor that
        && size == that.size
        && digest.equals(that.digest)
        && mediaType.equals(that.mediaType)
        && Objects.equals(platform, that.platform)
        && annotations.equals(that.annotations)
        && urls.equals(that.urls)
        && Objects.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  public Descriptor(MediaType mediaType, Digest digest, long size) {
    this(mediaType, digest, size, null, Map.of(), List.of());
  }

  /// Of content that is elsewhere.
  public Descriptor(
      MediaType mediaType,
      Digest digest,
      long size,
      @Nullable Platform platform,
      Map<String, String> annotations,
      List<String> urls) {
    this(mediaType, digest, size, platform, annotations, urls, null);
  }

  /// The same content, said to be for `another` platform.
  public Descriptor withPlatform(@Nullable Platform another) {
    return new Descriptor(mediaType, digest, size, another, annotations, urls, data);
  }

  /// The content, where the descriptor carries it (image-spec, "Embedded Content"): of the size and
  /// the digest that it names. Null where it carries none, or something else, or more than a
  /// manifest may weigh: then it is to be fetched.
  public byte @Nullable [] embedded() {
    if (data == null || size > RawManifest.MAX_SIZE || data.length() > (size + 2) / 3 * 4) {
      return null;
    }
    try {
      byte[] content = Base64.getDecoder().decode(data);
      boolean fits = content.length == size && digest.sameAlgorithm(content).equals(digest);
      return fits ? content : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// The descriptor of `content` itself.
  public static Descriptor of(MediaType mediaType, byte[] content) {
    return new Descriptor(mediaType, Digest.of(content), content.length);
  }
}
