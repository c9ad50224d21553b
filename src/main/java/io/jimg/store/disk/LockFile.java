package io.jimg.store.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A file whose bytes are locks between threads and processes; a lock dies with its process.
///
/// The system's locks belong to the process, and closing *any* channel of a file drops all that the
/// process holds on it. So there is one channel per file in the whole JVM (the one static state of
/// the store), threads are kept apart before the system is asked, and the system is only ever asked
/// in the form that an interrupt cannot turn into a closed channel.
public final class LockFile implements AutoCloseable {

  private static final Map<Path, LockFile> OPEN = new HashMap<>();
  private static final int ALL = 1 << 20;
  private static final long LONGEST_PAUSE = 20_000_000;

  private final Path file;
  private final FileChannel channel;
  private final Map<Long, Slot> slots = new HashMap<>();
  private int users;

  private LockFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @param file must be spelled the same way by everybody in this JVM: a real path
  static LockFile open(Path file) throws IOException {
    synchronized (OPEN) {
      var lock = OPEN.get(file);
      if (lock == null) {
        lock = new LockFile(file, FileChannel.open(file, CREATE, READ, WRITE));
        OPEN.put(file, lock);
      }
      lock.users++;
      return lock;
    }
  }

  /// The channel is closed with its last user.
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(file);
        channel.close();
      }
    }
  }

  /// Waits until nobody else, thread or process, holds byte `at` in any way.
  ///
  /// @param waiting called once when somebody else holds it
  Hold exclusive(long at, Runnable waiting) throws IOException, InterruptedException {
    var slot = slot(at);
    boolean told = !slot.permits.tryAcquire(ALL);
    if (told) {
      waiting.run();
      slot.permits.acquire(ALL);
    }
    try {
      var lock = channel.tryLock(at, 1, false);
      if (lock == null && !told) {
        waiting.run();
      }
      var held = lock == null ? waitFor(at, false) : lock;
      return () -> {
        try {
          held.release();
        } finally {
          slot.permits.release(ALL);
        }
      };
    } catch (IOException | InterruptedException | RuntimeException e) {
      slot.permits.release(ALL);
      throw e;
    }
  }

  /// Null when somebody else holds byte `at`.
  @Nullable Hold tryExclusive(long at) throws IOException {
    var slot = slot(at);
    if (!slot.permits.tryAcquire(ALL)) {
      return null;
    }
    FileLock lock = null;
    try {
      lock = channel.tryLock(at, 1, false);
    } finally {
      if (lock == null) {
        slot.permits.release(ALL);
      }
    }
    if (lock == null) {
      return null;
    }
    var held = lock;
    return () -> {
      try {
        held.release();
      } finally {
        slot.permits.release(ALL);
      }
    };
  }

  /// Waits until nobody holds byte `at` exclusively; others may share it.
  Hold shared(long at) throws IOException, InterruptedException {
    var slot = slot(at);
    slot.permits.acquire(1);
    try {
      slot.enter(this, at);
    } catch (IOException | InterruptedException | RuntimeException e) {
      slot.permits.release(1);
      throw e;
    }
    return () -> {
      try {
        slot.leave();
      } finally {
        slot.permits.release(1);
      }
    };
  }

  private FileLock waitFor(long at, boolean shared) throws IOException, InterruptedException {
    long pause = 500_000;
    while (true) {
      var lock = channel.tryLock(at, 1, shared);
      if (lock != null) {
        return lock;
      }
      Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  private Slot slot(long at) {
    synchronized (slots) {
      return slots.computeIfAbsent(at, _ -> new Slot());
    }
  }

  /// A lock that is held until it is closed, by whichever thread.
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /// The threads of this JVM at one byte: the first to share takes the system's lock for all.
  private static final class Slot {

    final Semaphore permits = new Semaphore(ALL, true);
    private final ReentrantLock gate = new ReentrantLock();
    private int sharers;
    private @Nullable FileLock lock;

    void enter(LockFile file, long at) throws IOException, InterruptedException {
      gate.lockInterruptibly();
      try {
        if (sharers == 0) {
          lock = file.waitFor(at, true);
        }
        sharers++;
      } finally {
        gate.unlock();
      }
    }

    void leave() throws IOException {
      gate.lock();
      try {
        if (--sharers == 0 && lock != null) {
          lock.release();
          lock = null;
        }
      } finally {
        gate.unlock();
      }
    }
  }
}
