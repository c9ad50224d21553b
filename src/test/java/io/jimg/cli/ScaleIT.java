package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Shell;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each of ten thousand images adds to the work of a command, in bytes and calls as the kernel
/// counts them of real processes: the same on a slow day as on a good one. `src/bench/scale` prints
/// the times.
class ScaleIT {

  private static final String JIMG =
      Path.of(System.getProperty("jimg.tree"), "bin/jimg").toString();
  private static final int FEW = 10;
  private static final int MANY = 10_000;

  /// Index and catalog are read in large slices. A command that opened a file of each image would
  /// make as many more calls as there are images.
  private static final int MORE_CALLS = MANY / 20;

  @TempDir private static Path temporary;

  /// What a process asked the kernel to move, from and to the page cache too (`proc_pid_io(5)`).
  ///
  /// @param read bytes
  /// @param written bytes
  /// @param calls that read or wrote
  private record Work(long read, long written, long calls) {}

  @BeforeAll
  static void fill() {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    for (int count : new int[] {FEW, MANY}) {
      String store = store(count).toString();
      Shell.run(java, "src/bench/Fill.java", store, Integer.toString(count)).orThrow();
      // The first write makes the index ours, the first list fills the catalog.
      work(count, "tag fill:1 new:1");
      work(count, "images");
    }
  }

  private static Path store(int count) {
    return temporary.resolve("of" + count);
  }

  private static Work work(int count, String command) {
    String script = JIMG + " " + command + " >/dev/null\ncat /proc/$$/io";
    var env = Map.of("JIMG_ROOT", store(count).toString());
    String counters = Shell.run(env, "bash", "-ec", script).orThrow();
    return new Work(
        counter(counters, "rchar"),
        counter(counters, "wchar"),
        counter(counters, "syscr") + counter(counters, "syscw"));
  }

  private static long counter(String counters, String name) {
    String found =
        counters.lines().filter(line -> line.startsWith(name + ": ")).findFirst().orElseThrow();
    return Long.parseLong(found.substring(name.length() + 2));
  }

  /// An entry of the index has nearly 400 bytes, a line of the catalog a thousand; lists write a
  /// line for each image.
  @ParameterizedTest
  @CsvSource({
    "tag fill:5 new:2, 450, 450",
    "rmi new:1, 1800, 450",
    "rmi fill:2, 2000, 450",
    "inspect fill:3, 1800, 0",
    "inspect --format {{.Id}} fill:3, 1800, 0",
    "history fill:3, 1800, 0",
    "images, 1800, 150",
    "images -q, 1800, 20",
    "system df, 2500, 0",
    "system df -v, 2500, 200",
  })
  void anImageAddsItsLinesAndNoFile(String command, long read, long written) {
    var few = work(FEW, command);
    var many = work(MANY, command);
    String what = command + ": " + few + ", " + many;
    assertTrue(many.calls - few.calls < MORE_CALLS, what);
    assertTrue((many.read - few.read) / (MANY - FEW) <= read, what);
    assertTrue((many.written - few.written) / (MANY - FEW) <= written, what);
  }
}
