package io.jimg.testing;

import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tiny real images, made in memory: the same calls give the same digests.
public final class Images {

  private Images() {}

  public static ImageBuilder image() {
    return new ImageBuilder();
  }

  public static IndexBuilder index() {
    return new IndexBuilder();
  }

  /// An image of two gzip layers that says `text` in `etc/motd`, for `os/arch[/variant]`.
  public static Sample.Image hello(String text, String platform) {
    return image()
        .platform(platform)
        .layer(new Tar().directory("etc").file("etc/os-release", "ID=tiny\n").gzip())
        .layer(new Tar().file("etc/motd", text).gzip())
        .emptyHistory("CMD [\"/bin/sh\"]")
        .env("PATH=/usr/bin:/bin")
        .command("/bin/sh")
        .build();
  }

  public static Sample.Image hello(String text) {
    return hello(text, "linux/amd64");
  }

  /// The image [#hello] for amd64, arm64/v8 and arm/v7, the first two with attestations.
  public static Sample.Index multiArch(String text) {
    var amd64 = hello(text, "linux/amd64");
    var arm64 = hello(text, "linux/arm64/v8");
    return index()
        .add(amd64)
        .add(arm64)
        .add(hello(text, "linux/arm/v7"))
        .attestation(amd64)
        .attestation(arm64)
        .build();
  }

  /// An image of `count` layers of `size` bytes that do not compress.
  public static Sample.Image large(int count, int size) {
    var image = image();
    for (int i = 0; i < count; i++) {
      image.layer(new Tar().noise("data/" + i, size, i).gzip());
    }
    return image.build();
  }

  /// `os/arch[/variant]`
  public static Platform platform(String text) {
    String[] parts = text.split("/");
    return new Platform(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
  }

  /// The sha512 descriptor of `content`.
  public static Descriptor sha512(MediaType type, byte[] content) {
    var digest = new Digest("sha512", "0".repeat(128)).sameAlgorithm(content);
    return new Descriptor(type, digest, content.length);
  }

  static Descriptor with(
      Descriptor descriptor, @Nullable Platform platform, Map<String, String> annotations) {
    return new Descriptor(
        descriptor.mediaType(),
        descriptor.digest(),
        descriptor.size(),
        platform,
        annotations,
        descriptor.urls());
  }

  static JsonArray descriptors(Collection<Descriptor> descriptors) {
    return new JsonArray(descriptors.stream().<JsonValue>map(DescriptorCodec::write).toList());
  }
}
