package io.jimg.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jimg.reliability.StoreAudit.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The file of a manifest list, read without a line of jimg.
final class ListAudit {

  /// Stands before the canonical name of a list where there are names of images, too.
  static final String PREFIX = "manifest list ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ListAudit() {}

  /// Null when it cannot be told what list this is.
  static @Nullable Listed read(Path file, Consumer<String> damage) throws IOException {
    JsonNode document;
    try {
      document = JSON.readTree(Files.readAllBytes(file));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      damage.accept(file + " is no JSON");
      return null;
    }
    String name = document.path("name").asText("");
    if (!file.getFileName().toString().equals(sha256(name.getBytes(UTF_8)) + ".json")) {
      damage.accept(file + " is of another list: " + name);
    }
    var lines = new TreeMap<String, String>();
    for (var manifest : document.path("manifests")) {
      byte[] content = Base64.getDecoder().decode(manifest.path("content").asText(""));
      String digest = manifest.path("descriptor").path("digest").asText("");
      if (!digest.equals("sha256:" + sha256(content))) {
        damage.accept(name + ": " + digest + " has other bytes");
      }
      lines.put(
          manifest.path("source").asText("") + " " + digest,
          manifest.path("said").path("variant").asText(""));
    }
    if (lines.isEmpty()) {
      damage.accept(name + " is a list of nothing");
    }
    return new Listed(PREFIX + name, text(lines), "", "", "");
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The variant that was said of each manifest, which is its source and its digest.
  static Map<String, String> lines(String text) {
    var lines = new TreeMap<String, String>();
    text.lines()
        .forEach(
            line ->
                lines.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return lines;
  }

  static String text(Map<String, String> lines) {
    var text = new StringBuilder();
    lines.forEach((key, variant) -> text.append(key).append('=').append(variant).append('\n'));
    return text.toString();
  }

  /// As it is typed.
  static String plain(String name) {
    return name.substring(PREFIX.length());
  }
}
