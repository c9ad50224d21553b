package io.jimg.cli;

import io.jimg.cli.frame.failure.CommandFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Keeps a terminal from showing what is typed (POSIX termios), until it is told to go on.
final class TerminalEcho {

  private static final int LARGER_THAN_TERMIOS = 256;
  private static final int AT_ONCE = 0; // TCSANOW
  private static final long ECHO = 8;

  /// How a system's `struct termios` begins.
  ///
  /// @param lineMode the bits of its local flags for whole lines and for signals from keys
  private record Layout(int flagSize, long lineMode) {

    static Layout of(String operatingSystem) {
      return operatingSystem.startsWith("Linux") ? new Layout(4, 0x3) : new Layout(8, 0x180);
    }

    /// The local flags stand behind three other sets.
    long flags(MemorySegment termios) {
      return flagSize == 4
          ? termios.get(ValueLayout.JAVA_INT, 12)
          : termios.get(ValueLayout.JAVA_LONG, 24);
    }

    void set(MemorySegment termios, long flags) {
      if (flagSize == 4) {
        termios.set(ValueLayout.JAVA_INT, 12, (int) flags);
      } else {
        termios.set(ValueLayout.JAVA_LONG, 24, flags);
      }
    }
  }

  private final int descriptor;
  private final MethodHandle set;
  private final MemorySegment before;

  private TerminalEcho(int descriptor, MethodHandle set, MemorySegment before) {
    this.descriptor = descriptor;
    this.set = set;
    this.before = before;
  }

  /// Switches the echo of the terminal behind `descriptor` off.
  ///
  /// @throws CommandFailure when that is impossible
  static TerminalEcho off(int descriptor, String operatingSystem) {
    try {
      var arena = Arena.global(); // restored from a shutdown hook at the latest
      var before = arena.allocate(LARGER_THAN_TERMIOS, Long.BYTES);
      var silent = arena.allocate(LARGER_THAN_TERMIOS, Long.BYTES);
      var get =
          link(
              "tcgetattr",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      var set =
          link(
              "tcsetattr",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS));
      if ((int) get.invokeExact(descriptor, before) == 0) {
        silent.copyFrom(before);
        var layout = Layout.of(operatingSystem);
        layout.set(silent, (layout.flags(before) & ~ECHO) | layout.lineMode());
        if ((int) set.invokeExact(descriptor, AT_ONCE, silent) == 0) {
          return new TerminalEcho(descriptor, set, before);
        }
      }
    } catch (Throwable e) { // what a method handle throws
      throw impossible(e);
    }
    throw impossible(null);
  }

  /// As it was before; any number of times.
  void restore() {
    try {
      int _ = (int) set.invokeExact(descriptor, AT_ONCE, before);
    } catch (Throwable e) { // what a method handle throws
      throw impossible(e);
    }
  }

  @SuppressWarnings("restricted") // the launcher enables native access
  private static MethodHandle link(String function, FunctionDescriptor descriptor) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor);
  }

  private static CommandFailure impossible(@Nullable Throwable cause) {
    return new CommandFailure(
        "the terminal cannot be told not to show what is typed: use --password-stdin",
        CommandFailure.ERROR,
        cause);
  }
}
