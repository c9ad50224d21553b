import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// `java Fill.java ROOT COUNT`: writes an OCI image layout of COUNT images as any tool could,
/// without
/// jimg's code: `docker.io/library/fill:1` to `fill:COUNT`, each of three layers, two of which ten
/// images share, one its own.
public final class Fill {

  private static final String OCI = "application/vnd.oci.image.";

  private final Path blobs;

  private Fill(Path root) throws IOException {
    blobs = Files.createDirectories(root.resolve("blobs/sha256"));
    Files.writeString(root.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  /// A layer: the descriptor of its blob, and its diff ID.
  private record Layer(String descriptor, String diffId) {}

  public static void main(String[] args) throws Exception {
    var root = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    var fill = new Fill(root);
    var index = new StringBuilder("{\"schemaVersion\":2,\"manifests\":[");
    for (int i = 1; i <= count; i++) {
      index.append(i == 1 ? "" : ",").append(fill.image(i));
    }
    Files.writeString(root.resolve("index.json"), index.append("]}"));
  }

  /// Writes image `number`; the entry of the index that names it.
  private String image(int number) throws Exception {
    Layer[] layers = {
      layer("base", number / 100), layer("runtime", number / 10), layer("app", number)
    };
    var diffIds = new StringBuilder();
    var descriptors = new StringBuilder();
    for (var layer : layers) {
      diffIds.append(diffIds.isEmpty() ? "" : ",").append('"').append(layer.diffId).append('"');
      descriptors.append(descriptors.isEmpty() ? "" : ",").append(layer.descriptor);
    }
    String minute = String.format("%02d:%02d", number / 60 % 24, number % 60);
    String config =
        "{\"created\":\"2026-01-02T%s:00Z\",\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":"
                .formatted(minute)
            + "{\"Cmd\":[\"/app\"],\"Labels\":{\"org.opencontainers.image.version\":\"1."
            + number
            + "\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
            + diffIds
            + "]},\"history\":[]}";
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%smanifest.v1+json\",\"config\":%s,\"layers\":[%s]}"
            .formatted(OCI, put("config.v1+json", config.getBytes(UTF_8)), descriptors);
    String descriptor = put("manifest.v1+json", manifest.getBytes(UTF_8));
    return descriptor.substring(0, descriptor.length() - 1)
        + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"docker.io/library/fill:"
        + number
        + "\"}}";
  }

  private Layer layer(String kind, int number) throws Exception {
    byte[] tar = tar(kind, (kind + " " + number + "\n").getBytes(US_ASCII));
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(tar);
    }
    return new Layer(put("layer.v1.tar+gzip", packed.toByteArray()), "sha256:" + sha256(tar));
  }

  /// A tar of one file (ustar).
  private static byte[] tar(String name, byte[] content) {
    byte[] tar = new byte[512 + 512 + 1024];
    put(tar, 0, name);
    put(tar, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(tar, 124, String.format("%011o\0", content.length) + "00000000000\0");
    put(tar, 148, "        0");
    put(tar, 257, "ustar\00000");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i];
    }
    put(tar, 148, String.format("%06o\0 ", sum));
    System.arraycopy(content, 0, tar, 512, content.length);
    return tar;
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }

  /// Writes a blob unless it is there; its descriptor.
  private String put(String type, byte[] content) throws Exception {
    String digest = sha256(content);
    var file = blobs.resolve(digest);
    if (Files.notExists(file)) {
      Files.write(file, content);
    }
    return "{\"mediaType\":\"%s%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(OCI, type, digest, content.length);
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
