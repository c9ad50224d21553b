package io.jimg.image.lists;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.GoIndent;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// The bytes of a manifest list, which are those that Docker's command line makes of the same
/// entries (docker/distribution, `manifestlist.FromDescriptors`): so are the digests.
public final class ListDocument {

  private static final Platform NONE = new Platform("", "", "");

  private ListDocument() {}

  /// An OCI index when the first entry is an OCI manifest, else a Docker list.
  public static RawManifest of(List<Descriptor> entries) {
    boolean oci =
        !entries.isEmpty() && entries.getFirst().mediaType().equals(MediaType.OCI_MANIFEST);
    var type = oci ? MediaType.OCI_INDEX : MediaType.DOCKER_LIST;
    byte[] content = text(type, entries).getBytes(UTF_8);
    return new RawManifest(Descriptor.of(type, content), content);
  }

  private static String text(MediaType type, List<Descriptor> entries) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("schemaVersion", new JsonNumber("2"));
    members.put("mediaType", new JsonText(type.value()));
    members.put("manifests", new JsonArray(entries.stream().map(ListDocument::write).toList()));
    return GoIndent.marshal(new JsonObject(members), "   ");
  }

  private static JsonValue write(Descriptor entry) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("mediaType", new JsonText(entry.mediaType().value()));
    members.put("size", new JsonNumber(Long.toString(entry.size())));
    members.put("digest", new JsonText(entry.digest().toString()));
    if (!entry.annotations().isEmpty()) {
      members.put("annotations", JsonWriter.object(new TreeMap<>(entry.annotations())));
    }
    var platform = entry.platform();
    members.put("platform", DescriptorCodec.write(platform == null ? NONE : platform));
    return new JsonObject(members);
  }
}
