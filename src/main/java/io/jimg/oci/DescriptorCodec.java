package io.jimg.oci;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Descriptors, platforms and what is made of them, from and to JSON.
public final class DescriptorCodec {

  private DescriptorCodec() {}

  /// @throws InvalidInput when a required member is missing or malformed
  public static Descriptor read(JsonObject json) {
    long size = json.integer("size", -1);
    if (size < 0) {
      throw new InvalidInput("descriptor without a valid size");
    }
    var platform = json.object("platform");
    return new Descriptor(
        new MediaType(json.text("mediaType", "")),
        Digest.parse(json.text("digest", "")),
        size,
        platform == null ? null : readPlatform(platform),
        orEmpty(json.textMap("annotations")),
        orEmpty(json.texts("urls")),
        json.members().get("data") instanceof JsonText(var data) ? data : null);
  }

  /// Without the content that it may carry: that is kept, and sent, as content.
  public static JsonObject write(Descriptor descriptor) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("mediaType", new JsonText(descriptor.mediaType().value()));
    members.put("digest", new JsonText(descriptor.digest().toString()));
    members.put("size", new JsonNumber(Long.toString(descriptor.size())));
    if (!descriptor.urls().isEmpty()) {
      members.put("urls", JsonWriter.array(descriptor.urls()));
    }
    if (!descriptor.annotations().isEmpty()) {
      members.put("annotations", JsonWriter.object(descriptor.annotations()));
    }
    var platform = descriptor.platform();
    if (platform != null) {
      members.put("platform", write(platform));
    }
    return new JsonObject(members);
  }

  /// The members of a platform, wherever they stand: a descriptor, or a config among its others.
  public static Platform readPlatform(JsonObject json) {
    return new Platform(
        json.text("os", ""),
        json.text("architecture", ""),
        json.text("variant", ""),
        json.text("os.version", ""),
        orEmpty(json.texts("os.features")));
  }

  public static JsonObject write(Platform platform) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("architecture", new JsonText(platform.architecture()));
    members.put("os", new JsonText(platform.os()));
    if (!platform.osVersion().isEmpty()) {
      members.put("os.version", new JsonText(platform.osVersion()));
    }
    if (!platform.osFeatures().isEmpty()) {
      members.put("os.features", JsonWriter.array(platform.osFeatures()));
    }
    if (!platform.variant().isEmpty()) {
      members.put("variant", new JsonText(platform.variant()));
    }
    return new JsonObject(members);
  }

  static Manifest.Image image(JsonObject json) {
    var config = json.object("config");
    if (config == null) {
      throw new InvalidInput("image manifest without a config");
    }
    return new Manifest.Image(
        read(config),
        all(json.objects("layers")),
        json.text("artifactType"),
        orEmpty(json.textMap("annotations")));
  }

  private static List<Descriptor> all(List<JsonObject> objects) {
    var descriptors = new ArrayList<Descriptor>(objects.size());
    for (var object : objects) {
      descriptors.add(read(object));
    }
    return descriptors;
  }

  static Manifest.Index index(JsonObject json) {
    return new Manifest.Index(all(json.objects("manifests")), orEmpty(json.textMap("annotations")));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
