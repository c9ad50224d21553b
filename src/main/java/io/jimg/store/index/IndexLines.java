package io.jimg.store.index;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// index.json as jimg writes it: a header, then one entry a line, in the order of their bytes. It
/// says how long it is, so that a file that somebody else has written or cut is not taken for one.
/// A name is found by bisection and changed by copying what is around it: neither parses the file.
final class IndexLines {

  private static final String HEADER =
      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
          + "\"annotations\":{\"io.jimg.bytes\":\"";
  private static final String HEADER_END = "\"},\"manifests\":[\n";
  private static final byte[] TRAILER = "]}\n".getBytes(US_ASCII);
  private static final int LONGEST_HEADER = 200;

  static final IndexLines EMPTY = new IndexLines(new byte[0], 0, 0);

  private final byte[] document;
  private final int start;
  private final int end;

  private IndexLines(byte[] document, int start, int end) {
    this.document = document;
    this.start = start;
    this.end = end;
  }

  /// Null when `document` is not in this form.
  static @Nullable IndexLines of(byte[] document) {
    String head = new String(document, 0, Math.min(document.length, LONGEST_HEADER), US_ASCII);
    int end = head.indexOf(HEADER_END);
    if (end < 0 || !head.startsWith(HEADER)) {
      return null;
    }
    int start = end + HEADER_END.length();
    int stop = document.length - TRAILER.length;
    boolean whole =
        stop >= start
            && head.substring(HEADER.length(), end).equals(Integer.toString(stop - start))
            && Arrays.equals(document, stop, document.length, TRAILER, 0, TRAILER.length)
            && (stop == start || document[stop - 1] == '\n');
    return whole ? new IndexLines(document, start, stop) : null;
  }

  static IndexLines of(Collection<Entry> entries) {
    var lines = new TreeSet<byte[]>(Arrays::compareUnsigned);
    for (var entry : entries) {
      lines.add(EntryLine.write(entry));
    }
    var body = new ArrayList<ByteBuffer>(lines.size());
    for (byte[] line : lines) {
      body.add(ByteBuffer.wrap(line));
    }
    return new IndexLines(new byte[0], 0, 0).body(body);
  }

  /// The line that begins with `key`; null when there is none.
  byte @Nullable [] find(byte[] key) {
    int at = lowerBound(key);
    return startsWith(at, key) ? Arrays.copyOfRange(document, at, lineEnd(at)) : null;
  }

  /// @throws io.jimg.error.InvalidInput when a line is no entry
  List<Entry> entries() {
    return entries(start, end);
  }

  /// The entries without a name. All others begin alike, so these are behind them, and perhaps a
  /// few with annotations of other tools before.
  ///
  /// @throws io.jimg.error.InvalidInput when a line is no entry
  List<Entry> nameless() {
    var entries = entries(start, lowerBound(EntryLine.firstKey()));
    entries.addAll(entries(lowerBound(EntryLine.lastKey()), end));
    return entries;
  }

  private List<Entry> entries(int from, int to) {
    var entries = new ArrayList<Entry>();
    for (int at = from; at < to; ) {
      int next = next(at);
      entries.add(EntryLine.read(document, at, lastEnd(next)));
      at = next;
    }
    return entries;
  }

  /// See [References#search].
  void search(DigestSearch search) {
    search.scan(document, start, end);
  }

  /// See [EntrySource#select].
  List<Entry> select(EntrySource.Images images) {
    var selected = new ArrayList<Entry>();
    for (int line = start; line < end; ) {
      int at = EntryLine.manifestAt(document, line, end);
      int stop = Math.max(at, line);
      while (document[stop] != '"' && document[stop] != '\n') {
        stop++;
      }
      boolean alone =
          at > 0 && document[stop] == '"' && !EntryLine.hasPlatforms(document, stop + 1);
      int next = next(stop);
      if (!alone || images.judge(document, at, stop) != EntrySource.Verdict.NO) {
        selected.add(EntryLine.read(document, line, lastEnd(next)));
      }
      line = next;
    }
    return selected;
  }

  List<byte[]> lines() {
    var lines = new ArrayList<byte[]>();
    for (int at = start; at < end; at = next(at)) {
      lines.add(Arrays.copyOfRange(document, at, lineEnd(at)));
    }
    return lines;
  }

  /// With the line that begins with each key replaced, added, or (where the value is empty) gone.
  IndexLines with(SortedMap<byte[], byte[]> changes) {
    var parts = new ArrayList<ByteBuffer>();
    int copied = start;
    for (var change : changes.entrySet()) {
      byte[] key = change.getKey();
      int at = lowerBound(key);
      addLines(parts, copied, at);
      copied = startsWith(at, key) ? next(at) : at;
      if (change.getValue().length > 0) {
        parts.add(ByteBuffer.wrap(change.getValue()));
      }
    }
    addLines(parts, copied, end);
    return body(parts);
  }

  /// The whole file.
  byte[] document() {
    return document;
  }

  boolean isEmpty() {
    return start == end;
  }

  private void addLines(List<ByteBuffer> parts, int from, int to) {
    if (from < to) {
      parts.add(ByteBuffer.wrap(document, from, lastEnd(to) - from));
    }
  }

  /// A document of these parts, each some lines without the separator after the last.
  private IndexLines body(List<ByteBuffer> parts) {
    int length = 0;
    for (var part : parts) {
      length += part.remaining() + 2;
    }
    length = Math.max(0, length - 1);
    byte[] head = (HEADER + length + HEADER_END).getBytes(US_ASCII);
    var out = ByteBuffer.allocate(head.length + length + TRAILER.length).put(head);
    for (int i = 0; i < parts.size(); i++) {
      out.put(parts.get(i));
      if (i + 1 < parts.size()) {
        out.put((byte) ',');
      }
      out.put((byte) '\n');
    }
    out.put(TRAILER);
    return new IndexLines(out.array(), head.length, head.length + length);
  }

  /// Where the first line that is not before `key` begins.
  private int lowerBound(byte[] key) {
    int low = start;
    int high = end;
    while (low < high) {
      int line = lineStart(low, (low + high) >>> 1);
      int length = Math.min(key.length, lineEnd(line) - line);
      if (Arrays.compareUnsigned(document, line, line + length, key, 0, key.length) < 0) {
        low = next(line);
      } else {
        high = line;
      }
    }
    return low;
  }

  private boolean startsWith(int line, byte[] key) {
    return line + key.length <= end
        && Arrays.equals(document, line, line + key.length, key, 0, key.length);
  }

  private int lineStart(int low, int at) {
    int line = at;
    while (line > low && document[line - 1] != '\n') {
      line--;
    }
    return line;
  }

  private int next(int line) {
    int at = line;
    while (document[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private int lineEnd(int line) {
    return lastEnd(next(line));
  }

  /// Where the last line before `next` ends, separator not counted.
  private int lastEnd(int next) {
    int newline = next - 1;
    return newline > start && document[newline - 1] == ',' ? newline - 1 : newline;
  }

  @Override
  public String toString() {
    return new String(document, UTF_8);
  }
}
