package io.jimg.testing;

import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Describes an image, step by step; started by [Images#image].
public final class ImageBuilder {

  private final List<Layer> layers = new ArrayList<>();
  private final List<JsonValue> history = new ArrayList<>();
  private final Map<String, JsonValue> container = new LinkedHashMap<>();
  private final Map<String, JsonValue> configExtras = new LinkedHashMap<>();
  private final Map<String, JsonValue> manifestExtras = new LinkedHashMap<>();
  private Platform platform = new Platform("linux", "amd64", "");
  private String created = "2024-01-02T03:04:05.678901234Z";
  private boolean docker;
  private boolean sha512;

  ImageBuilder() {}

  public ImageBuilder layer(Layer layer) {
    layers.add(layer);
    return history("COPY layer " + layers.size() + " / # buildkit");
  }

  /// A layer without a line of history.
  public ImageBuilder silentLayer(Layer layer) {
    layers.add(layer);
    return this;
  }

  /// A line of history for a layer that is there.
  public ImageBuilder history(String createdBy) {
    history.add(step(createdBy, false));
    return this;
  }

  /// A line of history that made no layer.
  public ImageBuilder emptyHistory(String createdBy) {
    history.add(step(createdBy, true));
    return this;
  }

  private JsonObject step(String createdBy, boolean empty) {
    var step = new LinkedHashMap<String, JsonValue>();
    step.put("created", new JsonText(created));
    step.put("created_by", new JsonText(createdBy));
    if (empty) {
      step.put("empty_layer", new JsonBoolean(true));
    }
    return new JsonObject(step);
  }

  public ImageBuilder platform(Platform platform) {
    this.platform = platform;
    return this;
  }

  /// `os/arch[/variant]`
  public ImageBuilder platform(String platform) {
    return platform(Images.platform(platform));
  }

  /// RFC 3339; empty leaves it out.
  public ImageBuilder created(String created) {
    this.created = created;
    return this;
  }

  public ImageBuilder label(String name, String value) {
    var labels = new LinkedHashMap<String, JsonValue>();
    if (container.get("Labels") instanceof JsonObject(var members)) {
      labels.putAll(members);
    }
    labels.put(name, new JsonText(value));
    return container("Labels", new JsonObject(labels));
  }

  public ImageBuilder env(String... env) {
    return container("Env", JsonWriter.array(List.of(env)));
  }

  public ImageBuilder command(String... command) {
    return container("Cmd", JsonWriter.array(List.of(command)));
  }

  /// A member of the config's `config`.
  public ImageBuilder container(String name, JsonValue value) {
    container.put(name, value);
    return this;
  }

  /// A member of the config; it replaces what is made here.
  public ImageBuilder config(String name, JsonValue value) {
    configExtras.put(name, value);
    return this;
  }

  /// A member of the manifest; it replaces what is made here.
  public ImageBuilder manifest(String name, JsonValue value) {
    manifestExtras.put(name, value);
    return this;
  }

  /// Docker's media types in place of OCI's.
  public ImageBuilder docker() {
    docker = true;
    return this;
  }

  /// Addresses config and manifest by sha512.
  public ImageBuilder sha512() {
    sha512 = true;
    return this;
  }

  public Sample.Image build() {
    var stored = docker ? layers.stream().map(ImageBuilder::docker).toList() : layers;
    byte[] config = JsonWriter.bytes(configDocument());
    var configDescriptor =
        descriptor(docker ? MediaType.DOCKER_CONFIG : MediaType.OCI_CONFIG, config);
    var type = docker ? MediaType.DOCKER_MANIFEST : MediaType.OCI_MANIFEST;
    byte[] manifest = JsonWriter.bytes(manifestDocument(type, configDescriptor, stored));
    return new Sample.Image(
        new RawManifest(descriptor(type, manifest), manifest), configDescriptor, config, stored);
  }

  private static Layer docker(Layer layer) {
    return layer.descriptor().mediaType().equals(MediaType.OCI_LAYER_GZIP)
        ? layer.as(MediaType.DOCKER_LAYER)
        : layer;
  }

  private Descriptor descriptor(MediaType type, byte[] content) {
    return sha512 ? Images.sha512(type, content) : Descriptor.of(type, content);
  }

  private JsonObject configDocument() {
    var config = new LinkedHashMap<String, JsonValue>();
    if (!created.isEmpty()) {
      config.put("created", new JsonText(created));
    }
    config.put("architecture", new JsonText(platform.architecture()));
    if (!platform.variant().isEmpty()) {
      config.put("variant", new JsonText(platform.variant()));
    }
    config.put("os", new JsonText(platform.os()));
    config.put("config", new JsonObject(container));
    var diffIds = layers.stream().map(layer -> layer.diffId().toString()).toList();
    var rootfs = new LinkedHashMap<String, JsonValue>();
    rootfs.put("type", new JsonText("layers"));
    rootfs.put("diff_ids", JsonWriter.array(diffIds));
    config.put("rootfs", new JsonObject(rootfs));
    config.put("history", new JsonArray(history));
    config.putAll(configExtras);
    return new JsonObject(config);
  }

  private JsonObject manifestDocument(MediaType type, Descriptor config, List<Layer> stored) {
    var manifest = new LinkedHashMap<String, JsonValue>();
    manifest.put("schemaVersion", new JsonNumber("2"));
    manifest.put("mediaType", new JsonText(type.value()));
    manifest.put("config", DescriptorCodec.write(config));
    manifest.put("layers", Images.descriptors(stored.stream().map(Layer::descriptor).toList()));
    manifest.putAll(manifestExtras);
    return new JsonObject(manifest);
  }
}
