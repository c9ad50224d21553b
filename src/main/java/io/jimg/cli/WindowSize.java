package io.jimg.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The width of the terminal behind a descriptor, asked of the operating system each time, so that
/// a
/// resized window is noticed. Costs some 30 ms at first, hence never asked before it is needed.
final class WindowSize implements IntSupplier {

  private static final long TIOCGWINSZ_LINUX = 0x5413;
  private static final long TIOCGWINSZ_BSD = 0x40087468;

  private final int descriptor;
  private final long request;
  private @Nullable MethodHandle ioctl;
  private boolean failed;

  WindowSize(int descriptor, String operatingSystem) {
    this.descriptor = descriptor;
    this.request = operatingSystem.startsWith("Linux") ? TIOCGWINSZ_LINUX : TIOCGWINSZ_BSD;
  }

  /// 0 where it is no terminal or does not say.
  @Override
  @SuppressWarnings("restricted") // the launcher enables native access
  public synchronized int getAsInt() {
    if (failed) {
      return 0;
    }
    try (var arena = Arena.ofConfined()) {
      if (ioctl == null) {
        ioctl = link();
      }
      var size = arena.allocate(ValueLayout.JAVA_SHORT, 4); // rows, columns, pixels
      int status = (int) ioctl.invokeExact(descriptor, request, size);
      return status == 0 ? Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1)) : 0;
    } catch (
        Throwable e) { // what a method handle throws; without a width the output only looks worse
      failed = true;
      return 0;
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("ioctl"),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
        Linker.Option.firstVariadicArg(2));
  }
}
