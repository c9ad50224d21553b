package io.jimg.store;

import io.jimg.store.disk.BootId;
import io.jimg.store.disk.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A disk that fails for good at one of its changes, as for a process that is killed there; what it
/// held can also be had as a power loss would have left it. Nothing is really forced.
public final class CrashingFiles extends StoreFiles {

  private final int last;
  private final Set<Integer> writes = ConcurrentHashMap.newKeySet();
  private int changes;
  private boolean crashed;
  private final boolean cutWrites;
  private boolean hasCut;
  private final Map<Object, byte[]> forcedContent = new ConcurrentHashMap<>();
  private final Map<Path, Map<String, Object>> forcedNames = new ConcurrentHashMap<>();

  /// @param last the number of the change before which the world ends
  /// @param cutWrites half of the change before which it ends is done, where that is a write
  public CrashingFiles(int last, boolean cutWrites) {
    this.last = last;
    this.cutWrites = cutWrites;
  }

  /// A disk that does not fail.
  public static CrashingFiles lasting() {
    return new CrashingFiles(Integer.MAX_VALUE, false);
  }

  /// The store at `root` on this disk.
  ///
  /// @param boot which start of the machine this is
  public LocalStore open(Path root, String boot) {
    return LocalStore.open(root, this, new BootId(boot));
  }

  /// What lies at `root` by now was forced before the test began.
  public void trust(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (Files.isDirectory(file)) {
          forcedNames.put(file, names(file));
        } else {
          forcedContent.put(key(file), Files.readAllBytes(file));
        }
      }
    }
  }

  public static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  public synchronized int changes() {
    return changes;
  }

  /// Whether the world has ended.
  public synchronized boolean hasCrashed() {
    return crashed;
  }

  /// Whether that change was a write of more than one byte.
  public boolean isWrite(int change) {
    return writes.contains(change);
  }

  private synchronized void change() {
    if (changes >= last) {
      crashed = true;
      throw new Crash();
    }
    changes++;
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    boolean made = !Files.exists(file);
    if (made) {
      change();
    }
    var channel = super.open(file, options);
    if (made) {
      forcedContent.remove(key(file));
    }
    return channel;
  }

  @Override
  public void write(FileChannel channel, Path file, ByteBuffer content) throws IOException {
    if (cutWrites && content.remaining() > 1 && cutsHere()) {
      super.write(channel, file, content.slice(content.position(), content.remaining() / 2));
    }
    if (content.remaining() > 1) {
      writes.add(changes());
    }
    change();
    super.write(channel, file, content);
  }

  private synchronized boolean cutsHere() {
    boolean here = !hasCut && changes == last;
    hasCut |= here;
    return here;
  }

  @Override
  public void truncate(FileChannel channel, Path file, long size) throws IOException {
    change();
    super.truncate(channel, file, size);
  }

  @Override
  public void force(FileChannel channel, Path file) throws IOException {
    change();
    forcedContent.put(key(file), Files.readAllBytes(file));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    change();
    super.move(from, to);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    if (Files.exists(file)) {
      change();
    }
    return super.delete(file);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<Set<PosixFilePermission>> mode)
      throws IOException {
    if (!Files.exists(directory)) {
      change();
    }
    super.createDirectory(directory, mode);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    change();
    forcedNames.put(directory, names(directory));
  }

  private static Map<String, Object> names(Path directory) throws IOException {
    var names = new TreeMap<String, Object>();
    for (var child : StoreFiles.children(directory)) {
      names.put(child.getFileName().toString(), key(child));
    }
    return names;
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /// What a power loss leaves of `root`, in `copy`: all that was forced, and of the rest whatever
  /// chance had already written.
  public void losePower(Path root, Path copy, SplittableRandom random) throws IOException {
    var byKey = new HashMap<Object, Path>();
    try (var files = Files.walk(root)) {
      for (var file : (Iterable<Path>) files::iterator) {
        byKey.put(key(file), file);
      }
    }
    restore(root, copy, byKey, random);
  }

  private void restore(Path directory, Path copy, Map<Object, Path> byKey, SplittableRandom random)
      throws IOException {
    Files.createDirectories(copy);
    var names = new TreeMap<>(forcedNames.getOrDefault(directory, Map.of()));
    for (var name : names(directory).entrySet()) {
      if (random.nextBoolean()) {
        names.put(name.getKey(), name.getValue());
      }
    }
    for (var name : names.entrySet()) {
      var source = byKey.get(name.getValue());
      var target = copy.resolve(name.getKey());
      if (source != null && Files.isDirectory(source)) {
        restore(source, target, byKey, random);
      } else {
        byte @Nullable [] now = source == null ? null : Files.readAllBytes(source);
        Files.write(target, content(forcedContent.get(name.getValue()), now, random));
      }
    }
  }

  private static byte[] content(
      byte @Nullable [] forced, byte @Nullable [] now, SplittableRandom random) {
    if (now != null && (forced == null || now.length >= forced.length) && random.nextBoolean()) {
      int least = forced == null ? 0 : forced.length;
      byte[] content = java.util.Arrays.copyOf(now, least + random.nextInt(now.length - least + 1));
      if (random.nextBoolean()) {
        content = java.util.Arrays.copyOf(content, now.length);
      }
      return content;
    }
    return forced == null ? new byte[0] : forced;
  }
}
