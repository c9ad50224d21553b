package io.jimg.image;

import io.jimg.archive.LayerWriter;
import io.jimg.archive.NewLayer;
import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import io.jimg.oci.time.GoTime;
import io.jimg.reference.Reference;
import io.jimg.store.LocalStore;
import io.jimg.store.index.Entry;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes images of one layer out of tar streams, as `docker import` does.
public final class Importer {

  private final LocalStore store;
  private final ImageCatalog catalog;
  private final InstantSource clock;

  public Importer(LocalStore store, InstantSource clock) {
    this.store = store;
    this.catalog = new ImageCatalog(store);
    this.clock = clock;
  }

  /// What the new image says of itself.
  ///
  /// @param container its `config`: how a container of it would be run
  /// @param message the comment of its only history entry
  public record Description(JsonObject container, Platform platform, String message) {}

  /// Stores the image and gives it the name; without one it is dangling.
  ///
  /// @param tar plain or compressed
  /// @return the image ID
  public Digest make(InputStream tar, Description description, @Nullable Reference name)
      throws InterruptedException {
    try (var lease = store.lease()) {
      var layer = LayerWriter.write(tar, store.blobs(), lease);
      byte[] config = config(description, layer);
      var configBlob = Descriptor.of(MediaType.OCI_CONFIG, config);
      byte[] manifest = manifest(configBlob, layer.blob());
      var manifestBlob = Descriptor.of(MediaType.OCI_MANIFEST, manifest);
      lease.pin(List.of(configBlob.digest(), manifestBlob.digest()));
      store.blobs().put(configBlob, config);
      store.blobs().put(manifestBlob, manifest);
      record(name, new Entry(null, manifestBlob, manifestBlob.digest(), List.of(), null));
      return configBlob.digest();
    }
  }

  private void record(@Nullable Reference name, Entry entry) {
    String now = GoTime.of(clock.instant(), 0).rfc3339Nano();
    store
        .references()
        .update(
            draft -> {
              var naming = new Naming(catalog, draft);
              if (name == null) {
                naming.keep(entry);
              } else {
                naming.tagged(name, entry, now);
              }
              return true;
            });
  }

  private byte[] config(Description description, NewLayer layer) {
    var created = new JsonText(GoTime.of(clock.instant(), 0).rfc3339Nano());
    var message = new JsonText(description.message());
    var platform = description.platform();
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("architecture", new JsonText(platform.architecture()));
    members.put("comment", message);
    members.put("config", description.container());
    members.put("created", created);
    members.put(
        "history",
        new JsonArray(
            List.of(
                new JsonObject(
                    ordered(Map.entry("created", created), Map.entry("comment", message))))));
    members.put("os", new JsonText(platform.os()));
    members.put(
        "rootfs",
        new JsonObject(
            ordered(
                Map.entry("type", new JsonText("layers")),
                Map.entry("diff_ids", JsonWriter.array(List.of(layer.diffId().toString()))))));
    if (!platform.variant().isEmpty()) {
      members.put("variant", new JsonText(platform.variant()));
    }
    return JsonWriter.bytes(new JsonObject(members));
  }

  private static byte[] manifest(Descriptor config, Descriptor layer) {
    return JsonWriter.bytes(
        new JsonObject(
            ordered(
                Map.entry("schemaVersion", new JsonNumber("2")),
                Map.entry("mediaType", new JsonText(MediaType.OCI_MANIFEST.value())),
                Map.entry("config", DescriptorCodec.write(config)),
                Map.entry("layers", new JsonArray(List.of(DescriptorCodec.write(layer)))))));
  }

  @SafeVarargs
  private static Map<String, JsonValue> ordered(Map.Entry<String, ? extends JsonValue>... entries) {
    var members = new LinkedHashMap<String, JsonValue>();
    for (var entry : entries) {
      members.put(entry.getKey(), entry.getValue());
    }
    return members;
  }
}
