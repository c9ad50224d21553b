package io.jimg.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jimg.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What is known about blobs, one line for each: a checksum, the digest, and what is known. Lines
/// are appended in one write each time and checked when they are read: a line that was cut, mixed
/// up or lost by a crash is as if it had never been written, and so is the whole file. Nothing is
/// ever reported from here: who cannot read or write it does without. Safe for threads and beside
/// other processes.
final class FactsFile {

  private static final String ASIDE = ".new";
  private static final int CHECKSUM = 8;
  private static final long MAX_SIZE = 512 << 20;
  private static final long WORTH_COMPACTING = 64 << 10;

  private final Layout layout;
  private final Path file;
  private final Map<String, String> fresh = new LinkedHashMap<>();
  private byte @Nullable [] content;
  private Map<String, Span> spans = Map.of();

  FactsFile(Layout layout, Path file) {
    this.layout = layout;
    this.file = file;
  }

  private record Span(int from, int to) {}

  /// The line of `digest`, which begins with it; null when nothing is known.
  synchronized @Nullable String find(Digest digest) {
    String key = digest.toString();
    String line = fresh.get(key);
    if (line != null) {
      return line;
    }
    byte[] bytes = load();
    var span = spans.get(key);
    return span == null ? null : new String(bytes, span.from, span.to - span.from, UTF_8);
  }

  /// Remembers `line` for now; for later with [#save].
  synchronized void put(Digest digest, String line) {
    fresh.put(digest.toString(), line);
  }

  /// Appends what was put since. A layout that no jimg has written to yet is left alone.
  synchronized void save() {
    if (fresh.isEmpty() || !layout.isComplete()) {
      return;
    }
    byte[] bytes = load();
    var out = new ByteArrayOutputStream();
    if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
      out.write('\n');
    }
    for (String line : fresh.values()) {
      append(out, line.getBytes(UTF_8));
    }
    fresh.clear();
    content = null;
    try {
      layout.files().createDirectory(layout.cache(), StoreFiles.PRIVATE);
      try (var channel = layout.files().open(file, CREATE, WRITE, APPEND)) {
        layout.files().write(channel, file, ByteBuffer.wrap(out.toByteArray()));
      }
    } catch (IOException e) {
      // it will be worked out again
    }
  }

  /// Drops what nobody needs any more, once it is more than half of the file. The caller holds the
  /// content lock; what another process appends meanwhile is lost, and worked out again.
  synchronized void compact(Set<Digest> needed) {
    save();
    byte[] bytes = load();
    Predicate<String> isNeeded = key -> needed.contains(Digest.parse(key));
    var out = new ByteArrayOutputStream();
    spans.forEach(
        (key, span) -> {
          if (isNeeded.test(key)) {
            out.write(bytes, span.from - CHECKSUM - 1, span.to + 1 - span.from + CHECKSUM + 1);
          }
        });
    if (bytes.length < WORTH_COMPACTING || bytes.length < 2 * out.size()) {
      return;
    }
    content = null;
    var aside = file.resolveSibling(file.getFileName() + ASIDE);
    try {
      try (var channel = layout.files().open(aside, CREATE, TRUNCATE_EXISTING, WRITE)) {
        layout.files().write(channel, aside, ByteBuffer.wrap(out.toByteArray()));
      }
      layout.files().move(aside, file);
    } catch (IOException e) {
      // it stays as it is
    }
  }

  static boolean isAside(Path file) {
    return file.toString().endsWith(ASIDE);
  }

  private byte[] load() {
    byte[] bytes = content;
    if (bytes == null) {
      try {
        bytes = Files.size(file) > MAX_SIZE ? new byte[0] : Files.readAllBytes(file);
      } catch (IOException e) {
        bytes = new byte[0];
      }
      content = bytes;
      spans = index(bytes);
    }
    return bytes;
  }

  private static Map<String, Span> index(byte[] bytes) {
    var spans = new HashMap<String, Span>();
    int line = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        int from = line + CHECKSUM + 1;
        if (at > from && isWhole(bytes, line, at)) {
          spans.put(key(bytes, from, at), new Span(from, at));
        }
        line = at + 1;
      }
    }
    return spans;
  }

  private static String key(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '\t') {
      end++;
    }
    return new String(bytes, from, end - from, UTF_8);
  }

  private static boolean isWhole(byte[] bytes, int line, int end) {
    int checksum = 0;
    for (int i = line; i < line + CHECKSUM; i++) {
      checksum = checksum << 4 | Character.digit(bytes[i], 16);
    }
    int from = line + CHECKSUM + 1;
    return bytes[from - 1] == ' ' && checksum == checksum(bytes, from, end);
  }

  private static int checksum(byte[] bytes, int from, int to) {
    var crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  private static void append(ByteArrayOutputStream out, byte[] line) {
    int checksum = checksum(line, 0, line.length);
    for (int shift = 28; shift >= 0; shift -= 4) {
      out.write(Character.forDigit(checksum >> shift & 15, 16));
    }
    out.write(' ');
    out.writeBytes(line);
    out.write('\n');
  }
}
