package io.jimg.store.facts;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import org.jspecify.annotations.Nullable;

/// What only reading a whole layer can tell: a pure function of its bytes.
public sealed interface LayerFacts {

  /// @param diffId the digest of the uncompressed layer
  /// @param unpackedSize bytes of the files in the layer's final tree, as overlay2 counts them
  record Measured(Digest diffId, long unpackedSize) implements LayerFacts {}

  /// It cannot be unpacked, now or ever.
  record Bad(String reason) implements LayerFacts {}

  /// This, said of `layer`, in one line that begins with the digest.
  default String line(Digest layer) {
    var fields = new Fields.Writer().add(layer);
    switch (this) {
      case Measured(var diffId, long size) -> fields.add("=").add(diffId).add(size);
      case Bad(var reason) -> fields.add("!").add(reason);
    }
    return fields.toString();
  }

  /// What [#line] has written; null for any other line.
  static @Nullable LayerFacts ofLine(String line) {
    try {
      var fields = new Fields(line);
      fields.digest();
      return switch (fields.text()) {
        case "=" -> new Measured(fields.digest(), fields.number());
        case "!" -> new Bad(fields.text());
        default -> null;
      };
    } catch (InvalidInput e) {
      return null;
    }
  }
}
