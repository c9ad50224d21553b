package io.jimg.cli;

import io.jimg.cli.frame.PromptGuard;
import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;

/// Looks after the terminal of this process: a shutdown hook stands by as long as a question waits,
/// which meets Ctrl-C, SIGTERM and a terminal that is closed alike.
final class ProcessGuard implements PromptGuard {

  private static final int STANDARD_INPUT = 0;

  private final PrintStream out;
  private final String operatingSystem;

  ProcessGuard(PrintStream out, String operatingSystem) {
    this.out = out;
    this.operatingSystem = operatingSystem;
  }

  @Override
  public Watch begin(boolean echo) {
    Runnable restore = echo ? () -> {} : TerminalEcho.off(STANDARD_INPUT, operatingSystem)::restore;
    var hook = new Thread(() -> end(restore));
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      restore.run();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        awaitEnd(); // the hook is at work
      }
    };
  }

  private void end(Runnable restore) {
    restore.run();
    out.println();
    out.flush();
    Runtime.getRuntime().halt(0);
  }

  /// Keeps the answer from having an effect.
  private static void awaitEnd() {
    while (true) {
      LockSupport.park();
    }
  }
}
