package io.jimg.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A bad line to a real server: connections that have sent so much are cut, a few times. What the
/// client sent before arrives.
public final class CuttingProxy implements AutoCloseable {

  private static final int BUFFER = 64 << 10;

  private final InetSocketAddress target;
  private final long limit;
  private final AtomicInteger cuts;
  private final AtomicLong sent = new AtomicLong();
  private final ServerSocket listener;

  private CuttingProxy(InetSocketAddress target, long limit, int cuts) {
    this.target = target;
    this.limit = limit;
    this.cuts = new AtomicInteger(cuts);
    try {
      listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::listen);
  }

  /// @param server `host:port`
  /// @param limit how much a connection may send before it is cut
  /// @param times how many connections are cut
  public static CuttingProxy before(String server, long limit, int times) {
    int colon = server.lastIndexOf(':');
    var target =
        new InetSocketAddress(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    return new CuttingProxy(target, limit, times);
  }

  public String host() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /// How much the server was sent.
  public long sent() {
    return sent.get();
  }

  /// How many cuts are still to come.
  public int cutsLeft() {
    return cuts.get();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var server = new Socket()) {
      server.connect(target);
      var back = Thread.ofVirtual().start(() -> copyBack(server, client));
      if (forward(client, server)) {
        // The server shall read all of it before it learns that there is no more.
        server.shutdownOutput();
        client.close();
      }
      back.join();
    } catch (IOException e) {
      // One of the two has hung up, and so do we.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the connection is to be cut now.
  private boolean forward(Socket client, Socket server) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    while (true) {
      int n = client.getInputStream().read(buffer);
      if (n < 0) {
        server.shutdownOutput();
        return false;
      }
      server.getOutputStream().write(buffer, 0, n);
      total += n;
      sent.addAndGet(n);
      if (total >= limit && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return true;
      }
    }
  }

  private static void copyBack(Socket server, Socket client) {
    try {
      server.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    } catch (IOException e) {
      // Nobody listens any more.
    }
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
