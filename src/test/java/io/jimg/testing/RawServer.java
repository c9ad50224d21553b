package io.jimg.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers every connection with the same bytes, which need not be HTTP.
public final class RawServer implements AutoCloseable {

  /// What Go's server says to plain HTTP on a TLS port.
  public static final String GO_WANTS_TLS =
      "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

  private static final int BACKLOG = 50;

  /// On every address of this host.
  private final ServerSocket listener;
  private final byte[] answer;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private RawServer(byte[] answer) {
    this.answer = answer;
    try {
      listener = new ServerSocket(0, BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::listen);
  }

  /// Sends `answer` (ISO 8859-1) once a request's head is there, then hangs up.
  public static RawServer answering(String answer) {
    return new RawServer(answer.getBytes(ISO_8859_1));
  }

  public String host() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /// The first bytes of each connection, up to the end of a head.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      requests.add(head(socket));
      socket.getOutputStream().write(answer);
    } catch (IOException e) {
      // The client went away; that is its right.
    }
  }

  /// A TLS hello has no end that can be seen here: its first read is all that is waited for.
  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    byte[] buffer = new byte[8192];
    do {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        break;
      }
      head.append(new String(buffer, 0, count, ISO_8859_1));
    } while (Character.isUpperCase(head.charAt(0)) && head.indexOf("\r\n\r\n") < 0);
    return head.toString();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
