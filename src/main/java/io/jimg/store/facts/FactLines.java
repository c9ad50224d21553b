package io.jimg.store.facts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.Digest;
import io.jimg.store.index.EntrySource.Verdict;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The good lines of a [FactsFile], found by their digest. Ten thousand of them cost one pass over
/// the bytes and no object each.
final class FactLines {

  /// Eight digits of checksum, six of length, a space.
  private static final int HEAD = 15;

  /// Few lines of images are shorter; where many are, the table grows.
  private static final int SHORT = 256;

  private static final int MAX_LENGTH = 0xffffff;
  private static final int HASHED_FROM = "sha256:".length();
  private static final int HASHED_TO = HASHED_FROM + 16;

  /// Characters of the usual digest.
  private static final int USUAL = HASHED_FROM + 64;

  private final byte[] content;
  private int[] table;
  private int size;

  FactLines(byte[] content) {
    this.content = content;
    table = new int[Integer.highestOneBit(content.length / SHORT + 32) * 2];
    int line = 0;
    while (line < content.length) {
      int from = line + HEAD;
      int length = from < content.length ? hex(line + 8, line + 14) : -1;
      if (isWhole(line, length)) {
        put(from);
        line = from + length + 1;
      } else {
        line = newline(line) + 1;
      }
    }
  }

  /// A good line: as long as it says, with the checksum that it says.
  private boolean isWhole(int line, int length) {
    int from = line + HEAD;
    return length > HASHED_TO
        && length < content.length - from
        && content[from - 1] == ' '
        && content[from + length] == '\n'
        && hex(line, line + 8) == checksum(content, from, from + length);
  }

  private int newline(int from) {
    int at = from;
    while (at < content.length && content[at] != '\n') {
      at++;
    }
    return at;
  }

  private int hex(int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value << 4 | Character.digit(content[i], 16);
    }
    return value;
  }

  /// Whether something must come between what is there and a new line.
  boolean isCut() {
    return content.length > 0 && content[content.length - 1] != '\n';
  }

  int bytes() {
    return content.length;
  }

  @Nullable String find(Digest digest) {
    int line = line(digest);
    return line == 0 ? null : new String(content, line, end(line) - line, UTF_8);
  }

  /// What `test` says of the line whose digest stands in `text`.
  Verdict judge(byte[] text, int from, int to, Catalog.LineTest test) {
    int line = table[slot(text, from, to)];
    if (line == 0) {
      return Verdict.UNKNOWN;
    }
    return test.passes(content, line, end(line)) ? Verdict.YES : Verdict.NO;
  }

  /// The lines whose digest is `needed`, as they stand.
  byte[] only(Predicate<Digest> needed) {
    var out = new ByteArrayOutputStream();
    for (int line : table) {
      if (line != 0 && needed.test(Digest.parse(key(line)))) {
        int start = line - HEAD;
        out.write(content, start, end(line) + 1 - start);
      }
    }
    return out.toByteArray();
  }

  private int line(Digest digest) {
    byte[] key = digest.toString().getBytes(US_ASCII);
    return table[slot(key, 0, key.length)];
  }

  private void put(int line) {
    if (++size > table.length / 2) {
      int[] old = table;
      table = new int[old.length * 2];
      for (int other : old) {
        if (other != 0) {
          table[slot(content, other, keyEnd(other))] = other;
        }
      }
    }
    table[slot(content, line, keyEnd(line))] = line;
  }

  /// Where the line with this key stands in the table, or would.
  private int slot(byte[] key, int from, int to) {
    int hash = 0;
    for (int i = from + HASHED_FROM; i < Math.min(to, from + HASHED_TO); i++) {
      hash = hash * 31 + key[i];
    }
    int slot = (hash ^ hash >>> 15) & table.length - 1;
    while (table[slot] != 0) {
      int line = table[slot];
      if (Arrays.equals(content, line, keyEnd(line), key, from, to)) {
        return slot;
      }
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  private String key(int line) {
    return new String(content, line, keyEnd(line) - line, US_ASCII);
  }

  private int keyEnd(int line) {
    return fieldEnd(content, line);
  }

  /// Where the digest ends that begins a field.
  static int fieldEnd(byte[] content, int field) {
    int usual = field + USUAL;
    boolean stands = usual < content.length && content[usual] == '\t';
    if (stands && content[field + HASHED_FROM - 1] == ':') {
      return usual;
    }
    int at = field;
    while (content[at] != '\t' && content[at] != '\n') {
      at++;
    }
    return at;
  }

  private int end(int line) {
    return line + hex(line - 7, line - 1);
  }

  private static int checksum(byte[] bytes, int from, int to) {
    var crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /// Appends `line` in the form in which it is read. One that is too long for it is left out.
  static void write(String line, ByteArrayOutputStream out) {
    byte[] bytes = line.getBytes(UTF_8);
    if (bytes.length <= MAX_LENGTH) {
      writeHex(checksum(bytes, 0, bytes.length), 28, out);
      writeHex(bytes.length, 20, out);
      out.write(' ');
      out.writeBytes(bytes);
      out.write('\n');
    }
  }

  private static void writeHex(int value, int highest, ByteArrayOutputStream out) {
    for (int shift = highest; shift >= 0; shift -= 4) {
      out.write(Character.forDigit(value >> shift & 15, 16));
    }
  }
}
