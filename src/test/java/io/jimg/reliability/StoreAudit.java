package io.jimg.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What lies in a store, found out without a line of jimg: index.json is read by Jackson, and every
/// byte that a listed image needs is hashed anew.
final class StoreAudit {

  /// An entry of index.json.
  ///
  /// @param name canonical; empty when it has none
  /// @param target what the name stands for
  /// @param manifest the image manifest that stands for it here
  /// @param imageId the digest of that manifest's config; empty when it cannot be read
  /// @param others further manifests below the target that are here, in order
  record Listed(String name, String target, String manifest, String imageId, String others) {

    /// What the name stands for when that is all here.
    String whole() {
      return whole(target, manifest + "," + others);
    }

    /// @param manifests all that are below `target`
    static String whole(String target, String manifests) {
      return target + " with " + new TreeSet<>(List.of(manifests.split(",", -1)));
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final List<Listed> entries = new ArrayList<>();
  private final List<Listed> lists = new ArrayList<>();
  private final List<String> damage = new ArrayList<>();
  private final Set<String> needed = new HashSet<>();
  private final Map<String, Long> hashed = new HashMap<>();

  private StoreAudit(Path root) {
    this.root = root;
  }

  /// Reads and hashes everything that is listed. No store is an empty one.
  static StoreAudit of(Path root) throws IOException {
    var audit = new StoreAudit(root);
    audit.read();
    return audit;
  }

  /// What is wrong with listed images, a sentence each.
  List<String> damage() {
    return List.copyOf(damage);
  }

  List<Listed> entries() {
    return List.copyOf(entries);
  }

  /// By canonical name, manifest lists too; entries without a name are left out.
  Map<String, Listed> names() {
    var names = new TreeMap<String, Listed>();
    for (var entry : entries) {
      if (!entry.name.isEmpty()) {
        names.put(entry.name, entry);
      }
    }
    lists.forEach(list -> names.put(list.name, list));
    return names;
  }

  /// Whatever lies in the store that no listed image needs: blobs, downloads, leases, files aside.
  Set<String> garbage() throws IOException {
    var garbage = new TreeSet<String>();
    for (String algorithm : names(root.resolve("blobs"))) {
      for (String hex : names(root.resolve("blobs").resolve(algorithm))) {
        if (!needed.contains(algorithm + ":" + hex)) {
          garbage.add("blobs/" + algorithm + "/" + hex);
        }
      }
    }
    for (String directory : List.of("jimg/ingest", "jimg/leases")) {
      names(root.resolve(directory)).forEach(name -> garbage.add(directory + "/" + name));
    }
    for (String directory : List.of("", "jimg", "jimg/cache", "jimg/lists")) {
      for (String name : names(root.resolve(directory))) {
        if (name.endsWith(".new") || name.endsWith(".tmp")) {
          garbage.add(directory + "/" + name);
        }
      }
    }
    return garbage;
  }

  private static Set<String> names(Path directory) throws IOException {
    var names = new TreeSet<String>();
    if (Files.isDirectory(directory)) {
      try (var children = Files.newDirectoryStream(directory)) {
        children.forEach(child -> names.add(child.getFileName().toString()));
      }
    }
    return names;
  }

  private void read() throws IOException {
    var index = root.resolve("index.json");
    if (Files.notExists(index)) {
      if (Files.exists(root.resolve("jimg/names.log"))) {
        damage.add("index.json is lost");
      }
      return;
    }
    for (var entry : JSON.readTree(Files.readAllBytes(index)).path("manifests")) {
      list(entry);
    }
    for (String name : names(root.resolve("jimg/lists"))) {
      var list = ListAudit.read(root.resolve("jimg/lists").resolve(name), damage::add);
      if (list != null) {
        lists.add(list);
      }
    }
  }

  private void list(JsonNode entry) throws IOException {
    var annotations = entry.path("annotations");
    String name = annotations.path("io.containerd.image.name").asText("");
    String target = entry.path("digest").asText("");
    String manifest = annotations.path("io.jimg.manifest").asText(target);
    String shown = name.isEmpty() ? target : name;
    check(shown, target, entry.path("size").asLong(-1));
    String imageId = image(shown, manifest);
    String others = annotations.path("io.jimg.platforms").asText("");
    for (String platform : others.split(",", -1)) {
      if (!platform.isEmpty()) {
        image(shown, platform);
      }
    }
    entries.add(new Listed(name, target, manifest, imageId, others));
  }

  /// Checks a manifest and all that it names; the digest of its config.
  private String image(String shown, String manifest) throws IOException {
    if (!check(shown, manifest, -1)) {
      return "";
    }
    var document = JSON.readTree(Files.readAllBytes(blob(manifest)));
    var parts = new ArrayList<JsonNode>();
    parts.add(document.path("config"));
    document.path("layers").forEach(parts::add);
    for (var part : parts) {
      check(shown, part.path("digest").asText(""), part.path("size").asLong(-1));
    }
    return document.path("config").path("digest").asText("");
  }

  /// @param size -1 when nothing says how long it should be
  private boolean check(String shown, String digest, long size) throws IOException {
    needed.add(digest);
    if (!digest.contains(":") || !Files.isRegularFile(blob(digest))) {
      damage.add(shown + ": " + digest + " is missing");
      return false;
    }
    long actual = hashed.computeIfAbsent(digest, this::sizeWhenWhole);
    if (actual < 0) {
      damage.add(shown + ": " + digest + " has other bytes");
    } else if (size >= 0 && actual != size) {
      damage.add(shown + ": " + digest + " has " + actual + " bytes and not " + size);
    }
    return actual >= 0;
  }

  /// The blob's size; -1 when its bytes are not what its name says.
  private long sizeWhenWhole(String digest) {
    try {
      byte[] content = Files.readAllBytes(blob(digest));
      var algorithm = digest.startsWith("sha512:") ? "SHA-512" : "SHA-256";
      byte[] hash = MessageDigest.getInstance(algorithm).digest(content);
      return digest.endsWith(":" + HexFormat.of().formatHex(hash)) ? content.length : -1;
    } catch (IOException e) {
      return -1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path blob(String digest) {
    int colon = digest.indexOf(':');
    return root.resolve("blobs")
        .resolve(digest.substring(0, colon))
        .resolve(digest.substring(colon + 1));
  }
}
