package io.jimg.oci;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jimg.error.InvalidInput;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The address of content: algorithm and lower-case hex. An instance is always well formed, so it
/// is safe in paths and URLs (image-spec, "Digests").
public record Digest(String algorithm, String hex) implements Comparable<Digest> {

  public Digest {
    int length =
        switch (algorithm) {
          case "sha256" -> 64;
          case "sha384" -> 96;
          case "sha512" -> 128;
          default -> throw new InvalidInput("unsupported digest algorithm");
        };
    if (hex.length() != length) {
      throw new InvalidInput("invalid checksum digest length");
    }
    // As bytes: before anything is compiled, a list spends a quarter of its time in charAt.
    for (byte c : hex.getBytes(ISO_8859_1)) {
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        throw new InvalidInput("invalid checksum digest format");
      }
    }
  }

  /// Parses `algorithm:hex`.
  ///
  /// @throws InvalidInput with the texts of opencontainers/go-digest
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon + 1 == text.length()) {
      throw new InvalidInput("invalid checksum digest format");
    }
    String algorithm = text.substring(0, colon);
    for (int i = 0; i < colon; i++) {
      char c = algorithm.charAt(i);
      boolean separator = c == '.' || c == '+' || c == '_' || c == '-';
      if (!separator && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        throw new InvalidInput("invalid checksum digest format");
      }
    }
    return new Digest(algorithm, text.substring(colon + 1));
  }

  /// The sha256 digest of `content`.
  public static Digest of(byte[] content) {
    return ofHash("sha256", hasher("sha256").digest(content));
  }

  /// The digest of `content` under this digest's own algorithm.
  public Digest sameAlgorithm(byte[] content) {
    return ofHash(algorithm, hasher().digest(content));
  }

  /// The digest whose hash bytes are `hash`.
  public static Digest ofHash(String algorithm, byte[] hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash));
  }

  /// A fresh hasher of this digest's algorithm.
  public MessageDigest hasher() {
    return hasher(algorithm);
  }

  /// A fresh hasher of `algorithm`, which is one that a digest can have.
  public static MessageDigest hasher(String algorithm) {
    try {
      return MessageDigest.getInstance("SHA-" + algorithm.substring(3));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /// The first twelve hex digits, as Docker shows IDs and layers.
  public String shortHex() {
    return hex.substring(0, 12);
  }

  // By hand, here and below: a record's own are made at run time, which costs start-up.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && hex.equals(digest.hex)
        && algorithm.equals(digest.algorithm);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(Digest other) {
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
