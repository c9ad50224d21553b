package io.jimg.store.index;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jimg.error.InvalidInput;
import io.jimg.store.disk.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every change of a reference, one line each, forced before index.json is: `+` and the entry that
/// was set, or `-` and the one that was removed. A lost index.json can be made again from it. A
/// line
/// that was cut does not parse and counts for nothing. The caller holds the index lock.
final class NamesLog {

  static final char SET = '+';
  static final char REMOVE = '-';
  private static final long SHORT = 256 << 10;

  private final Layout layout;

  NamesLog(Layout layout) {
    this.layout = layout;
  }

  /// Adds `lines`, behind all of `before` where the log does not tell that yet, or too much.
  ///
  /// @return what takes them back
  Undo append(References before, List<byte[]> lines) throws IOException {
    long size = size();
    if (size < 0 || !before.areOurs() || size > SHORT + 2L * before.lines().document().length) {
      rewrite(before);
    }
    var file = layout.namesLog();
    var channel = layout.files().open(file, CREATE, READ, WRITE);
    try {
      long end = channel.size();
      channel.position(end);
      layout.files().write(channel, file, joined(isCut(channel, end), lines));
      layout.files().force(channel, file);
      return new Undo(channel, end);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// What a log tells.
  ///
  /// @param entries those that it leaves, in the order of their names
  /// @param whole whether that is all that there was: the log is there, and no line is damaged
  record Told(List<Entry> entries, boolean whole) {}

  /// Reads the whole log.
  Told replay() throws IOException {
    if (size() < 0) {
      return new Told(List.of(), false);
    }
    var entries = new TreeMap<byte[], Entry>(Arrays::compareUnsigned);
    byte[] log = Files.readAllBytes(layout.namesLog());
    boolean whole = true;
    int from = 0;
    for (int at = 0; at < log.length; at++) {
      if (log[at] == '\n') {
        whole &= apply(Arrays.copyOfRange(log, from, at), entries);
        from = at + 1;
      }
    }
    return new Told(List.copyOf(entries.values()), whole);
  }

  /// False for a line that is damaged, or was cut: the change of a cut line was never reported as
  /// done.
  private static boolean apply(byte[] line, Map<byte[], Entry> entries) {
    if (line.length == 0) {
      return true;
    }
    try {
      var entry = EntryLine.read(line, 1, line.length);
      switch (line[0]) {
        case SET -> entries.put(EntryLine.key(entry), entry);
        case REMOVE -> entries.remove(EntryLine.key(entry));
        default -> {
          return false;
        }
      }
      return true;
    } catch (InvalidInput e) {
      return false;
    }
  }

  /// Takes back what was appended, as far as that is possible; closing it lets the lines stand.
  final class Undo implements AutoCloseable {
    private final FileChannel channel;
    private final long end;

    Undo(FileChannel channel, long end) {
      this.channel = channel;
      this.end = end;
    }

    void run() {
      try {
        layout.files().truncate(channel, layout.namesLog(), end);
      } catch (IOException e) {
        // the log then has a change that index.json has not: no more than a name too many or few
        // after a rebuild
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private long size() throws IOException {
    try {
      return Files.size(layout.namesLog());
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  /// Makes the log tell `state` and nothing else.
  void rewrite(References state) throws IOException {
    var lines = new ArrayList<byte[]>();
    for (byte[] line : state.lines().lines()) {
      lines.add(new byte[] {SET});
      lines.add(line);
      lines.add(new byte[] {'\n'});
    }
    layout.replace(layout.namesLog(), layout.aside("names.log"), List.of(joined(false, lines)));
    layout.files().forceDirectory(layout.jimg());
  }

  private static boolean isCut(FileChannel channel, long end) throws IOException {
    var last = ByteBuffer.allocate(1);
    return end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
  }

  private static ByteBuffer joined(boolean afterNewline, List<byte[]> lines) {
    int length = afterNewline ? 1 : 0;
    for (byte[] line : lines) {
      length += line.length;
    }
    var all = ByteBuffer.allocate(length);
    if (afterNewline) {
      all.put((byte) '\n');
    }
    lines.forEach(all::put);
    return all.flip();
  }
}
