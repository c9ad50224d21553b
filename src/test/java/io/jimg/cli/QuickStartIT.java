package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first command of the README, after the build.
class QuickStartIT {

  @TempDir Path home;

  @Test
  void showsEachCommandBeforeItsOutputAndSharesLayers() throws Exception {
    var out = home.resolve("out");
    var builder =
        new ProcessBuilder("src/main/sh/quickstart")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("HOME", home.toString());
    int status = builder.start().waitFor();
    var text = Files.readString(out, UTF_8);
    assertEquals(0, status, text);
    assertTrue(text.contains(": Already exists\n"), text);
    var shown =
        text.lines()
            .filter(line -> line.startsWith("$ jimg "))
            .map(line -> line.split(" ")[2])
            .toList();
    assertEquals(
        List.of(
            "pull", "pull", "images", "tag", "inspect", "history", "rmi", "images", "image",
            "images"),
        shown);
    assertTrue(text.endsWith("REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n"), text);
  }

  @Test
  void theReadmeBeginsWithTheTwoCommands() throws Exception {
    var blocks = Files.readString(Path.of("README.md"), UTF_8).split("```");
    assertEquals("\nmvn -q -DskipTests package && src/main/sh/quickstart\n", blocks[1]);
    assertEquals("\nmvn verify\n", blocks[3]);
  }
}
