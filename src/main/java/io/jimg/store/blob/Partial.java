package io.jimg.store.blob;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.LockFile.Hold;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file of a download in progress, `ingest/<algorithm>-<hex>`, and its sidecar `….state`: the
/// blob's size, how much was forced, and on which start of the machine it was written. Both belong
/// to whoever holds the digest's lock.
final class Partial implements AutoCloseable {

  static final String STATE = ".state";

  /// Between two flushes: what a power loss (not a kill) costs at most.
  private static final long FLUSH = 32 << 20;

  /// Smaller beginnings are not worth a sidecar; without one a download starts again.
  private static final long WORTH_KEEPING = 1 << 20;

  /// Of any `long`.
  private static final int DIGITS = 19;

  private final Layout layout;
  private final Descriptor expected;
  private final BootId boot;
  private final Path file;
  private final FileChannel channel;
  private final Hold hold;
  private long size;
  private volatile long recorded = -1;
  private @Nullable Thread flusher;
  private volatile long flushed;
  private volatile @Nullable IOException flushFailure;
  private boolean closed;

  private Partial(Layout layout, Descriptor expected, BootId boot, Hold hold) throws IOException {
    this.layout = layout;
    this.expected = expected;
    this.boot = boot;
    this.hold = hold;
    this.file = layout.ingest().resolve(name(expected.digest()));
    this.channel = layout.files().open(file, CREATE, READ, WRITE);
  }

  /// @param hold given back when the partial is closed, not when this throws
  static Partial open(Layout layout, Descriptor expected, BootId boot, Hold hold)
      throws IOException {
    var partial = new Partial(layout, expected, boot, hold);
    try {
      partial.resume();
      return partial;
    } catch (IOException | RuntimeException e) {
      partial.channel.close();
      throw e;
    }
  }

  static String name(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }

  private Path sidecar() {
    return layout.ingest().resolve(name(expected.digest()) + STATE);
  }

  /// Goes on only from bytes that were really written by somebody who received this blob.
  private void resume() throws IOException {
    long there = channel.size();
    if (there == 0) {
      return;
    }
    var state = there <= expected.size() ? State.read(sidecar()) : State.NONE;
    boolean known = state.size() == expected.size();
    long forced = known ? Math.min(state.forced(), there) : 0;
    long kept = known && boot.isSame(state.boot()) ? there : forced;
    if (kept < there) {
      layout.files().truncate(channel, file, kept);
    }
    channel.position(kept);
    size = kept;
    flushed = forced;
    if (kept > 0) {
      record(forced);
    }
  }

  /// What a sidecar says.
  private record State(long size, long forced, String boot) {

    static final State NONE = new State(-1, 0, "");

    static State read(Path sidecar) throws IOException {
      try (var in = Files.newInputStream(sidecar)) {
        String[] words = new String(in.readNBytes(256), US_ASCII).strip().split(" ", -1);
        return words.length == 3
            ? new State(Long.parseLong(words[0]), Math.max(0, Long.parseLong(words[1])), words[2])
            : NONE;
      } catch (NoSuchFileException | NumberFormatException e) {
        return NONE;
      }
    }
  }

  long size() {
    return size;
  }

  void write(ByteBuffer content) throws IOException {
    int count = content.remaining();
    layout.files().write(channel, file, content);
    size += count;
    if (recorded < 0 && size >= WORTH_KEEPING) {
      record(0);
    }
    var failure = flushFailure;
    if (failure != null) {
      throw failure;
    }
    if (size - flushed >= FLUSH && (flusher == null || !flusher.isAlive())) {
      long upTo = size;
      flusher = Thread.ofPlatform().name("flush").start(() -> flush(upTo));
    }
  }

  /// Runs beside the download, so that the last force has little left to do.
  private void flush(long upTo) {
    try {
      layout.files().force(channel, file);
      flushed = upTo;
      record(upTo);
    } catch (IOException e) {
      flushFailure = e;
    }
  }

  /// In one write over the same number of bytes: a process that is killed leaves the old text or
  /// the new one, and not an empty file, with which the download would start again.
  private void record(long forced) throws IOException {
    String digits = Long.toString(forced);
    String padded = "0".repeat(DIGITS - digits.length()) + digits;
    var text = expected.size() + " " + padded + " " + boot.value() + "\n";
    var state = sidecar();
    try (var out = layout.files().open(state, CREATE, WRITE)) {
      layout.files().write(out, state, ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }
    recorded = forced;
  }

  /// Bytes read at `position`, at least one.
  int read(long position, ByteBuffer into) throws IOException {
    int count = channel.read(into, position);
    if (count <= 0) {
      throw new EOFException("the partial download was changed by somebody else");
    }
    return count;
  }

  void truncate() throws IOException {
    join();
    layout.files().truncate(channel, file, 0);
    channel.position(0);
    size = 0;
    flushed = 0;
    deleteSidecar();
  }

  /// Forces what is there and gives it its final name.
  void moveTo(Path blob) throws IOException {
    join();
    layout.files().force(channel, file);
    layout.files().move(file, blob);
    deleteSidecar();
    close();
  }

  void discard() {
    if (closed) {
      return;
    }
    try {
      join();
      layout.files().delete(file);
      deleteSidecar();
    } catch (IOException e) {
      // what cannot be deleted is garbage, and goes with the next prune
    } finally {
      close();
    }
  }

  private void deleteSidecar() throws IOException {
    if (recorded >= 0) {
      layout.files().delete(sidecar());
      recorded = -1;
    }
  }

  private void join() {
    var running = flusher;
    if (running == null) {
      return;
    }
    boolean interrupted = false;
    while (running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    flusher = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Keeps the file for whoever comes next, unless there is nothing in it.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    join();
    closed = true;
    try (var _ = hold;
        var _ = channel) {
      if (size == 0) {
        layout.files().delete(file);
      }
    } catch (IOException e) {
      // the lock goes with the process at the latest
    }
  }
}
