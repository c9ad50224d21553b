package io.jimg.registry;

import static io.jimg.registry.Fixture.failure;
import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.Descriptor;
import io.jimg.registry.settings.Timeouts;
import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Match;
import io.jimg.testing.Request;
import io.jimg.testing.Sample;
import io.jimg.testing.TokenServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlobBodyTest {

  private static final int MIB = 1 << 20;
  private static final Sample.Image IMAGE = Images.large(1, 3 * MIB);
  private static final Layer LAYER = IMAGE.layers().getFirst();
  private static final Descriptor BLOB = LAYER.descriptor();

  private final FakeRegistry registry = FakeRegistry.start().serve("a/b", "1", IMAGE);
  private final Fixture fixture = new Fixture();
  private final RegistryClient client = fixture.client();

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @Test
  void aCutBlobGoesOnWhereItStopped() {
    registry.fault(Match.blobs(), Faults.cutAfter(MIB).times(2));
    assertArrayEquals(LAYER.stored(), read());
    assertEquals(3, registry.requests().size());
    assertEquals(2, registry.count(Match.ranged()));
    assertEquals(2, fixture.pauses.size());
    assertNothingTwice();
  }

  @Test
  void aStalledBlobGoesOnWhereItStopped() {
    registry.fault(Match.blobs(), Faults.stallAfter(MIB).once());
    try (var impatient = fixture.impatient()) {
      assertArrayEquals(LAYER.stored(), impatient.content(name(registry, "a/b"), BLOB));
    }
    assertEquals(2, registry.requests().size());
    assertEquals(1, registry.count(Match.ranged()));
  }

  @Test
  void aConnectionThatIsCutOverAndOverIsEndedByTriesWithoutProgressOnly() {
    registry.fault(Match.blobs(), Faults.cutAfter(300 << 10));
    assertArrayEquals(LAYER.stored(), read());
    assertTrue(registry.requests().size() > 10);
    registry.heal();
    registry.forget();
    registry.fault(Match.blobs(), Faults.cutAfter(10));
    assertEquals(message("unexpected EOF"), failure(this::read));
    assertEquals(5, registry.requests().size());
  }

  @Test
  void aServerThatIgnoresRangesIsReadFromTheStart() {
    registry.fault(Match.blobs(), Faults.cutAfter(MIB).once());
    registry.fault(Match.ranged(), Faults.ignoreRange());
    assertArrayEquals(LAYER.stored(), read());
    assertEquals(2, registry.requests().size());
  }

  @Test
  void anotherRangeThanAskedForIsNotTaken() {
    registry.fault(Match.blobs(), Faults.cutAfter(MIB).once());
    registry.fault(Match.ranged(), Faults.shiftRange(7));
    assertArrayEquals(LAYER.stored(), read());
    assertEquals(3, registry.requests().size());
    registry.fault(
        Match.blobs(), Faults.answer(206, Map.of("Content-Range", "bytes 7-9/10"), "abc"));
    assertThrows(IntegrityFailure.class, this::read);
  }

  @Test
  void aShorterRangeThanAskedForIsTakenAndTheRestAskedFor() {
    registry.fault(Match.blobs(), Faults.cutAfter(MIB).once());
    registry.fault(Match.ranged(), Faults.shortRange(MIB).once());
    assertArrayEquals(LAYER.stored(), read());
    assertEquals(3, registry.requests().size());
  }

  @Test
  void aRangeThatCannotBeSatisfiedIsFollowedByOneStartFromTheBeginning() {
    registry.fault(Match.blobs(), Faults.cutAfter(MIB).once());
    registry.fault(Match.ranged(), Faults.answer(416));
    assertArrayEquals(LAYER.stored(), read());
    assertEquals(3, registry.requests().size());
  }

  @Test
  void aBlobOfAnotherSizeIsRefusedBeforeItIsRead() {
    for (var fault : List.of(Faults.lengthen(1), Faults.shorten(100))) {
      registry.heal();
      registry.forget();
      registry.fault(Match.blobs(), fault);
      assertThrows(IntegrityFailure.class, this::read);
      assertEquals(1, registry.requests().size());
    }
  }

  @Test
  void anEndlessBlobIsNotReadBeyondItsSize() {
    registry.fault(Match.blobs(), Faults.endless("application/octet-stream"));
    var small = new Descriptor(BLOB.mediaType(), BLOB.digest(), 1000);
    var read = new AtomicReference<>(0L);
    assertEquals(
        "expected " + BLOB.digest() + " (1000 bytes), received more",
        assertThrows(
                IntegrityFailure.class,
                () ->
                    client.blob(
                        name(registry, "a/b"),
                        small,
                        0,
                        body -> {
                          while (body.read() >= 0) {
                            read.set(body.offset());
                          }
                        }))
            .sentence());
    assertEquals(1000, read.get());
  }

  @Test
  void serverErrorsAreTriedAgainAndOthersAreNot() {
    registry.fault(Match.blobs(), Faults.answer(503).times(3));
    assertArrayEquals(LAYER.stored(), read());
    assertEquals(4, registry.requests().size());
    registry.heal();
    registry.forget();
    registry.fault(Match.blobs(), Faults.answer(404));
    assertEquals("unknown blob", failure(this::read));
    assertEquals(1, registry.requests().size());
  }

  @Test
  void aTokenThatExpiresInTheMiddleIsRenewed() {
    var tokens = new TokenServer().uses(1);
    registry.protect(new Access.Token(tokens));
    registry.fault(Match.blobs().and(Match.header("Authorization")), Faults.cutAfter(MIB).times(1));
    assertArrayEquals(LAYER.stored(), read());
    assertEquals(2, registry.count(Match.token()));
    assertEquals(1, registry.count(Match.ranged().and(r -> r.status() == 206)));
  }

  @Test
  void aRegistryThatGoesAwayAfterItsFirstAnswerIsWaitedFor() {
    registry.fault(Match.blobs(), Faults.cutAfter(MIB).once());
    registry.fault(Match.ranged(), Faults.noAnswer().times(3));
    assertArrayEquals(LAYER.stored(), read());
  }

  @Test
  void anInterruptedReaderStopsAtOnce() throws InterruptedException {
    registry.fault(Match.blobs(), Faults.stallAfter(10));
    var settings = fixture.settings().withTimeouts(Timeouts.STANDARD);
    try (var patient = new RegistryClient(settings, Fixture.credentials(Map.of()))) {
      var failure = new AtomicReference<>("");
      var thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      patient.content(name(registry, "a/b"), BLOB);
                    } catch (RegistryFailure e) {
                      failure.set(e.sentence());
                    }
                  });
      while (registry.requests().isEmpty() || registry.requests().getFirst().bytesSent() < 10) {
        Thread.sleep(5);
      }
      Thread.sleep(50);
      long start = System.nanoTime();
      thread.interrupt();
      thread.join();
      assertTrue(System.nanoTime() - start < 1_000_000_000L);
      assertEquals(message("context canceled"), failure.get());
    }
    assertEquals(1, registry.requests().size());
  }

  @Test
  void whatTheSinkThrowsComesOutAndClosesTheConnection() {
    var problem = new IllegalStateException("disk full");
    assertEquals(
        problem,
        assertThrows(
            IllegalStateException.class,
            () ->
                client.blob(
                    name(registry, "a/b"),
                    BLOB,
                    0,
                    body -> {
                      assertFalse(body.read() < 0);
                      throw problem;
                    })));
  }

  @Test
  void aBlobMayComeFromAStoreThatTheRegistryPointsTo() {
    try (var store = FakeRegistry.start().serve("a/b", "1", IMAGE)) {
      registry.fault(Match.blobs(), Faults.redirectTo(store));
      store.fault(Match.blobs(), Faults.cutAfter(MIB).once());
      assertArrayEquals(LAYER.stored(), read());
      assertEquals(2, registry.requests().size());
      assertEquals(2, store.requests().size());
    }
  }

  private byte[] read() {
    byte[][] content = new byte[1][];
    client.blob(
        name(registry, "a/b"),
        BLOB,
        0,
        body -> {
          try {
            content[0] = body.readAllBytes();
          } catch (IOException e) {
            throw new AssertionError("a blob body throws none", e);
          }
        });
    return content[0];
  }

  private String message(String cause) {
    return "Get \"http://" + registry.host() + "/v2/a/b/blobs/" + BLOB.digest() + "\": " + cause;
  }

  /// What was sent is the blob and at most what one connection has under way for each cut.
  private void assertNothingTwice() {
    long sent = registry.requests().stream().mapToLong(Request::bytesSent).sum();
    assertTrue(sent <= BLOB.size() + 2L * MIB, "sent " + sent);
  }
}
