package io.jimg.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.store.InMemory;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Threads of one JVM on one store: the system's locks do not tell them apart.
class StormTest {

  @TempDir(factory = InMemory.class)
  Path home;

  @Test
  @Timeout(120)
  void eightThreadsDoNotDisturbEachOther() throws Exception {
    try (var registry = FakeRegistry.start()) {
      var cli = new Cli(home);
      var storm =
          new Storm(
              words -> {
                var result = cli.run(words.toArray(String[]::new));
                return new Jimg.Outcome(result.status(), result.out(), result.err());
              },
              registry);
      assertEquals(List.of(), storm.rage(8, Duration.ofSeconds(5), cli.root()));
    }
  }

  @Test
  @Timeout(120)
  void whoReadsWhileOthersRemoveSeesAnImageWholeOrNotAtAll() throws Exception {
    try (var registry = FakeRegistry.start()) {
      var cli = new Cli(home);
      var image = Images.hello("now you see me");
      registry.serve("tricks/hat", "latest", image);
      String name = registry.host() + "/tricks/hat:latest";
      var end = Instant.now().plusSeconds(4);
      var strange = new ConcurrentLinkedQueue<Cli.Result>();
      var threads = new ArrayList<Thread>();
      for (String line :
          List.of(
              "inspect " + name,
              "history " + name,
              "images",
              "system df",
              "images -f since=" + image.id())) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (Instant.now().isBefore(end)) {
                        var result = cli.line(line);
                        boolean right =
                            result.status() == 0 || result.err().startsWith("Error: No such ");
                        if (!right) {
                          strange.add(result);
                        }
                      }
                    }));
      }
      while (Instant.now().isBefore(end)) {
        cli.out("pull", "-q", name);
        cli.out("rmi", name);
        deleteCaches(cli.root().resolve("jimg/cache"));
      }
      for (var thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), List.copyOf(strange));
    }
  }

  /// They would hide that blobs are gone.
  private static void deleteCaches(Path directory) throws IOException {
    for (String name : List.of("catalog", "layers")) {
      Files.deleteIfExists(directory.resolve(name));
    }
  }
}
