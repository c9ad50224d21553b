package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Shell;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ten thousand images cost, in processor time of real processes. `src/bench/scale` prints
/// what there is to say of it; this holds the limits.
class ScaleIT {

  private static final String JIMG =
      Path.of(System.getProperty("jimg.tree"), "bin/jimg").toString();
  private static final int RUNS = 9;

  @TempDir Path temporary;

  private Path fill(int count) {
    var store = temporary.resolve("of" + count);
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    Shell.run(java, "src/bench/Fill.java", store.toString(), Integer.toString(count)).orThrow();
    jimg(store, "tag", "fill:1", "warm:1").orThrow();
    jimg(store, "images").orThrow();
    return store;
  }

  private static Shell.Result jimg(Path store, String... words) {
    var command = new String[words.length + 1];
    command[0] = JIMG;
    System.arraycopy(words, 0, command, 1, words.length);
    return Shell.run(Map.of("JIMG_ROOT", store.toString()), command);
  }

  /// The least of some runs, in milliseconds of processor time. `{}` is the number of the run.
  private static double cpu(Path store, String command) {
    double least = Double.MAX_VALUE;
    for (int i = 1; i <= RUNS; i++) {
      String line = JIMG + " " + command.replace("{}", Integer.toString(i));
      String script = "TIMEFORMAT='%U %S'; time " + line + " >/dev/null";
      var env = Map.of("JIMG_ROOT", store.toString());
      String[] times = Shell.run(env, "bash", "-ec", script).orThrow().split(" ");
      least = Math.min(least, Double.parseDouble(times[0]) + Double.parseDouble(times[1]));
    }
    return least * 1000;
  }

  private static void assertWithin(double limit, double actual, String command) {
    assertTrue(actual <= limit, () -> command + ": " + actual + " where " + limit + " is allowed");
  }

  @Test
  void namesCostTheSameAndListsUnderASecond() {
    var few = fill(10);
    var many = fill(10_000);
    String tag = "tag fill:5 new:{}";
    assertWithin(1.5 * cpu(few, tag), cpu(many, tag), tag);
    for (String rmi : new String[] {"rmi new:{}", "rmi fill:{}"}) {
      assertWithin(2.5 * cpu(few, rmi), cpu(many, rmi), rmi);
    }
    for (String list : new String[] {"images", "images -q", "system df", "system df -v"}) {
      assertWithin(1000, cpu(many, list), list);
    }
  }
}
