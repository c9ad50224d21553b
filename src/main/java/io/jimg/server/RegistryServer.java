package io.jimg.server;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.jimg.error.Conflict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A registry that listens until it is closed; every request has its own virtual thread.
public final class RegistryServer implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int GRACE_SECONDS = 2;

  private final HttpServer server;
  private final ExecutorService threads;

  private RegistryServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
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
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new RegistryServer(server, threads);
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  /// Takes no more requests, gives those in progress a moment to end, and cuts off the rest.
  @Override
  public void close() {
    server.stop(GRACE_SECONDS);
    threads.shutdownNow();
    threads.close();
  }
}
