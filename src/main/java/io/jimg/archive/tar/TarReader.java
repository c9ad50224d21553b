package io.jimg.archive.tar;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks the entries of a tar stream: v7, ustar, pax, GNU and star, accepting and refusing what
/// Go's archive/tar does, in memory that does not depend on the stream.
public final class TarReader {

  /// Go's and libarchive's limit for an extended header or a long name.
  private static final int MAX_SPECIAL = 1 << 20;

  private final BlockInput in;
  private final byte[] block = new byte[BlockInput.BLOCK];
  private long remaining;
  private int padding;

  public TarReader(BlockInput in) {
    this.in = in;
  }

  /// The next entry; null at the end of the archive. Content that was not read is passed over.
  ///
  /// @throws DamagedArchive where Go's archive/tar refuses the stream
  public @Nullable TarEntry next() throws IOException {
    var records = PaxRecords.NONE;
    byte[] longName = {};
    byte[] longLink = {};
    while (passContent()) {
      var entry = header();
      if (entry == null) {
        return null;
      }
      begin(entry);
      switch (entry.type()) {
        case TarEntry.PAX_HEADER -> records = PaxRecords.parse(special());
        case TarEntry.PAX_GLOBAL_HEADER -> {
          PaxRecords.parse(special());
          return entry;
        }
        case TarEntry.GNU_LONG_NAME -> longName = toNul(special());
        case TarEntry.GNU_LONG_LINK -> longLink = toNul(special());
        default -> {
          return complete(named(records.over(entry), longName, longLink), records);
        }
      }
    }
    return null;
  }

  /// Reads content of the current entry; the number of bytes that came, -1 at its end.
  int read(byte[] into, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, remaining));
    if (count == 0 && length > 0) {
      throw DamagedArchive.cut();
    }
    remaining -= count;
    return count;
  }

  /// False when the stream ends in the padding after the content, which Go takes for its end.
  private boolean passContent() throws IOException {
    if (in.skip(remaining) < remaining) {
      throw DamagedArchive.cut();
    }
    remaining = 0;
    return in.skip(padding) == padding;
  }

  private @Nullable TarEntry header() throws IOException {
    if (!in.block(block)) {
      return null;
    }
    var header = new TarHeader(block);
    if (!header.isZero()) {
      return header.entry();
    }
    if (in.block(block) && !header.isZero()) {
      throw DamagedArchive.header();
    }
    return null;
  }

  private void begin(TarEntry entry) throws DamagedArchive {
    remaining = TarEntry.isHeaderOnly(entry.type()) ? 0 : entry.size();
    if (remaining < 0) {
      throw DamagedArchive.header();
    }
    padding = (int) (-remaining & (BlockInput.BLOCK - 1));
  }

  private TarEntry complete(TarEntry entry, PaxRecords records) throws IOException {
    begin(entry);
    var sparse = SparseFile.of(records);
    if (sparse == null) {
      return entry;
    }
    if (TarEntry.isHeaderOnly(entry.type())) {
      throw DamagedArchive.header();
    }
    var whole = sparse.over(entry);
    sparse.check(whole.size(), this);
    return whole;
  }

  private static TarEntry named(TarEntry entry, byte[] longName, byte[] longLink) {
    byte[] name = longName.length > 0 ? longName : entry.name();
    byte[] link = longLink.length > 0 ? longLink : entry.linkName();
    byte type = entry.type();
    if (type == 0) {
      boolean directory = name.length > 0 && name[name.length - 1] == '/';
      type = directory ? TarEntry.DIRECTORY : TarEntry.REGULAR;
    }
    return new TarEntry(type, name, link, entry.size());
  }

  /// Bytes of content that are still to come.
  long remaining() {
    return remaining;
  }

  private byte[] special() throws IOException {
    if (remaining > MAX_SPECIAL) {
      throw new DamagedArchive("archive/tar: header field too long");
    }
    byte[] content = new byte[(int) remaining];
    if (in.read(content, 0, content.length) < content.length) {
      throw DamagedArchive.cut();
    }
    remaining = 0;
    return content;
  }

  private static byte[] toNul(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        return Arrays.copyOf(text, i);
      }
    }
    return text;
  }
}
