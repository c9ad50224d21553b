package io.jimg.reference;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import org.jspecify.annotations.Nullable;

/// What a user typed where an image is wanted. A full ID is never a name; a name is tried before
/// an ID prefix, so a tag that looks like a short ID wins, as in Docker.
public sealed interface ImageQuery {

  /// How Docker names it in `No such image: …`.
  String shown();

  /// 64 hex digits, or a whole digest.
  record FullId(Digest id) implements ImageQuery {

    @Override
    public String shown() {
      return id.toString();
    }
  }

  /// @param name without a default tag
  /// @param prefix 1 to 64 lower-case hex digits where `typed` may be a short ID
  record NameOrPrefix(Reference name, @Nullable String prefix, String typed) implements ImageQuery {

    @Override
    public String shown() {
      return name.withDefaultTag().familiar();
    }
  }

  /// @throws InvalidInput when `typed` is neither a name nor an ID
  static ImageQuery parse(String typed) {
    if (typed.length() == 64 && Grammar.isLowerHex(typed, 64)) {
      return new FullId(new Digest("sha256", typed));
    }
    int colon = typed.indexOf(':');
    if (colon > 0 && isWholeDigest(typed.substring(0, colon), typed.substring(colon + 1))) {
      return new FullId(Digest.parse(typed));
    }
    String hex = typed.startsWith("sha256:") ? typed.substring("sha256:".length()) : typed;
    String prefix = Grammar.isLowerHex(hex, 64) ? hex : null;
    return new NameOrPrefix(Reference.parse(typed), prefix, typed);
  }

  private static boolean isWholeDigest(String algorithm, String hex) {
    int length =
        switch (algorithm) {
          case "sha256" -> 64;
          case "sha384" -> 96;
          case "sha512" -> 128;
          default -> 0;
        };
    return hex.length() == length && Grammar.isLowerHex(hex, length);
  }
}
