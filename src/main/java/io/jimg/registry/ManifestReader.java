package io.jimg.registry;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.registry.transport.Wire;
import java.util.Locale;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Makes a manifest of an answer. Its digest is that of its bytes, whatever headers say.
final class ManifestReader {

  private ManifestReader() {}

  /// @param expected what the body must hash to, null when it was asked for by tag
  static RawManifest read(Response response, @Nullable Digest expected) {
    byte[] body = Wire.body(response, RawManifest.MAX_SIZE);
    var digest = expected == null ? Digest.of(body) : expected;
    var type = type(response.header("Content-Type"), body);
    return new RawManifest(new Descriptor(type, digest, body.length), body);
  }

  private static MediaType type(@Nullable String header, byte[] body) {
    var declared = MediaType.ofHeader(header == null ? "" : header);
    if (isSpecific(declared)) {
      return declared;
    }
    JsonObject document;
    try {
      document = JsonReader.readObject(body);
      String member = document.text("mediaType");
      return member == null ? guess(document, declared) : new MediaType(member);
    } catch (InvalidInput e) {
      throw new RegistryFailure("error unmarshalling content: " + e.sentence(), e);
    }
  }

  /// Static file servers do not know what they serve.
  private static boolean isSpecific(MediaType type) {
    String value = type.value().toLowerCase(Locale.ROOT);
    return !value.isEmpty()
        && !value.startsWith("text/")
        && !value.equals("application/json")
        && !value.equals("application/octet-stream");
  }

  /// OCI lets manifests go without a `mediaType`; a document that could be either is refused later.
  private static MediaType guess(JsonObject document, MediaType declared) {
    if (document.integer("schemaVersion", 0) == 1) {
      return MediaType.DOCKER_SCHEMA1;
    }
    if (document.members().containsKey("manifests")) {
      return MediaType.OCI_INDEX;
    }
    return document.members().containsKey("config") ? MediaType.OCI_MANIFEST : declared;
  }
}
