package io.jimg.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.jimg.error.Conflict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A registry that listens until it is closed; every request has its own virtual thread.
public final class RegistryServer implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int GRACE_SECONDS = 2;
  private static final int MAX_REQUESTS = 1000;

  private final HttpServer server;
  private final Doorkeeper doorkeeper = new Doorkeeper();
  private final Semaphore requests = new Semaphore(MAX_REQUESTS);

  private RegistryServer(HttpServer server, HttpHandler handler) {
    this.server = server;
    server.setExecutor(server instanceof HttpsServer ? doorkeeper::admit : doorkeeper::receive);
    server.createContext("/", exchange -> handle(exchange, handler));
    server.start();
  }

  /// Serves on `address`; port 0 takes a free one ([#address] tells which).
  ///
  /// @throws Conflict when the address cannot be had
  public static RegistryServer start(InetSocketAddress address, HttpHandler handler) {
    try {
      return start(HttpServer.create(address, BACKLOG), handler);
    } catch (IOException e) {
      String host = address.getHostString() + ":" + address.getPort();
      throw new Conflict("cannot listen on " + host + ": " + e.getMessage());
    }
  }

  /// Serves by `server`, which is bound and not yet started.
  public static RegistryServer start(HttpServer server, HttpHandler handler) {
    return new RegistryServer(server, handler);
  }

  private void handle(HttpExchange exchange, HttpHandler handler) throws IOException {
    doorkeeper.arrived();
    try {
      requests.acquire();
    } catch (InterruptedException e) {
      exchange.close(); // the server closes, and has all the permits
      return;
    }
    try {
      handler.handle(exchange);
    } finally {
      requests.release();
    }
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  /// Gives the requests in progress a moment to end, and cuts off the rest. Counted here because
  /// the
  /// JDK's own count forgets requests that failed, and then waits for them.
  @Override
  public void close() {
    try {
      if (!requests.tryAcquire(MAX_REQUESTS, GRACE_SECONDS, TimeUnit.SECONDS)) {
        doorkeeper.hurry();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    doorkeeper.close();
  }
}
