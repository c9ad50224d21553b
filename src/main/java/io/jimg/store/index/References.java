package io.jimg.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.InvalidInput;
import io.jimg.error.StoreFailure;
import io.jimg.oci.JsonReader;
import io.jimg.reference.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The references as they were at one moment: names are unique, entries in the order of their
/// names, those without one last. A line is parsed when it is asked for, so damage in it shows as a
/// [StoreFailure] then.
public final class References implements EntrySource {

  private final Path file;
  private final IndexLines lines;
  private final boolean ours;
  private @Nullable List<Entry> entries;

  private References(Path file, IndexLines lines, boolean ours) {
    this.file = file;
    this.lines = lines;
    this.ours = ours;
  }

  /// No references, where there is no store yet.
  static References none(Path file) {
    return new References(file, IndexLines.EMPTY, true);
  }

  /// @throws StoreFailure when `document` is not the index of an OCI image layout
  static References read(Path file, byte[] document) {
    var lines = IndexLines.of(document);
    if (lines != null) {
      return new References(file, lines, true);
    }
    try {
      var names = new HashSet<Reference>();
      var entries = new ArrayList<Entry>();
      var json = JsonReader.readObject(document);
      if (json.array("manifests") == null) {
        throw new InvalidInput("there is no \"manifests\"");
      }
      for (var item : json.objects("manifests")) {
        var entry = EntryLine.read(item);
        var name = entry.name();
        entries.add(name == null || names.add(name) ? entry : entry.withName(null));
      }
      return new References(file, IndexLines.of(entries), false);
    } catch (InvalidInput e) {
      throw damaged(file, e);
    }
  }

  @Override
  public @Nullable Entry find(Reference name) {
    byte[] line = lines.find(EntryLine.key(name));
    return line == null ? null : parse(line);
  }

  @Override
  public List<Entry> entries() {
    var known = entries;
    if (known == null) {
      known = parse();
      entries = known;
    }
    return known;
  }

  @Override
  public List<Entry> nameless() {
    try {
      return List.copyOf(lines.nameless());
    } catch (InvalidInput e) {
      throw damaged(file, e);
    }
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }

  @Override
  public List<Entry> select(Images images) {
    try {
      return lines.select(images);
    } catch (InvalidInput e) {
      throw damaged(file, e);
    }
  }

  /// Lets `search` see all digests that stand in the entries, without parsing one.
  public void search(DigestSearch search) {
    lines.search(search);
  }

  /// Whether jimg was the last to write them.
  boolean areOurs() {
    return ours;
  }

  IndexLines lines() {
    return lines;
  }

  private Entry parse(byte[] line) {
    try {
      return EntryLine.read(line, 0, line.length);
    } catch (InvalidInput e) {
      throw damaged(file, e);
    }
  }

  private List<Entry> parse() {
    try {
      return List.copyOf(lines.entries());
    } catch (InvalidInput e) {
      throw damaged(file, e);
    }
  }

  private static StoreFailure damaged(Path file, InvalidInput e) {
    return new StoreFailure("cannot read " + file + ": " + e.sentence(), e);
  }

  /// Changes that become visible together, or not at all.
  public static final class Draft implements EntrySource {

    private final References base;
    private final TreeMap<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);
    private final List<byte[]> log = new ArrayList<>();
    private final List<Entry> seen = new ArrayList<>();
    private References current;
    private boolean reliesOnNewContent;

    Draft(References base) {
      this.base = base;
      this.current = base;
    }

    @Override
    public @Nullable Entry find(Reference name) {
      var entry = current().find(name);
      if (entry != null) {
        seen.add(entry);
      }
      return entry;
    }

    @Override
    public List<Entry> entries() {
      var entries = current().entries();
      seen.addAll(entries);
      return entries;
    }

    @Override
    public List<Entry> nameless() {
      var entries = current().nameless();
      seen.addAll(entries);
      return entries;
    }

    @Override
    public List<Entry> select(Images images) {
      var entries = current().select(images);
      seen.addAll(entries);
      return entries;
    }

    /// Sets what the entry's name stands for, whatever that was; without a name, adds the entry
    /// unless the very same is there.
    public void put(Entry entry) {
      byte[] key = EntryLine.key(entry);
      byte[] line = EntryLine.write(entry);
      if (!Arrays.equals(line, lineOf(key))) {
        changes.put(key, line);
        log.add(line(NamesLog.SET, line));
        reliesOnNewContent |= !isKnown(entry);
      }
    }

    /// Removes the entry of this name; without a name, the very same entry.
    public void remove(Entry entry) {
      byte[] key = EntryLine.key(entry);
      byte[] line = lineOf(key);
      if (line != null) {
        changes.put(key, new byte[0]);
        log.add(line(NamesLog.REMOVE, line));
      }
    }

    boolean isEmpty() {
      return log.isEmpty();
    }

    List<byte[]> log() {
      return log;
    }

    /// Whether an entry may need blobs that no entry needed before.
    boolean reliesOnNewContent() {
      return reliesOnNewContent;
    }

    IndexLines lines() {
      return current().lines;
    }

    private byte @Nullable [] lineOf(byte[] key) {
      byte[] changed = changes.get(key);
      if (changed == null) {
        return current.lines.find(key);
      }
      return changed.length == 0 ? null : changed;
    }

    private References current() {
      if (!changes.isEmpty()) {
        current = new References(base.file, current.lines.with(changes), base.ours);
        changes.clear();
      }
      return current;
    }

    private boolean isKnown(Entry entry) {
      for (var other : seen) {
        if (entry.isSameContent(other)) {
          return true;
        }
      }
      return false;
    }

    private static byte[] line(char sign, byte[] entry) {
      byte[] line = new byte[entry.length + 2];
      line[0] = (byte) sign;
      System.arraycopy(entry, 0, line, 1, entry.length);
      line[line.length - 1] = '\n';
      return line;
    }
  }

  @Override
  public String toString() {
    return new String(lines.document(), UTF_8);
  }
}
