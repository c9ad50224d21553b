package io.jimg.testing;

import static io.jimg.testing.Faults.answer;
import static io.jimg.testing.Faults.corrupt;
import static io.jimg.testing.Faults.cutAfter;
import static io.jimg.testing.Faults.ignoreRange;
import static io.jimg.testing.Match.any;
import static io.jimg.testing.Match.blob;
import static io.jimg.testing.Match.manifests;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeRegistryTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final Http http = new Http(registry.uri());
  private final Sample.Image image = Images.hello("hello");
  private final Layer layer = image.layers().getFirst();
  private final String blobPath = "/v2/a/blobs/" + layer.digest();

  FakeRegistryTest() {
    registry.serve("a", "1", image);
  }

  @AfterEach
  void close() {
    http.close();
    registry.close();
  }

  @Test
  void remembersWhatItWasAsked() {
    http.get("/v2/a/manifests/1", "X-Seen", "yes");
    http.get(blobPath, "Range", "bytes=10-");
    assertEquals(List.of("GET /v2/a/manifests/1", "GET " + blobPath), registry.lines());
    assertEquals("yes", registry.requests().getFirst().header("x-seen"));
    var last = registry.requests().getLast();
    assertEquals(206, last.status());
    assertEquals(layer.stored().length - 10, last.bytesSent());
    assertEquals(Set.of(layer.digest()), registry.blobsServed());
  }

  @Test
  void cutsAsOftenAsItIsTold() {
    registry.fault(blob(layer.digest()), cutAfter(50).times(2));
    assertThrows(UncheckedIOException.class, () -> http.get(blobPath));
    assertThrows(UncheckedIOException.class, () -> http.get(blobPath));
    assertArrayEquals(layer.stored(), http.get(blobPath).body());
    assertEquals(
        List.of(50L, 50L, (long) layer.stored().length),
        registry.requests().stream().map(Request::bytesSent).toList());
  }

  @Test
  void faultsStandInARow() {
    registry.fault(manifests(), answer(503).once());
    registry.fault(any(), answer(429).once());
    assertEquals(503, http.get("/v2/a/manifests/1").statusCode());
    assertEquals(429, http.get("/v2/a/manifests/1").statusCode());
    assertEquals(200, http.get("/v2/a/manifests/1").statusCode());
  }

  @Test
  void aFaultCanWaitForItsTurn() {
    registry.fault(any(), answer(500).after(1).once());
    assertEquals(200, http.get("/v2/").statusCode());
    assertEquals(500, http.get("/v2/").statusCode());
    assertEquals(200, http.get("/v2/").statusCode());
  }

  @Test
  void answersTheWholeToARange() {
    registry.fault(blob(layer.digest()), ignoreRange());
    var response = http.get(blobPath, "Range", "bytes=10-");
    assertEquals(200, response.statusCode());
    assertArrayEquals(layer.stored(), response.body());
  }

  @Test
  void corruptsTheSameByteInWholeAndPart() {
    registry.fault(blob(layer.digest()), corrupt(20));
    byte[] expected = layer.stored();
    expected[20] ^= 1;
    assertArrayEquals(expected, http.get(blobPath).body());
    assertArrayEquals(
        Arrays.copyOfRange(expected, 10, expected.length),
        http.get(blobPath, "Range", "bytes=10-").body());
  }
}
