package io.jimg.archive.tree;

import io.jimg.error.Unsupported;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The names of a layer, found by parent and name in one hash table: a directory of its own a table
/// would take several times the memory. Hostile names cannot be made to collide, since the hash has
/// a secret.
final class Names {

  /// One name. A name without inode does not exist, but its place is kept.
  static final class Name {
    private final @Nullable Name parent;
    private final byte[] text;
    private final int hash;
    private @Nullable Inode inode;
    private @Nullable Name inBucket;
    private @Nullable Name firstChild;
    private @Nullable Name sibling;

    Name(@Nullable Name parent, byte[] text, int hash) {
      this.parent = parent;
      this.text = text;
      this.hash = hash;
    }

    /// The directory that the name is in; the root is in itself.
    Name parent() {
      return parent == null ? this : parent;
    }

    @Nullable Inode inode() {
      return inode;
    }

    boolean isDirectory() {
      return inode == Inode.DIRECTORY;
    }
  }

  /// About what a name takes beside its characters, and an inode beside its target.
  private static final int NAME_OVERHEAD = 64;

  private static final int INODE_OVERHEAD = 32;

  private final long secret = ThreadLocalRandom.current().nextLong() | 1;
  private final Name root = new Name(null, new byte[0], 1);
  private final long memory;
  private @Nullable Name[] buckets = new @Nullable Name[64];
  private int count;
  private long used;
  private long size;

  /// @param memory bytes that the names may take, about
  Names(long memory) {
    this.memory = memory;
    root.inode = Inode.DIRECTORY;
  }

  Name root() {
    return root;
  }

  /// Bytes of everything that has a name.
  long size() {
    return size;
  }

  /// What stands under a name, which may not exist; null when it never did.
  @Nullable Name find(Name parent, byte[] text, int from, int to) {
    int hash = hash(parent, text, from, to);
    Name name = buckets[hash & (buckets.length - 1)];
    while (name != null && !isThat(name, parent, text, from, to)) {
      name = name.inBucket;
    }
    return name;
  }

  /// The place of a name, made when there is none.
  Name place(Name parent, byte[] text) {
    Name found = find(parent, text, 0, text.length);
    if (found != null) {
      return found;
    }
    var name = new Name(parent, text, hash(parent, text, 0, text.length));
    charge(NAME_OVERHEAD + text.length);
    name.sibling = parent.firstChild;
    parent.firstChild = name;
    if (++count > buckets.length) {
      grow();
    }
    insert(name);
    return name;
  }

  /// Gives a name that does not exist an inode.
  void link(Name name, Inode inode) {
    name.inode = inode;
    byte[] target = inode.target();
    charge(INODE_OVERHEAD + (target == null ? 0 : target.length));
    size += inode.link();
  }

  /// Removes a name and, when it is a directory, everything below it.
  void remove(Name name) {
    unlink(name);
    Name below = name.firstChild;
    name.firstChild = null;
    while (below != null) {
      Name next = below.sibling;
      if (below.firstChild != null) {
        // Its children go first, and then it is looked at again.
        Name last = below.firstChild;
        while (last.sibling != null) {
          last = last.sibling;
        }
        last.sibling = below;
        next = below.firstChild;
        below.firstChild = null;
      } else {
        unlink(below);
        forget(below);
      }
      below = next;
    }
  }

  private void unlink(Name name) {
    var inode = name.inode;
    if (inode != null) {
      byte[] target = inode.target();
      used -= INODE_OVERHEAD + (target == null ? 0 : target.length);
      size -= inode.unlink();
      name.inode = null;
    }
  }

  private void forget(Name name) {
    int bucket = name.hash & (buckets.length - 1);
    Name before = buckets[bucket];
    if (before == name) {
      buckets[bucket] = name.inBucket;
    } else {
      while (before != null && before.inBucket != name) {
        before = before.inBucket;
      }
      if (before != null) {
        before.inBucket = name.inBucket;
      }
    }
    count--;
    used -= NAME_OVERHEAD + name.text.length;
  }

  private void charge(long bytes) {
    used += bytes;
    if (used > memory) {
      throw new Unsupported(
          "cannot measure a layer of more than " + count + " files in " + memory + " bytes");
    }
  }

  private void grow() {
    var names = buckets;
    buckets = new @Nullable Name[2 * names.length];
    for (Name name : names) {
      while (name != null) {
        Name next = name.inBucket;
        insert(name);
        name = next;
      }
    }
  }

  private void insert(Name name) {
    int bucket = name.hash & (buckets.length - 1);
    name.inBucket = buckets[bucket];
    buckets[bucket] = name;
  }

  private int hash(Name parent, byte[] text, int from, int to) {
    long hash = parent.hash;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text[i]) * secret;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private static boolean isThat(Name name, Name parent, byte[] text, int from, int to) {
    return name.parent == parent && Arrays.equals(name.text, 0, name.text.length, text, from, to);
  }
}
