package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Docker;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Peers;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import io.jimg.testing.Tmux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The packaged jimg on a terminal, and the real Docker on one of the same size.
class TerminalIT {

  private static final Path JIMG =
      Path.of(System.getProperty("jimg.tree")).toAbsolutePath().resolve("bin/jimg");
  private static final int HALF = 1_500_000;

  @TempDir Path temporary;
  private final FakeRegistry registry = FakeRegistry.start();
  private final String image = registry.host() + "/terminal/layers:1";
  private int terminals;

  @AfterEach
  void stop() {
    registry.close();
  }

  private Tmux terminal(int columns, int rows, String script) throws Exception {
    var directory = Files.createDirectories(temporary.resolve("terminal" + terminals++));
    Map<String, String> env = new HashMap<>();
    env.put("JIMG_ROOT", temporary.resolve("store").toString());
    env.put("DOCKER_CONFIG", Files.createDirectories(temporary.resolve("config")).toString());
    return Tmux.start(directory, columns, rows, env, script);
  }

  private Tmux jimg(int columns, int rows, String line) throws Exception {
    return terminal(columns, rows, JIMG + " " + line);
  }

  private Tmux docker(int columns, int rows, String line) throws Exception {
    Docker.require();
    return terminal(columns, rows, Peers.dockerCli28() + " " + line);
  }

  /// Layers whose every line fits a narrow terminal.
  private static Sample.Image small(int layers) {
    var image = Images.image();
    for (int i = 0; i < layers; i++) {
      image.layer(new Tar().file("file" + i, "terminal " + i).gzip());
    }
    return image.build();
  }

  @ParameterizedTest(name = "{2} layers on {0} x {1}")
  @CsvSource({"80, 24, 7", "40, 24, 7", "200, 24, 7", "80, 10, 25"})
  void aPullLeavesTheScreenAsDockersDoes(int columns, int rows, int layers) throws Exception {
    registry.serve("terminal/layers", "1", small(layers));
    String ours;
    try (var terminal = jimg(columns, rows, "pull " + image)) {
      ours = settled(terminal.awaitEnd());
    }
    try (var terminal = docker(columns, rows, "pull " + image)) {
      assertEquals(settled(terminal.awaitEnd()), ours);
    } finally {
      Docker.run("rmi", image);
    }
  }

  /// When Docker says that a layer waits is left to chance, which shows on lines that have scrolled
  /// off the screen.
  private static String settled(String screen) {
    return screen.replace(": Waiting", ": Pulling fs layer");
  }

  /// The bar needs more than 110 columns, and a window may change while it is drawn.
  private void theBarFollowsTheWidth(Tmux terminal, Semaphore permits) {
    String counts = " +\\d+(\\.\\d+)?[kM]?B/3\\.\\d+MB";
    Predicate<String> bar = has("[0-9a-f]{12}: Downloading \\[=*> +\\]" + counts);
    Predicate<String> noBar = has("[0-9a-f]{12}: Downloading " + counts);
    terminal.await(bar);
    terminal.resize(100, 20);
    permits.release();
    terminal.await(noBar);
    terminal.resize(150, 20);
    permits.release();
    terminal.await(bar);
    permits.release(1_000);
    assertTrue(terminal.awaitEnd().endsWith("exit 0"));
  }

  private static Predicate<String> has(String line) {
    return Pattern.compile("^" + line + "$", Pattern.MULTILINE).asPredicate();
  }

  @Test
  void theBarFollowsTheWidthAsDockersDoes() throws Exception {
    var permits = new Semaphore(0);
    var one = Images.image().layer(new Tar().noise("noise", 2 * HALF, 1).gzip()).build();
    registry.serve("terminal/layers", "1", one);
    var layer = Match.blob(one.layers().getFirst().digest());
    registry.fault(layer, Faults.holdAt(permits, HALF, HALF + 700_000, HALF + 1_400_000));
    try (var terminal = jimg(200, 20, "pull " + image)) {
      theBarFollowsTheWidth(terminal, permits);
    }
    permits.drainPermits();
    try (var terminal = docker(200, 20, "pull " + image)) {
      theBarFollowsTheWidth(terminal, permits);
    } finally {
      Docker.run("rmi", image);
    }
  }

  @Test
  void ctrlCEndsAPullWith130() throws Exception {
    var stalled = Images.image().layer(new Tar().noise("noise", 2 * HALF, 2).gzip()).build();
    registry.serve("terminal/layers", "1", stalled);
    registry.fault(Match.blob(stalled.layers().getFirst().digest()), Faults.stallAfter(HALF));
    String ours;
    try (var terminal = jimg(200, 20, "pull " + image)) {
      terminal.await(has(".*: Downloading .*/3\\..*"));
      terminal.press("C-c");
      ours = terminal.awaitEnd();
    }
    assertTrue(ours.endsWith("\n^Cexit 130"), ours);
  }

  @ParameterizedTest
  @CsvSource({
    "image prune --filter label=terminal, C-c",
    "image prune --filter label=terminal, n",
    "system prune --filter label=terminal, C-c",
    "image prune -a --filter label=terminal, y",
    "login -u somebody, C-c"
  })
  void aQuestionIsAnsweredAsInDocker(String line, String key) throws Exception {
    String typed = line.startsWith("login") ? line + " " + registry.host() : line;
    var answers = new String[2];
    for (int i = 0; i < 2; i++) {
      try (var terminal = i == 0 ? docker(80, 24, typed) : jimg(80, 24, typed)) {
        terminal.await(screen -> screen.endsWith("[y/N]") || screen.endsWith("Password:"));
        terminal.press(key);
        if (!key.equals("C-c")) {
          terminal.press("Enter");
        }
        answers[i] = terminal.awaitEnd();
      }
    }
    assertEquals(answers[0], answers[1]);
    assertTrue(answers[1].endsWith("\nexit 0"), answers[1]);
  }

  @Test
  void theTerminalShowsWhatIsTypedAgainAfterAPassword() throws Exception {
    String login = JIMG + " login -u somebody " + registry.host();
    try (var terminal = terminal(80, 24, login + "; echo ended; read line; echo got $line")) {
      terminal.await(screen -> screen.endsWith("Password:"));
      terminal.press("secret", "C-c");
      terminal.await(screen -> screen.endsWith("ended"));
      terminal.press("visible", "Enter");
      assertEquals("Password:\nended\nvisible\ngot visible\nexit 0", terminal.awaitEnd());
    }
  }

  @Test
  void sigtermAtAQuestionIsARefusalAsInDocker() throws Exception {
    var pid = temporary.resolve("pid");
    String killer = "(while [ ! -s " + pid + " ]; do sleep 0.1; done; sleep 2; kill $(cat " + pid;
    String script = killer + ")) & sh -c 'echo $$ >" + pid + "; exec " + JIMG + " image prune'";
    try (var terminal = terminal(80, 24, script)) {
      assertTrue(terminal.awaitEnd().endsWith("[y/N]\nexit 0"), terminal.screen());
    }
  }

  @Test
  void noColorLeavesNoEscapeSequences() throws Exception {
    var out = temporary.resolve("bytes");
    String tree = "script -qec '" + JIMG + " images --tree' /dev/null >" + out;
    try (var terminal =
        terminal(80, 24, tree + "; cat " + out + " >" + out + ".first; NO_COLOR=1 " + tree)) {
      terminal.awaitEnd();
    }
    assertTrue(Files.readString(Path.of(out + ".first")).contains("\u001b"));
    assertTrue(!Files.readString(out).contains("\u001b"));
  }
}
