package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.Tar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

  @TempDir Path home;
  private Cli jimg;

  @BeforeEach
  void ownHome() {
    jimg = new Cli(home);
  }

  @Test
  void anUnknownFlagExitsWith125() {
    assertEquals(
        new Result(
            125,
            "",
            """
            unknown shorthand flag: 'z' in -z

            Usage:  jimg version [OPTIONS]

            Run 'jimg version --help' for more information
            """),
        jimg.line("version -z"));
  }

  @Test
  void aSurplusOperandExitsWith1() {
    assertEquals(
        new Result(
            1,
            "",
            """
            jimg: 'jimg version' accepts no arguments

            Usage:  jimg version [OPTIONS]

            Run 'jimg version --help' for more information
            """),
        jimg.line("version now"));
  }

  @Test
  void aBareGroupPrintsItsHelpOnStandardErrorAndSucceeds() {
    var bare = jimg.line("image");
    var asked = jimg.line("image --help");
    assertEquals(new Result(0, "", asked.out()), bare);
  }

  @Test
  void containerCommandsSayThatThereAreNone() {
    assertEquals(
        new Result(1, "", "jimg: 'run' is not available: jimg has images only, no containers\n"),
        jimg.line("run alpine"));
  }

  @Test
  void debugSaysWhatIsIgnored() {
    jimg.with("DOCKER_HOST", "unix:///nowhere");
    assertEquals(
        new Result(
            0,
            "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES\n",
            """
            jimg: --tls is ignored: there is no daemon
            jimg: DOCKER_HOST is ignored: there is no daemon
            """),
        jimg.line("--debug --tls ps"));
    assertEquals("", jimg.line("--tls ps").err());
  }

  @Test
  void aMalformedConfigIsSaidOnceAndTheDefaultsHold() throws Exception {
    var config = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    Files.writeString(config, "{");
    var listed = jimg.line("images");
    assertEquals(0, listed.status());
    assertEquals("REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n", listed.out());
    assertEquals(1, listed.err().lines().count(), listed.err());
    assertTrue(
        listed.err().startsWith("WARNING: Error parsing config file (" + config + "): "),
        listed.err());
  }

  @Test
  void infoTellsWhatScriptsAsk() throws Exception {
    var settings = Files.createDirectories(home.resolve(".config/jimg")).resolve("config.json");
    Files.writeString(settings, "{\"insecure-registries\": [\"reg.example:5000\"]}");
    jimg.with("HTTPS_PROXY", "http://user:secret@proxy:3128");
    assertEquals(
        "overlay2 0 linux x86_64 2 4294967296 " + home.resolve("store") + "\n",
        jimg.out(
            "info",
            "-f",
            "{{.Driver}} {{.Images}} {{.OSType}} {{.Architecture}} {{.NCPU}} {{.MemTotal}}"
                + " {{.DockerRootDir}}"));
    var rows = jimg.out("system", "info").lines().toList();
    assertTrue(
        rows.containsAll(
            List.of(
                " Images: 0",
                " HTTPS Proxy: http://xxxxx:xxxxx@proxy:3128",
                "  reg.example:5000",
                " Total Memory: 4GiB")),
        rows.toString());
  }

  @Test
  void infoCountsImagesWithoutANameToo() throws Exception {
    assertEquals(0, jimg.run(new Tar().file("a", "a").plain().tar(), "import", "-").status());
    assertEquals(0, jimg.run(new Tar().file("b", "b").plain().tar(), "import", "-").status());
    assertEquals("2\n", jimg.out("info", "-f", "{{.Images}}"));
  }

  @Test
  void theValueOfAFlagMayLookLikeAFlag() {
    assertEquals(new Result(1, "", "Error: invalid filter '-a'\n"), jimg.line("images -q -f -a=b"));
    assertEquals("", jimg.out("images", "--format", "-q"));
    assertEquals("", jimg.out("images", "--format", "--"));
  }
}
