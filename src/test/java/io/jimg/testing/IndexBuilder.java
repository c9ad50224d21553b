package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.ImageConfig;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Describes an index, entry by entry; started by [Images#index].
public final class IndexBuilder {

  private static final Platform UNKNOWN = new Platform("unknown", "unknown", "");

  private final List<Descriptor> entries = new ArrayList<>();
  private final List<Sample> members = new ArrayList<>();
  private final Map<Integer, JsonValue> data = new HashMap<>();
  private boolean docker;
  private boolean sha512;

  IndexBuilder() {}

  /// An image, under the platform of its config.
  public IndexBuilder add(Sample.Image image) {
    return add(image, ImageConfig.parse(image.configBytes()).platform());
  }

  /// An image or a nested index under any platform, or none.
  public IndexBuilder add(Sample member, @Nullable Platform platform) {
    members.add(member);
    return entry(Images.with(member.descriptor(), platform, Map.of()));
  }

  /// An attestation of `subject`, as buildkit adds it: `unknown/unknown`.
  public IndexBuilder attestation(Sample.Image subject) {
    var statement =
        Layer.plain("{\"_type\":\"https://in-toto.io/Statement/v0.1\"}".getBytes(UTF_8));
    var attestation =
        Images.image()
            .platform(UNKNOWN)
            .silentLayer(statement.as(new MediaType("application/vnd.in-toto+json")))
            .label("of", subject.digest().toString())
            .build();
    members.add(attestation);
    var annotations = new LinkedHashMap<String, String>();
    annotations.put("vnd.docker.reference.digest", subject.digest().toString());
    annotations.put("vnd.docker.reference.type", "attestation-manifest");
    return entry(Images.with(attestation.descriptor(), UNKNOWN, annotations));
  }

  /// An entry that points at something which is not there.
  public IndexBuilder entry(Descriptor entry) {
    entries.add(entry);
    return this;
  }

  /// The `data` of the last entry.
  public IndexBuilder data(JsonValue value) {
    data.put(entries.size() - 1, value);
    return this;
  }

  private JsonArray manifests() {
    var manifests = new ArrayList<JsonValue>();
    for (int i = 0; i < entries.size(); i++) {
      var members = new LinkedHashMap<>(DescriptorCodec.write(entries.get(i)).members());
      if (data.containsKey(i)) {
        members.put("data", data.get(i));
      }
      manifests.add(new JsonObject(members));
    }
    return new JsonArray(manifests);
  }

  /// A Docker manifest list in place of an OCI index.
  public IndexBuilder docker() {
    docker = true;
    return this;
  }

  /// Addresses the index by sha512.
  public IndexBuilder sha512() {
    sha512 = true;
    return this;
  }

  public Sample.Index build() {
    var type = docker ? MediaType.DOCKER_LIST : MediaType.OCI_INDEX;
    var index = new LinkedHashMap<String, JsonValue>();
    index.put("schemaVersion", new JsonNumber("2"));
    index.put("mediaType", new JsonText(type.value()));
    index.put("manifests", manifests());
    byte[] bytes = JsonWriter.bytes(new JsonObject(index));
    var descriptor = sha512 ? Images.sha512(type, bytes) : Descriptor.of(type, bytes);
    return new Sample.Index(new RawManifest(descriptor, bytes), members);
  }
}
