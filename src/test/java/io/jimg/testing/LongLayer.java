package io.jimg.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.server.content.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/// An image of one layer that is too long for the memory of a test: a tar of one file of noise,
/// made
/// anew whenever it is sent.
public final class LongLayer {

  private static final int BLOCK = 1 << 20;

  private final byte[] header;
  private final byte[] noise = new byte[BLOCK];
  private final long size;
  private final Digest digest;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  /// What one answer held.
  public record Sent(long from, long to) {}

  /// @param megabytes of the file in the layer
  public LongLayer(int megabytes) {
    new Random(megabytes).nextBytes(noise);
    byte[] tar = new Tar().noise("noise", BLOCK, 1).bytes();
    header = header(tar, (long) megabytes * BLOCK);
    size = header.length + (long) megabytes * BLOCK + 1024;
    digest = digest();
  }

  /// The header of a tar with another size in it (POSIX ustar: octal at 124, checksum at 148).
  private static byte[] header(byte[] tar, long fileSize) {
    byte[] header = Arrays.copyOf(tar, 512);
    String octal = Long.toOctalString(fileSize);
    byte[] digits = ("0".repeat(11 - octal.length()) + octal).getBytes(US_ASCII);
    System.arraycopy(digits, 0, header, 124, digits.length);
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    byte[] checksum = "%06o\0 ".formatted(sum).getBytes(US_ASCII);
    System.arraycopy(checksum, 0, header, 148, checksum.length);
    return header;
  }

  private Digest digest() {
    MessageDigest hasher = Digest.of(new byte[0]).hasher();
    for (long at = 0; at < size; ) {
      byte[] piece = piece(at, BLOCK);
      hasher.update(piece);
      at += piece.length;
    }
    return Digest.ofHash("sha256", hasher.digest());
  }

  /// At most `length` bytes at `at`, at least one.
  private byte[] piece(long at, int length) {
    if (at < header.length) {
      return Arrays.copyOfRange(header, (int) at, header.length);
    }
    long in = at - header.length;
    long file = size - header.length - 1024;
    if (in >= file) {
      return new byte[(int) (size - at)];
    }
    int block = (int) (in / BLOCK);
    int start = (int) (in % BLOCK);
    byte[] piece = Arrays.copyOfRange(noise, start, Math.min(BLOCK, start + length));
    if (start < 4 && piece.length >= 4) {
      ByteBuffer.wrap(piece).putInt(block); // no two blocks are the same
    }
    return piece;
  }

  public long size() {
    return size;
  }

  public Digest layer() {
    return digest;
  }

  /// What was sent so far, one entry an answer.
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  public long bytesSent() {
    return sent.stream().mapToLong(part -> part.to - part.from).sum();
  }

  /// Puts the image into `registry`; each answer breaks off after `limit` bytes, as `cut` does it.
  public void serve(
      FakeRegistry registry, String path, String tag, long limit, Fault.Behaviour cut) {
    byte[] config =
        ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
             + "\"diff_ids\":[\""
                + digest
                + "\"]},\"history\":[]}")
            .getBytes(US_ASCII);
    var configDescriptor = Descriptor.of(MediaType.OCI_CONFIG, config);
    byte[] manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\""
                + MediaType.OCI_MANIFEST
                + "\",\"config\":"
                + descriptor(configDescriptor)
                + ",\"layers\":["
                + descriptor(new Descriptor(MediaType.OCI_LAYER, digest, size))
                + "]}")
            .getBytes(US_ASCII);
    var raw = new RawManifest(Descriptor.of(MediaType.OCI_MANIFEST, manifest), manifest);
    var repository = new Repository(path);
    registry.content().putBlob(repository, configDescriptor.digest(), config);
    registry.content().putManifest(repository, raw);
    registry.content().putTag(repository, tag, raw.descriptor().digest());
    registry.fault(Match.blob(digest), Fault.of(call -> send(call, limit, cut)));
  }

  private static String descriptor(Descriptor descriptor) {
    return "{\"mediaType\":\""
        + descriptor.mediaType()
        + "\",\"digest\":\""
        + descriptor.digest()
        + "\",\"size\":"
        + descriptor.size()
        + "}";
  }

  private void send(Call call, long limit, Fault.Behaviour cut) throws IOException {
    HttpExchange exchange = call.exchange();
    String range = exchange.getRequestHeaders().getFirst("Range");
    long from =
        range == null ? 0 : Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, size - from);
    OutputStream out = exchange.getResponseBody();
    long at = from;
    try {
      long end = Math.min(size, from + limit);
      while (at < end) {
        byte[] piece = piece(at, (int) Math.min(BLOCK, end - at));
        int length = (int) Math.min(piece.length, end - at);
        out.write(piece, 0, length);
        at += length;
      }
      out.flush();
    } finally {
      sent.add(new Sent(from, at));
    }
    if (at < size) {
      cut.meet(call);
    }
    exchange.close();
  }
}
