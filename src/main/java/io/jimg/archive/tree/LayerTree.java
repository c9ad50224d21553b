package io.jimg.archive.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.archive.tar.DamagedArchive;
import io.jimg.archive.tar.TarEntry;
import io.jimg.archive.tree.Names.Name;
import io.jimg.error.Unsupported;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The files that a layer leaves in an empty directory when Docker unpacks it for overlay2, as far
/// as that decides how many bytes they have. What Docker or the kernel refuses is refused here with
/// their words.
public final class LayerTree {

  /// The kernel's limit for one path.
  private static final int MAX_SYMLINKS = 40;

  /// What the targets of all symbolic links that are followed may cost, in components: far beyond
  /// any real layer, and soon reached by one that is made to be slow.
  private static final int MAX_STEPS = 1 << 26;
  private static final byte[] WHITEOUT = ".wh.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OPAQUE = ".wh..wh..opq".getBytes(StandardCharsets.US_ASCII);

  private final EntryPath path = new EntryPath();
  private final Names names;
  private TarEntry entry = new TarEntry((byte) 0, new byte[0], new byte[0], 0);
  private int symlinks;
  private int steps;

  /// @param memory bytes that the tree may take, about
  public LayerTree(long memory) {
    names = new Names(memory);
  }

  /// Bytes of the files, each once however many hard links it has, and of the targets of symbolic
  /// links.
  public long size() {
    return names.size();
  }

  /// Unpacks one entry.
  ///
  /// @throws DamagedArchive where Docker stops unpacking
  public void add(TarEntry entry) throws DamagedArchive {
    this.entry = entry;
    if (entry.type() == TarEntry.PAX_GLOBAL_HEADER || path.parse(entry.name()).isDot()) {
      return;
    }
    boolean directory = entry.type() == TarEntry.DIRECTORY;
    if (path.isRoot()) {
      if (!directory) {
        throw new DamagedArchive("unlinkat /: device or resource busy");
      }
      return;
    }
    if (path.isTooLong()) {
      throw refused("file name too long");
    }
    Name parent = parent();
    byte[] last = path.last();
    Name name = names.find(parent, last, 0, last.length);
    if (name != null && !(directory && name.isDirectory())) {
      names.remove(name);
    }
    if (startsWith(last, WHITEOUT)) {
      whiteOut(parent, last);
    } else if (name == null || name.inode() == null) {
      // In this order: a hard link is to what is left when its own name is gone.
      var inode = inode();
      names.link(names.place(parent, last), inode);
    }
  }

  private Inode inode() throws DamagedArchive {
    return switch (entry.type()) {
      case TarEntry.REGULAR -> Inode.file(entry.size());
      case TarEntry.DIRECTORY -> Inode.DIRECTORY;
      case TarEntry.CHARACTER_DEVICE, TarEntry.BLOCK_DEVICE, TarEntry.FIFO -> Inode.DEVICE;
      case TarEntry.SYMLINK -> symlink(entry.linkName());
      case TarEntry.HARD_LINK -> linked(entry.linkName());
      default -> throw new DamagedArchive("unhandled tar header type " + (entry.type() & 0xff));
    };
  }

  private Inode symlink(byte[] target) throws DamagedArchive {
    if (target.length == 0) {
      throw refused("no such file or directory");
    }
    if (target.length > EntryPath.MAX_PATH) {
      throw refused("file name too long");
    }
    return Inode.symlink(target);
  }

  private Inode linked(byte[] target) throws DamagedArchive {
    var to = new EntryPath().parse(target);
    Name name = names.root();
    symlinks = 0;
    for (int i = 0; i < to.count() && name != null; i++) {
      name = names.find(followed(name), target, to.from(i), to.to(i));
    }
    var inode = name == null ? null : name.inode();
    if (inode == null) {
      throw refused("no such file or directory");
    }
    if (inode == Inode.DIRECTORY) {
      throw refused("operation not permitted");
    }
    return inode;
  }

  /// A whiteout becomes a device without bytes, an opaque one a mark on the directory.
  private void whiteOut(Name parent, byte[] last) throws DamagedArchive {
    if (Arrays.equals(last, OPAQUE)) {
      return;
    }
    byte[] hidden = Arrays.copyOfRange(last, WHITEOUT.length, last.length);
    int length = hidden.length;
    if (length == 0
        || EntryPath.isDot(hidden, 0, length)
        || EntryPath.isDotDot(hidden, 0, length)) {
      throw refused("file exists");
    }
    Name name = names.place(parent, hidden);
    if (name.inode() != null) {
      throw refused("file exists");
    }
    names.link(name, Inode.DEVICE);
  }

  /// The directory that the path is in; directories that no entry has named are made.
  private Name parent() throws DamagedArchive {
    Name at = names.root();
    symlinks = 0;
    for (int i = 0; i < path.count() - 1; i++) {
      Name next = names.find(at, path.name(), path.from(i), path.to(i));
      if (next == null || next.inode() == null) {
        next = names.place(at, path.component(i));
        names.link(next, Inode.DIRECTORY);
      }
      at = followed(next);
    }
    return at;
  }

  /// The directory at a name, through symbolic links.
  private Name followed(Name name) throws DamagedArchive {
    var inode = name.inode();
    byte[] target = inode == null ? null : inode.target();
    if (target != null) {
      if (symlinks++ == MAX_SYMLINKS) {
        throw refused("too many levels of symbolic links");
      }
      return directory(name.parent(), target);
    }
    if (inode == null) {
      throw refused("no such file or directory");
    }
    if (inode != Inode.DIRECTORY) {
      throw refused("not a directory");
    }
    return name;
  }

  /// The directory that the target of a symbolic link leads to.
  private Name directory(Name from, byte[] target) throws DamagedArchive {
    Name at = target[0] == '/' ? names.root() : from;
    int end;
    for (int start = 0; start < target.length; start = end + 1) {
      end = EntryPath.endOfComponent(target, start);
      if (steps++ == MAX_STEPS) {
        throw new Unsupported("cannot measure a layer with that many symbolic links");
      }
      if (EntryPath.isDotDot(target, start, end)) {
        at = at.parent();
      } else if (start < end && !EntryPath.isDot(target, start, end)) {
        @Nullable Name next = names.find(at, target, start, end);
        if (next == null) {
          throw refused("no such file or directory");
        }
        at = followed(next);
      }
    }
    return at;
  }

  /// What Docker says when the kernel refuses to make the entry for `reason`.
  private DamagedArchive refused(String reason) {
    byte[] last = path.last();
    if (startsWith(last, WHITEOUT) && !Arrays.equals(last, OPAQUE)) {
      String at = path.toString();
      int base = at.lastIndexOf('/') + 1;
      var hidden = at.substring(0, base) + at.substring(base + WHITEOUT.length);
      var hiddenPath = new EntryPath().parse(hidden.getBytes(UTF_8));
      return new DamagedArchive("failed to mknod(\"" + hiddenPath + "\", S_IFCHR, 0): " + reason);
    }
    String operation =
        switch (entry.type()) {
          case TarEntry.DIRECTORY -> "mkdir " + path + ": ";
          case TarEntry.SYMLINK -> "symlink " + text(entry.linkName()) + " " + path + ": ";
          case TarEntry.HARD_LINK ->
              "link " + new EntryPath().parse(entry.linkName()) + " " + path + ": ";
          case TarEntry.REGULAR -> "open " + path + ": ";
          default -> "";
        };
    return new DamagedArchive(operation + reason);
  }

  private static boolean startsWith(byte[] text, byte[] prefix) {
    return text.length >= prefix.length
        && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
