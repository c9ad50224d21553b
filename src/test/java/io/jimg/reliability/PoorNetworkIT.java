package io.jimg.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.LongLayer;
import io.jimg.testing.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Long layers over links that break, and many processes that want the same: what the registry has
/// sent is what counts.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PoorNetworkIT {

  private static final int PROCESSES = 10;
  private static final long MEGABYTE = 1 << 20;
  private static final long CUT = 20 * MEGABYTE;

  @TempDir Path home;
  private FakeRegistry registry;
  private Jimg jimg;
  private String name;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Jimg(Jimg.tree(), home);
    name = registry.host() + "/test/app:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void aLayerOf300MegabytesArrivesOverALinkThatIsCutEvery20() throws Exception {
    var layer = new LongLayer(300);
    layer.serve(registry, "test/app", "1", CUT, call -> {});
    jimg.out("pull", name);
    int cuts = layer.sent().size() - 1;
    assertEquals(15, cuts);
    assertSentOnce(layer, cuts);
    assertEquals("315MB\n", jimg.out("images", "--format", "{{.Size}}"));
  }

  @Test
  void itArrivesAlsoWhenTheProcessIsKilledAtEachCut() throws Exception {
    var layer = new LongLayer(300);
    layer.serve(registry, "test/app", "1", CUT, call -> call.pause(Duration.ofMinutes(5)));
    registry.serve("test/other", "1", Images.hello("other"));
    var other = new Cli(home); // on the same store, in this process
    int kills = 0;
    for (long end = CUT; end < layer.size(); end += CUT) {
      other.out("pull", "-q", registry.host() + "/test/other:1");
      var pull = jimg.start(List.of("pull", name));
      awaitPartial(layer, end);
      pull.kill();
      pull.outcome();
      kills++;
      other.out("rmi", registry.host() + "/test/other:1");
      other.out("image", "prune", "-f");
    }
    String out = jimg.out("pull", name);
    assertTrue(out.contains("Resuming " + layer.layer().shortHex() + " at 315MB\n"), out);
    assertEquals(kills, layer.sent().size() - 1);
    assertSentOnce(layer, kills);
    assertEquals("315MB\n", jimg.out("images", "--format", "{{.Size}}"));
  }

  /// Waits until what was sent up to `end` has come as far as it will.
  private void awaitPartial(LongLayer layer, long end) throws Exception {
    var partial = jimg.root().resolve("jimg/ingest/sha256-" + layer.layer().hex());
    while (!Files.exists(partial) || Files.size(partial) < end) {
      Thread.sleep(5);
    }
  }

  private static void assertSentOnce(LongLayer layer, int cuts) {
    var sent = layer.sent();
    for (int i = 1; i < sent.size(); i++) {
      long again = sent.get(i - 1).to() - sent.get(i).from();
      assertTrue(again <= MEGABYTE, () -> "sent again: " + sent);
    }
    assertTrue(layer.bytesSent() <= layer.size() + cuts * MEGABYTE, sent::toString);
  }

  @Test
  void tenProcessesFetchEachLayerOnce() throws Exception {
    var image = Images.large(3, 3_000_000);
    registry.serve("test/app", "1", image);
    registry.fault(Match.blobs(), Faults.pauseAfter(1_000_000, Duration.ofSeconds(2)));
    assertAllSucceed(pulls(PROCESSES));
    for (var layer : image.layers()) {
      assertEquals(1, registry.count(Match.get().and(Match.blob(layer.digest()))));
    }
  }

  @Test
  void tenProcessesFetchEachLayerOnceAlsoWhenTheFirstIsKilled() throws Exception {
    var image = Images.large(3, 3_000_000);
    registry.serve("test/app", "1", image);
    registry.fault(
        Match.blobs().and(Match.ranged().negate()).and(Match.blob(image.id()).negate()),
        Faults.pauseAfter(2_000_000, Duration.ofMinutes(5)).times(3));
    var first = jimg.start(List.of("pull", name));
    for (var layer : image.layers()) {
      var partial = jimg.root().resolve("jimg/ingest/sha256-" + layer.digest().hex());
      while (!Files.exists(partial) || Files.size(partial) < MEGABYTE) {
        Thread.sleep(5);
      }
    }
    var others = pulls(PROCESSES - 1);
    Thread.sleep(1000); // most of them wait for the first one now
    first.kill();
    first.outcome();
    assertAllSucceed(others);
    for (var layer : image.layers()) {
      assertTrue(
          sent(layer.digest()) <= layer.stored().length + MEGABYTE, registry.lines()::toString);
      assertEquals(2, registry.count(Match.get().and(Match.blob(layer.digest()))));
    }
  }

  private long sent(Digest layer) {
    return registry.requests().stream()
        .filter(Match.blob(layer))
        .mapToLong(request -> request.bytesSent())
        .sum();
  }

  private List<Jimg.Running> pulls(int count) throws IOException {
    var pulls = new ArrayList<Jimg.Running>();
    for (int i = 0; i < count; i++) {
      pulls.add(jimg.start(List.of("pull", name)));
    }
    return pulls;
  }

  private static void assertAllSucceed(List<Jimg.Running> pulls) throws Exception {
    for (var pull : pulls) {
      var outcome = pull.outcome();
      assertEquals(0, outcome.status(), outcome::toString);
    }
  }
}
