package io.jimg.store.facts;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jimg.oci.Digest;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.index.EntrySource.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known about blobs, one line for each: a checksum, the digest, and what is known. Lines
/// are appended in one write each time and checked when they are read: a line that was cut, mixed
/// up or lost by a crash is as if it had never been written, and so is the whole file. Nothing is
/// ever reported from here: who cannot read or write it does without. Safe for threads and beside
/// other processes.
final class FactsFile {

  private static final long MAX_SIZE = 512 << 20;
  private static final long LARGE = 1 << 20;
  private static final long WORTH_COMPACTING = 64 << 10;

  private final Layout layout;
  private final Path file;
  private final Map<Digest, String> fresh = new LinkedHashMap<>();
  private @Nullable FactLines lines;

  FactsFile(Layout layout, Path file) {
    this.layout = layout;
    this.file = file;
  }

  /// The line of `digest`, which begins with it; null when nothing is known.
  synchronized @Nullable String find(Digest digest) {
    String line = fresh.get(digest);
    if (line != null) {
      return line;
    }
    return lines().find(digest);
  }

  /// Makes known what other processes have written meanwhile.
  synchronized void refresh() {
    try {
      if (lines != null && lines.bytes() != Files.size(file)) {
        lines = null;
      }
    } catch (IOException e) {
      lines = null;
    }
  }

  /// What `test` says of the line that was kept whose digest stands in `text`.
  synchronized Verdict judge(byte[] text, int from, int to, Catalog.LineTest test) {
    return lines().judge(text, from, to, test);
  }

  /// Whether the first look at it costs more than a few blobs do.
  synchronized boolean isLargeAndUnread() {
    try {
      return lines == null && Files.size(file) > LARGE;
    } catch (IOException e) {
      return false;
    }
  }

  /// Remembers `line` for now; for later with [#save].
  synchronized void put(Digest digest, String line) {
    fresh.put(digest, line);
  }

  /// Appends what was put since. A layout that no jimg has written to yet is left alone.
  synchronized void save() {
    if (fresh.isEmpty() || !layout.isComplete()) {
      return;
    }
    var out = new ByteArrayOutputStream();
    if (lines().isCut()) {
      out.write('\n');
    }
    for (String line : fresh.values()) {
      FactLines.write(line, out);
    }
    fresh.clear();
    lines = null;
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
    byte[] kept = lines().only(needed::contains);
    if (lines().bytes() < WORTH_COMPACTING || lines().bytes() < 2 * kept.length) {
      return;
    }
    lines = null;
    var aside = Layout.aside(file);
    try {
      try (var channel = layout.files().open(aside, CREATE, TRUNCATE_EXISTING, WRITE)) {
        layout.files().write(channel, aside, ByteBuffer.wrap(kept));
      }
      layout.files().move(aside, file);
    } catch (IOException e) {
      // it stays as it is
    }
  }

  private FactLines lines() {
    var known = lines;
    if (known == null) {
      known = new FactLines(content());
      lines = known;
    }
    return known;
  }

  private byte[] content() {
    try {
      return Files.size(file) > MAX_SIZE ? new byte[0] : StoreFiles.content(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
