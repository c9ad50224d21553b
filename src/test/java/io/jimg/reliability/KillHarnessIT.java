package io.jimg.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A small share of the thousand kills that docs/reliability.md reports.
class KillHarnessIT {

  @TempDir Path home;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void sixtyKillsLoseNothingAndMostComeInTime() throws Exception {
    var report = KillHarness.play(60, 5, home);
    System.out.println(report.text());
    assertEquals(List.of(), report.findings(), report::text);
    assertTrue(report.within() >= 70, report::text);
  }
}
