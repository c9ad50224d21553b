package io.jimg.archive.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A sparse file in one of GNU's pax formats (0.0, 0.1 and 1.0): the archive holds its data without
/// its holes.
///
/// @param mapInContent whether the map of the data stands before the data (1.0), not in the header
record SparseFile(PaxRecords records, boolean mapInContent) {

  /// Null when the records describe no sparse file, or one of a format that Go does not know.
  static @Nullable SparseFile of(PaxRecords records) {
    String version =
        records.value("GNU.sparse.major", "") + "." + records.value("GNU.sparse.minor", "");
    return switch (version) {
      case "0.0", "0.1" -> new SparseFile(records, false);
      case "1.0" -> new SparseFile(records, true);
      case "." ->
          records.value("GNU.sparse.map", "").isEmpty() ? null : new SparseFile(records, false);
      default -> null;
    };
  }

  /// `entry` under its own name and with its whole size.
  TarEntry over(TarEntry entry) throws DamagedArchive {
    String name = records.value("GNU.sparse.name", "");
    String size = records.value("GNU.sparse.size", records.value("GNU.sparse.realsize", ""));
    return new TarEntry(
        entry.type(),
        name.isEmpty() ? entry.name() : name.getBytes(ISO_8859_1),
        entry.linkName(),
        size.isEmpty() ? entry.size() : PaxRecords.decimal(size));
  }

  /// Reads the map and leaves `content` at the data.
  ///
  /// @throws DamagedArchive when the regions are out of order, reach beyond `size`, or hold more or
  ///     less than the data that the archive has
  void check(long size, TarReader content) throws IOException {
    var numbers =
        mapInContent
            ? new MapInContent(content)
            : new MapInHeader(records.value("GNU.sparse.map", ""));
    long count =
        mapInContent
            ? numbers.next()
            : PaxRecords.decimal(records.value("GNU.sparse.numblocks", ""));
    if (size < 0 || count < 0) {
      throw DamagedArchive.header();
    }
    long end = 0;
    long data = 0;
    for (long i = 0; i < count; i++) {
      long offset = numbers.next();
      long length = numbers.next();
      if (offset < end || length < 0 || offset > size - length) {
        throw DamagedArchive.header();
      }
      end = offset + length;
      data += length;
    }
    numbers.finish();
    if (data > content.remaining()) {
      throw new DamagedArchive("archive/tar: sparse file references non-existent data");
    }
    if (data < content.remaining()) {
      throw new DamagedArchive("archive/tar: sparse file contains unreferenced data");
    }
  }

  private sealed interface Numbers {
    long next() throws IOException;

    void finish() throws DamagedArchive;
  }

  /// Numbers with commas between them.
  private static final class MapInHeader implements Numbers {
    private final String text;
    private int at;

    MapInHeader(String text) {
      this.text = text;
    }

    @Override
    public long next() throws DamagedArchive {
      if (at >= text.length()) {
        throw DamagedArchive.header();
      }
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      long number = PaxRecords.decimal(text.substring(at, end));
      at = end + 1;
      return number;
    }

    @Override
    public void finish() throws DamagedArchive {
      if (at < text.length() || text.endsWith(",")) {
        throw DamagedArchive.header();
      }
    }
  }

  /// Lines in the first blocks of the content; the data begins with the block after the last.
  private static final class MapInContent implements Numbers {
    private static final int MAX_DIGITS = 20;
    private final TarReader content;
    private final byte[] block = new byte[BlockInput.BLOCK];
    private int at = BlockInput.BLOCK;

    MapInContent(TarReader content) {
      this.content = content;
    }

    @Override
    public long next() throws IOException {
      var line = new StringBuilder();
      for (char c = character(); c != '\n'; c = character()) {
        if (line.length() == MAX_DIGITS) {
          throw DamagedArchive.header();
        }
        line.append(c);
      }
      return PaxRecords.decimal(line.toString());
    }

    private char character() throws IOException {
      if (at == block.length) {
        if (content.read(block, 0, block.length) < block.length) {
          throw DamagedArchive.cut();
        }
        at = 0;
      }
      return (char) (block[at++] & 0xff);
    }

    @Override
    public void finish() {}
  }
}
