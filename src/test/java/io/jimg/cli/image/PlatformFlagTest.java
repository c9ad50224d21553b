package io.jimg.cli.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--platform` of commands about images that are here: with Docker's classic store it only says
/// what the one image of a name has to be.
class PlatformFlagTest {

  @TempDir Path home;
  private final FakeRegistry registry = FakeRegistry.start();
  private Cli jimg;
  private String name = "";

  @BeforeEach
  void pull() {
    jimg = new Cli(home);
    registry.serve("app", "1", Images.hello("armed", "linux/arm/v6"));
    name = registry.host() + "/app:1";
    jimg.out("pull", "-q", "--platform", "linux/arm/v7", name);
    jimg.out("tag", name, "app:1");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private static String mismatch(String name, String wanted) {
    return "Error: image with reference "
        + name
        + " was found but its platform (linux/arm/v6) does not match the specified platform ("
        + wanted
        + ")\n";
  }

  @Test
  void whatSuitsIsShown() {
    for (String platform : List.of("linux/arm/v6", "linux/arm", "linux/arm64", "aarch64")) {
      assertEquals(0, jimg.line("history --platform " + platform + " app:1").status());
      assertEquals(0, jimg.line("image inspect --platform=" + platform + " app:1").status());
    }
  }

  @Test
  void whatDoesNotSuitIsNotFound() {
    assertEquals(
        new Result(1, "", mismatch("app:1", "linux/arm/v5")),
        jimg.line("history --platform linux/arm/v5 app:1"));
    assertEquals(
        new Result(1, "[]\n", mismatch("app:1", "linux/amd64")),
        jimg.line("image inspect --platform amd64 app:1"));
    assertEquals(
        new Result(1, "", mismatch("app:1", "linux/amd64")),
        jimg.line("rmi --platform linux/amd64 docker.io/library/app:1"));
    assertEquals(
        new Result(0, "", mismatch("app:1", "windows(10.0.1)/amd64")),
        jimg.line("rmi -f --platform windows(10.0.1)/amd64 app:1"));
  }

  @Test
  void rmiRemovesTheImageOfThatPlatform() {
    assertEquals(
        new Result(0, "Untagged: app:1\n", ""), jimg.line("rmi --platform linux/arm/v6 app:1"));
  }

  @Test
  void rmiTakesOnePlatform() {
    String several = "Error: multiple platforms are not supported\n";
    assertEquals(
        new Result(1, "", several + several),
        jimg.line("rmi --platform linux/arm/v6,linux/amd64 app:1 nosuch"));
    assertEquals(
        new Result(1, "", several),
        jimg.line("rmi --platform linux/arm/v6 --platform linux/amd64 app:1"));
  }

  @Test
  void aPlatformThatIsNoneIsRefusedFirst() {
    String unknown = "\"bogus\": unknown operating system or architecture: invalid argument\n";
    assertEquals(
        new Result(1, "", "invalid platform: " + unknown),
        jimg.line("history --platform bogus app:1"));
    assertEquals(
        new Result(1, "", unknown), jimg.line("image inspect -f {{ --platform bogus app:1"));
    assertEquals(new Result(1, "", unknown), jimg.line("rmi --platform linux/arm/v6,bogus app:1"));
  }

  @Test
  void theEnvironmentDoesNotDecide() {
    jimg.with("DOCKER_DEFAULT_PLATFORM", "linux/amd64");
    assertEquals(0, jimg.line("history app:1").status());
    assertEquals(0, jimg.line("image inspect app:1").status());
    assertEquals(0, jimg.line("rmi app:1").status());
  }

  @Test
  void theIndexThatAnImageCameWithMayCallItsPlatformOtherwise() {
    var mistaken = Images.hello("built for another", "linux/amd64");
    var index = Images.index().add(mistaken, Images.platform("linux/arm64")).build();
    registry.serve("mistaken", "1", index);
    String there = registry.host() + "/mistaken:1";
    jimg.out("pull", "-q", "--platform", "linux/arm64", there);
    assertEquals(0, jimg.run("history", "--platform", "linux/arm64", there).status());
    assertEquals(0, jimg.run("history", "--platform", "linux/amd64", there).status());
    assertEquals(1, jimg.run("history", "--platform", "linux/s390x", there).status());
    jimg.out("tag", there, "kept:1");
    assertEquals(0, jimg.line("history --platform linux/arm64 kept:1").status());
  }

  @Test
  void aConfigWithoutAVariantSuitsEveryVariant() {
    registry.serve("plain", "1", Images.hello("plain", "linux/arm"));
    String there = registry.host() + "/plain:1";
    jimg.out("pull", "-q", there);
    assertEquals(0, jimg.run("history", "--platform", "linux/arm/v5", there).status());
  }

  @Test
  void treeRefusesWhatItCannotShow() {
    assertEquals(
        new Result(1, "", "--show-digest is not yet supported with --tree\n"),
        jimg.line("images --tree --digests --format x"));
    assertTrue(jimg.out("image", "ls", "--tree").contains("app:1 "));
    assertEquals(
        new Result(1, "", "Error: invalid filter 'foo'\n"), jimg.line("images --tree -f foo=bar"));
  }
}
