package io.jimg.output.progress;

import io.jimg.image.transfer.TransferEvent;
import io.jimg.oci.Digest;
import io.jimg.output.units.HumanSize;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A transfer as text. For scripts every change of state is a line, and progress in bytes is none;
/// on a terminal each layer has a line that is written over again, at most ten times a second. No
/// transfer waits for another one's line to be drawn.
public final class TransferReport implements Consumer<TransferEvent>, AutoCloseable {

  private static final long REDRAW_MILLIS = 100;

  private final PrintStream out;
  private final boolean quiet;
  private final StringBuilder buffer = new StringBuilder();
  private final @Nullable TerminalLines terminal;
  private final InstantSource clock;
  private final Map<Digest, Long> drawn = new ConcurrentHashMap<>();
  private final ReentrantLock drawing = new ReentrantLock();
  private volatile boolean started;

  /// For scripts.
  ///
  /// @param quiet prints nothing at all
  public TransferReport(PrintStream out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
    this.terminal = null;
    this.clock = InstantSource.fixed(Instant.EPOCH);
  }

  /// For a terminal.
  ///
  /// @param columns its width now, 0 when unknown
  public TransferReport(PrintStream out, IntSupplier columns, InstantSource clock) {
    this.out = out;
    this.quiet = false;
    this.terminal = new TerminalLines(buffer, columns);
    this.clock = clock;
  }

  @Override
  public void accept(TransferEvent event) {
    started = true;
    if (quiet) {
      return;
    }
    switch (event) {
      case TransferEvent.Started(var label, var repository) ->
          line(label + ": Pulling from " + repository);
      case TransferEvent.Layer(var digest, var state) -> state(digest, of(state));
      case TransferEvent.Advanced(var digest, long received, long total) ->
          progress(digest, "Downloading", received, total);
      case TransferEvent.Resumed(var digest, long offset) -> resumed(digest, offset);
      case TransferEvent.Retrying(var digest, long seconds) ->
          state(digest, "Retrying in " + seconds + (seconds == 1 ? " second" : " seconds"));
      case TransferEvent.Resolved(var digest) -> line("Digest: " + digest);
      case TransferEvent.PushStarted(var repository) ->
          line("The push refers to repository [" + repository + "]");
      case TransferEvent.Sent(var diffId, long sent, long total) ->
          progress(diffId, "Pushing", sent, total);
      case TransferEvent.Mounted(var diffId, var repository) ->
          state(diffId, "Mounted from " + repository);
      case TransferEvent.Pushed(var tag, var digest, long size) ->
          line(tag + ": digest: " + digest + " size: " + size);
    }
  }

  /// The last line of a transfer.
  public void status(String text) {
    if (!quiet) {
      line("Status: " + text);
    }
  }

  /// A line for the user, after everything else.
  public void notice(String text) {
    if (!quiet) {
      line(text);
    }
  }

  /// Whether anything has been reported: Docker's errors read differently from then on.
  public boolean hasStarted() {
    return started;
  }

  private void line(String text) {
    drawing.lock();
    try {
      if (terminal != null) {
        terminal.text(text);
      } else {
        buffer.append(text).append('\n');
      }
      write();
    } finally {
      drawing.unlock();
    }
  }

  private void state(Digest digest, String state) {
    drawing.lock();
    try {
      if (terminal != null) {
        terminal.state(digest.shortHex(), state);
      } else {
        buffer.append(digest.shortHex()).append(": ").append(state).append('\n');
      }
      write();
    } finally {
      drawing.unlock();
    }
  }

  private void resumed(Digest digest, long offset) {
    String at = HumanSize.threeDigits(offset);
    if (terminal != null) {
      state(digest, "Resuming at " + at);
    } else {
      line("Resuming " + digest.shortHex() + " at " + at);
    }
  }

  private void progress(Digest digest, String what, long received, long total) {
    if (terminal == null) {
      return;
    }
    long now = clock.millis();
    Long last = drawn.get(digest);
    if ((last != null && now - last < REDRAW_MILLIS) || !drawing.tryLock()) {
      return;
    }
    try {
      drawn.put(digest, now);
      terminal.progress(digest.shortHex(), what, received, total);
      write();
    } finally {
      drawing.unlock();
    }
  }

  private void write() {
    out.append(buffer).flush();
    buffer.setLength(0);
  }

  private static String of(TransferEvent.State state) {
    return switch (state) {
      case FOUND -> "Pulling fs layer";
      case ALREADY_PRESENT -> "Already exists";
      case WAITING -> "Waiting";
      case VERIFYING -> "Verifying Checksum";
      case DOWNLOADED -> "Download complete";
      case FINISHED -> "Pull complete";
      case PREPARING -> "Preparing";
      case ALREADY_THERE -> "Layer already exists";
      case SKIPPED -> "Skipped foreign layer";
      case PUSHED -> "Pushed";
    };
  }

  @Override
  public void close() {}
}
