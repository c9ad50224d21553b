package io.jimg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.store.index.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Tiny images whose blobs are cheap to make and to compare.
public final class Samples {

  private Samples() {}

  /// An image of some layers, as the blobs that make it up, children first.
  public record Sample(
      Descriptor manifest, Descriptor config, List<Descriptor> layers, List<byte[]> blobs) {

    public Entry entry(@Nullable String name) {
      var reference = name == null ? null : Reference.parse(name);
      return new Entry(reference, manifest, manifest.digest(), List.of(), "2026-01-02T03:04:05Z");
    }

    List<Descriptor> descriptors() {
      var all = new ArrayList<>(layers);
      all.add(config);
      all.add(manifest);
      return all;
    }

    /// Stores the blobs and gives them a name, as a pull does it.
    public Entry pullInto(LocalStore store, @Nullable String name) throws InterruptedException {
      var entry = entry(name);
      try (var lease = store.lease()) {
        var missing = lease.missing(descriptors());
        for (int i = 0; i < blobs.size(); i++) {
          if (missing.contains(descriptors().get(i))) {
            store.blobs().put(descriptors().get(i), blobs.get(i));
          }
        }
        store
            .references()
            .update(
                draft -> {
                  draft.put(entry);
                  return true;
                });
      }
      return entry;
    }
  }

  /// What names `content` as a layer.
  public static Descriptor descriptor(byte[] content) {
    return Descriptor.of(MediaType.OCI_LAYER_GZIP, content);
  }

  /// Bytes that no compression makes smaller, the same for each seed.
  public static byte[] random(int size, long seed) {
    byte[] content = new byte[size];
    new SplittableRandom(seed).nextBytes(content);
    return content;
  }

  /// Image number `id`; its first layer is that of all images, the second its own.
  public static Sample image(int id) {
    byte[] base = "the layer of all".getBytes(UTF_8);
    byte[] own = ("layer " + id).getBytes(UTF_8);
    var diffIds = "\"" + Digest.of(base) + "\",\"" + Digest.of(own) + "\"";
    byte[] config =
        ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2026-01-01T00:00:00Z\","
                + "\"config\":{\"Labels\":{\"id\":\""
                + id
                + "\",\"odd\":\"a\\tb\\nc\\\\d\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                + diffIds
                + "]}}")
            .getBytes(UTF_8);
    var configDescriptor = Descriptor.of(MediaType.OCI_CONFIG, config);
    var layers =
        List.of(Descriptor.of(MediaType.OCI_LAYER, base), Descriptor.of(MediaType.OCI_LAYER, own));
    var text =
        new StringBuilder("{\"schemaVersion\":2,\"mediaType\":\"")
            .append(MediaType.OCI_MANIFEST)
            .append("\",\"config\":");
    append(configDescriptor, text);
    text.append(",\"layers\":[");
    append(layers.get(0), text);
    text.append(',');
    append(layers.get(1), text);
    byte[] manifest = text.append("]}").toString().getBytes(UTF_8);
    return new Sample(
        Descriptor.of(MediaType.OCI_MANIFEST, manifest),
        configDescriptor,
        layers,
        List.of(base, own, config, manifest));
  }

  /// An index of these images.
  static byte[] index(List<Sample> images) {
    var text =
        new StringBuilder("{\"schemaVersion\":2,\"mediaType\":\"")
            .append(MediaType.OCI_INDEX)
            .append("\",\"manifests\":[");
    for (int i = 0; i < images.size(); i++) {
      text.append(i == 0 ? "" : ",");
      append(images.get(i).manifest(), text);
    }
    return text.append("]}").toString().getBytes(UTF_8);
  }

  private static void append(Descriptor descriptor, StringBuilder text) {
    text.append("{\"mediaType\":\"")
        .append(descriptor.mediaType())
        .append("\",\"digest\":\"")
        .append(descriptor.digest())
        .append("\",\"size\":")
        .append(descriptor.size())
        .append('}');
  }
}
