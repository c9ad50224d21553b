package io.jimg.store.blob;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.LockFile;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The leases of all processes.
public final class Leases {

  private static final int ID = 32;

  private final Layout layout;
  private final StoreLocks locks;

  public Leases(Layout layout, StoreLocks locks) {
    this.layout = layout;
    this.locks = locks;
  }

  /// What there is.
  ///
  /// @param pinned by live leases, ours included
  /// @param dead how many leases are of processes that are gone
  public record Found(Set<Digest> pinned, int dead) {}

  /// Whoever wants to act on it holds the content lock.
  public Found found() throws IOException {
    return read(false);
  }

  /// The same, and deletes the leases whose process is gone.
  public Found foundAndCleaned() throws IOException {
    return read(true);
  }

  private Found read(boolean deleteDead) throws IOException {
    var pinned = new HashSet<Digest>();
    int dead = 0;
    for (var file : StoreFiles.children(layout.leases())) {
      if (isLease(file) && !addIfAlive(file, pinned)) {
        dead++;
        if (deleteDead) {
          layout.files().delete(file);
        }
      }
    }
    return new Found(pinned, dead);
  }

  private boolean addIfAlive(Path file, Set<Digest> pinned) throws IOException {
    try (var dead = tryLease(file)) {
      if (dead != null) {
        return false;
      }
      Files.readAllLines(file).forEach(line -> addDigest(line, pinned));
    } catch (NoSuchFileException e) {
      // closed in the meantime
    }
    return true;
  }

  /// Where locks cannot be had, every lease counts as alive.
  private LockFile.@Nullable Hold tryLease(Path file) {
    try {
      return locks.tryLease(file.getFileName().toString());
    } catch (IOException e) {
      return null;
    }
  }

  private static void addDigest(String line, Set<Digest> pinned) {
    try {
      pinned.add(Digest.parse(line));
    } catch (InvalidInput e) {
      // cut when its process was killed: it relies on nothing any more
    }
  }

  private static boolean isLease(Path file) {
    String name = file.getFileName().toString();
    if (name.length() != ID) {
      return false;
    }
    for (int i = 0; i < ID; i++) {
      if (Character.digit(name.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
