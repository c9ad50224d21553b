package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.server.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final Http http = new Http(registry.uri());
  private final Layer layer = Images.hello("hello").layers().getFirst();
  private final byte[] stored = layer.stored();
  private final String path = "/v2/a/blobs/" + layer.digest();

  FaultsTest() {
    registry.serve("a", "1", Images.hello("hello"));
  }

  @AfterEach
  void close() {
    http.close();
    registry.close();
  }

  private void fault(Fault fault) {
    registry.fault(Match.any(), fault);
  }

  @Test
  void noAnswerIsAConnectionThatEnds() {
    fault(Faults.noAnswer());
    assertThrows(UncheckedIOException.class, () -> http.get(path));
    assertEquals(0, registry.requests().getFirst().status());
  }

  @Test
  void aStallSendsSoMuchAndThenKeepsTheConnection() throws Exception {
    fault(Faults.stallAfter(10));
    try (var socket = request()) {
      String head = readUntil(socket, "\r\n\r\n");
      assertTrue(head.startsWith("HTTP/1.1 200"), head);
      assertArrayEquals(Arrays.copyOf(stored, 10), socket.getInputStream().readNBytes(10));
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void aStallFromTheStartSendsNothing() throws Exception {
    fault(Faults.stall());
    try (var socket = request()) {
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void aPauseEnds() {
    fault(Faults.pauseAfter(10, Duration.ofMillis(50)));
    assertArrayEquals(stored, http.get(path).body());
    registry.heal();
    fault(Faults.slow(Duration.ofMillis(50)));
    assertArrayEquals(stored, http.get(path).body());
  }

  @Test
  void lengthsThatLieAreConsistentWithTheBody() {
    fault(Faults.shorten(10).once());
    assertArrayEquals(Arrays.copyOf(stored, 10), http.get(path).body());
    fault(Faults.lengthen(5).once());
    assertArrayEquals(Arrays.copyOf(stored, stored.length + 5), http.get(path).body());
  }

  @Test
  void swappedContentIsServedInPartsToo() {
    byte[] other = stored.clone();
    Arrays.fill(other, (byte) 'x');
    fault(Faults.swap(other));
    assertArrayEquals(other, http.get(path).body());
    assertArrayEquals(
        Arrays.copyOf(other, other.length - 9), http.get(path, "Range", "bytes=9-").body());
  }

  @Test
  void rangesComeFromElsewhereOrTooShort() {
    fault(Faults.shiftRange(3).once());
    var shifted = http.get(path, "Range", "bytes=10-");
    assertArrayEquals(Arrays.copyOfRange(stored, 13, stored.length), shifted.body());
    String says = "bytes 13-" + (stored.length - 1) + "/" + stored.length;
    assertEquals(says, header(shifted, "Content-Range"));
    fault(Faults.shortRange(4).once());
    var shortened = http.get(path, "Range", "bytes=10-");
    assertArrayEquals(Arrays.copyOfRange(stored, 10, 14), shortened.body());
  }

  @Test
  void headersAreAddedReplacedAndTakenAway() {
    fault(Faults.withHeader("Docker-Content-Digest", "sha256:beef"));
    fault(Faults.withoutHeader("ETag"));
    var response = http.get(path);
    assertEquals("sha256:beef", header(response, "Docker-Content-Digest"));
    assertEquals("none", header(response, "ETag"));
    assertArrayEquals(stored, response.body());
  }

  @Test
  void errorsLookAsRegistriesTellThem() {
    fault(Faults.tooManyRequests("7").once());
    var limited = http.get(path);
    assertEquals(429, limited.statusCode());
    assertEquals("7", header(limited, "Retry-After"));
    fault(Faults.answer(ErrorCode.DENIED).once());
    assertEquals(
        "{\"errors\":[{\"code\":\"DENIED\","
            + "\"message\":\"requested access to the resource is denied\",\"detail\":{}}]}",
        new String(http.get(path).body(), UTF_8));
    fault(Faults.html(200).once());
    assertEquals("text/html", header(http.get(path), "Content-Type"));
  }

  @Test
  void redirectsLeadElsewhereInChainsAndInCircles() {
    try (var other = FakeRegistry.start()) {
      fault(Faults.redirectTo(other).once());
      assertEquals(other.uri() + path.substring(1), header(http.get(path), "Location"));
    }
    fault(Faults.redirectLoop().once());
    assertEquals(path, header(http.get(path), "Location"));
    fault(Faults.redirectChain(2));
    String next = path;
    for (int hop = 0; hop < 2; hop++) {
      var response = http.get(next);
      assertEquals(307, response.statusCode());
      next = header(response, "Location");
    }
    assertArrayEquals(stored, http.get(next).body());
  }

  @Test
  void endlessBodiesGoOnUntilTheClientHasEnough() throws Exception {
    fault(Faults.endless("application/json"));
    try (var socket = request()) {
      readUntil(socket, "\r\n\r\n");
      assertEquals(1 << 20, socket.getInputStream().readNBytes(1 << 20).length);
    }
  }

  @Test
  void endlessTagsAlwaysHaveANextPage() {
    registry.fault(Match.tags(), Faults.endlessTags());
    var first = http.get("/v2/a/tags/list");
    assertEquals("{\"name\":\"a\",\"tags\":[\"t1\"]}", new String(first.body(), UTF_8));
    assertEquals("</v2/a/tags/list?last=t1&n=1>; rel=\"next\"", header(first, "Link"));
    var second = http.get("/v2/a/tags/list?last=t1&n=1");
    assertEquals("{\"name\":\"a\",\"tags\":[\"t2\"]}", new String(second.body(), UTF_8));
  }

  @Test
  void rawServersNeedNotSpeakHttp() throws Exception {
    try (var raw = RawServer.answering(RawServer.GO_WANTS_TLS);
        var client = new Http(URI.create("http://" + raw.host() + "/"))) {
      assertEquals(400, client.get("/v2/").statusCode());
      assertTrue(raw.requests().getFirst().startsWith("GET /v2/ HTTP/1.1\r\n"));
    }
  }

  @Test
  void pagesOfTagsAreServedAsAskedFor() {
    for (String tag : List.of("c", "a", "b")) {
      registry.serve("a", tag, Images.hello("hello"));
    }
    var page = http.get("/v2/a/tags/list?n=2");
    assertEquals("{\"name\":\"a\",\"tags\":[\"1\",\"a\"]}", new String(page.body(), UTF_8));
    assertEquals("</v2/a/tags/list?last=a&n=2>; rel=\"next\"", header(page, "Link"));
    var rest = http.get("/v2/a/tags/list?last=a&n=2");
    assertEquals("{\"name\":\"a\",\"tags\":[\"b\",\"c\"]}", new String(rest.body(), UTF_8));
    assertEquals("none", header(rest, "Link"));
    assertEquals(400, http.get("/v2/a/tags/list?n=x").statusCode());
  }

  private Socket request() throws IOException {
    String[] host = registry.host().split(":");
    var socket = new Socket(InetAddress.ofLiteral(host[0]), Integer.parseInt(host[1]));
    socket.setSoTimeout(300);
    String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(UTF_8));
    return socket;
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    socket.setSoTimeout(5000);
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      text.append((char) socket.getInputStream().read());
    }
    socket.setSoTimeout(300);
    return text.toString();
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }
}
