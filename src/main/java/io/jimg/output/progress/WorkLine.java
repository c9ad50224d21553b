package io.jimg.output.progress;

import io.jimg.image.work.WorkProgress;
import io.jimg.output.units.HumanSize;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// How far work on the store is: one line of a terminal, written over again at most ten times a
/// second, gone when the work is done.
public final class WorkLine implements WorkProgress {

  private static final long REDRAW_MILLIS = 100;
  private static final int UNKNOWN_WIDTH = 80;
  private static final int WIDEST = 50;

  /// Columns that everything but the bar takes, where what is done takes as many as it usually
  /// does.
  private static final int TEXT = 42;

  private static final int USUAL = 16;

  private static final String CLEAR = "\r\u001b[2K";

  private final PrintStream terminal;
  private final IntSupplier columns;
  private final InstantSource clock;
  private final ReentrantLock drawing = new ReentrantLock();
  private String work = "";
  private long furthest;
  private long drawn;

  /// The line, as what the work knows of it.
  public static WorkProgress on(PrintStream terminal, IntSupplier columns, InstantSource clock) {
    return new WorkLine(terminal, columns, clock);
  }

  WorkLine(PrintStream terminal, IntSupplier columns, InstantSource clock) {
    this.terminal = terminal;
    this.columns = columns;
    this.clock = clock;
  }

  @Override
  public void at(String doing, long done, long total) {
    drawing.lock();
    try {
      boolean other = !doing.equals(work);
      // Threads do not come in the order of what they have counted.
      if (other || done > furthest) {
        work = doing;
        furthest = done;
        draw(doing, done, total, other);
      }
    } finally {
      drawing.unlock();
    }
  }

  private void draw(String doing, long done, long total, boolean atOnce) {
    long now = clock.millis();
    if (done >= total) {
      clear();
    } else if (atOnce || now - drawn >= REDRAW_MILLIS) {
      drawn = now;
      terminal.print(CLEAR + line(doing, done, total));
      terminal.flush();
    }
  }

  private void clear() {
    work = "";
    if (drawn != 0) {
      drawn = 0;
      terminal.print(CLEAR);
      terminal.flush();
    }
  }

  private String line(String doing, long done, long total) {
    int width = columns.getAsInt();
    int text = Math.max(TEXT, TEXT + doing.length() - USUAL);
    int cells = Math.clamp((width == 0 ? UNKNOWN_WIDTH : width) - text, 0, WIDEST);
    int full = total == 0 ? cells : (int) (done * cells / total);
    String bar = cells == 0 ? "" : "[" + "=".repeat(full) + " ".repeat(cells - full) + "] ";
    return doing + ' ' + bar + HumanSize.fourDigits(done) + '/' + HumanSize.fourDigits(total);
  }
}
