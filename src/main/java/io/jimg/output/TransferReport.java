package io.jimg.output;

import io.jimg.image.TransferEvent;
import java.io.PrintStream;
import java.util.function.Consumer;

/// A transfer as text for scripts: every change of state is a line, progress in bytes is none.
public final class TransferReport implements Consumer<TransferEvent>, AutoCloseable {

  private final PrintStream out;
  private final boolean quiet;
  private boolean started;

  /// @param quiet prints nothing at all
  public TransferReport(PrintStream out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  @Override
  public synchronized void accept(TransferEvent event) {
    started = true;
    switch (event) {
      case TransferEvent.Started(var label, var repository) ->
          line(label + ": Pulling from " + repository);
      case TransferEvent.Layer(var digest, var state) -> line(digest.shortHex() + ": " + of(state));
      case TransferEvent.Advanced _ -> {}
      case TransferEvent.Resumed(var digest, long offset) ->
          line("Resuming " + digest.shortHex() + " at " + HumanSize.threeDigits(offset));
      case TransferEvent.Resolved(var digest) -> line("Digest: " + digest);
      case TransferEvent.Noticed(var text) -> line(text);
    }
  }

  /// The last line of a transfer.
  public synchronized void status(String text) {
    line("Status: " + text);
  }

  /// Whether anything has been reported: Docker's errors read differently from then on.
  public synchronized boolean hasStarted() {
    return started;
  }

  private void line(String text) {
    if (!quiet) {
      out.println(text);
      out.flush();
    }
  }

  private static String of(TransferEvent.State state) {
    return switch (state) {
      case FOUND -> "Pulling fs layer";
      case ALREADY_PRESENT -> "Already exists";
      case WAITING -> "Waiting";
      case VERIFYING -> "Verifying Checksum";
      case DOWNLOADED -> "Download complete";
      case FINISHED -> "Pull complete";
    };
  }

  @Override
  public synchronized void close() {}
}
