package io.jimg.output;

import io.jimg.image.check.StoreCheck;
import io.jimg.output.units.HumanSize;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// How far a check is: one line of a terminal, written over again at most ten times a second, gone
/// in the end.
public final class CheckProgress implements StoreCheck.Progress, AutoCloseable {

  private static final long REDRAW_MILLIS = 100;
  private static final int UNKNOWN_WIDTH = 80;
  private static final int WIDEST = 50;

  /// Columns that everything but the bar takes.
  private static final int TEXT = 42;

  private static final String CLEAR = "\r\u001b[2K";

  private final PrintStream terminal;
  private final IntSupplier columns;
  private final InstantSource clock;
  private final ReentrantLock drawing = new ReentrantLock();
  private long drawn;

  public CheckProgress(PrintStream terminal, IntSupplier columns, InstantSource clock) {
    this.terminal = terminal;
    this.columns = columns;
    this.clock = clock;
  }

  @Override
  public void at(String doing, long done, long total) {
    if (!drawing.tryLock()) {
      return;
    }
    try {
      long now = clock.millis();
      if (now - drawn >= REDRAW_MILLIS) {
        drawn = now;
        terminal.print(CLEAR + line(doing, Math.min(done, total), total));
        terminal.flush();
      }
    } finally {
      drawing.unlock();
    }
  }

  private String line(String doing, long done, long total) {
    int width = columns.getAsInt();
    int cells = Math.clamp((width == 0 ? UNKNOWN_WIDTH : width) - TEXT, 0, WIDEST);
    int full = total == 0 ? cells : (int) (done * cells / total);
    String bar = cells == 0 ? "" : "[" + "=".repeat(full) + " ".repeat(cells - full) + "] ";
    return doing + ' ' + bar + HumanSize.fourDigits(done) + '/' + HumanSize.fourDigits(total);
  }

  @Override
  public void close() {
    if (drawn != 0) {
      terminal.print(CLEAR);
      terminal.flush();
    }
  }
}
