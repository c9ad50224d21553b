package io.jimg.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.testing.FakeRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes of the packaged program on one store.
class StormIT {

  @TempDir Path home;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void sixteenProcessesForAMinuteDoNotDisturbEachOther() throws Exception {
    try (var registry = FakeRegistry.start()) {
      var jimg = new Jimg(Jimg.tree(), home);
      var storm = new Storm(jimg::run, registry);
      assertEquals(List.of(), storm.rage(16, Duration.ofSeconds(60), jimg.root()));
      System.out.println("commands: " + storm.counts());
    }
  }
}
