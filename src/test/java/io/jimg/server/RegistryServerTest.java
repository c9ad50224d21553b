package io.jimg.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.Conflict;
import io.jimg.server.content.MemoryContent;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class RegistryServerTest {

  private final RegistryServer server =
      RegistryServer.start(
          ListenAddress.parse("127.0.0.1:0"), RegistryHandler.writable(new MemoryContent()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void hangsUpOnThoseWhoBeginWithTls() throws Exception {
    try (var socket = connect()) {
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196});
      Assertions.assertTimeout(
          Duration.ofSeconds(3), () -> assertEquals(0, everything(socket).length()));
    }
  }

  @Test
  void waitsForTheNextRequestOnAConnectionThatIsKeptOpen() throws Exception {
    try (var socket = connect()) {
      for (int i = 0; i < 2; i++) {
        socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        byte[] answer = new byte["HTTP/1.1 200".length()];
        assertEquals(answer.length, socket.getInputStream().readNBytes(answer, 0, answer.length));
        assertEquals("HTTP/1.1 200", new String(answer, US_ASCII));
        Thread.sleep(800);
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
      }
    }
  }

  @Test
  void waitsForABodyThatTakesItsTime() throws Exception {
    try (var socket = connect()) {
      String head =
          "PUT /v2/a/manifests/1 HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      Thread.sleep(800);
      socket.getOutputStream().write("{}".getBytes(US_ASCII));
      assertTrue(everything(socket).startsWith("HTTP/1.1 400"));
    }
  }

  @Test
  void closesAlsoWhileRequestsArrive() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int round = 0; round < 50; round++) {
            var closing =
                RegistryServer.start(
                    ListenAddress.parse("127.0.0.1:0"),
                    RegistryHandler.writable(new MemoryContent()));
            var clients = new ArrayList<Thread>();
            for (int i = 0; i < 8; i++) {
              clients.add(Thread.ofVirtual().start(() -> askUntilClosed(closing)));
            }
            Thread.sleep(round % 10);
            closing.close();
            for (var client : clients) {
              client.join();
            }
          }
        });
  }

  private static void askUntilClosed(RegistryServer server) {
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(5000);
      byte[] answer = new byte[8192];
      do {
        socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      } while (socket.getInputStream().read(answer) > 0);
    } catch (IOException e) {
      // closed
    }
  }

  @Test
  void saysWhenItCannotListen() {
    var failure =
        assertThrows(
            Conflict.class,
            () -> RegistryServer.start(server.address(), exchange -> exchange.close()));
    assertEquals(
        "cannot listen on 127.0.0.1:" + server.address().getPort() + ": Address already in use",
        failure.sentence());
  }

  private Socket connect() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(5000);
    return socket;
  }

  private static String everything(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException e) {
      return ""; // reset
    }
  }
}
