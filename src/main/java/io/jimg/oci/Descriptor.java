package io.jimg.oci;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A typed pointer to content (image-spec, "Descriptor").
///
/// @param size bytes of the content, never negative
/// @param urls where a foreign layer may be had; never followed
public record Descriptor(
    MediaType mediaType,
    Digest digest,
    long size,
    @Nullable Platform platform,
    Map<String, String> annotations,
    List<String> urls) {

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
        && urls.equals(that.urls);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  public Descriptor(MediaType mediaType, Digest digest, long size) {
    this(mediaType, digest, size, null, Map.of(), List.of());
  }

  /// The same content, said to be for `another` platform.
  public Descriptor withPlatform(@Nullable Platform another) {
    return new Descriptor(mediaType, digest, size, another, annotations, urls);
  }

  /// The descriptor of `content` itself.
  public static Descriptor of(MediaType mediaType, byte[] content) {
    return new Descriptor(mediaType, Digest.of(content), content.length);
  }
}
