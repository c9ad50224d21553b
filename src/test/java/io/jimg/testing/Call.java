package io.jimg.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A request that meets a fault.
///
/// @param registry what would answer it: further faults, then the registry itself
/// @param closing opens when the registry is closed
public record Call(HttpExchange exchange, HttpHandler registry, CountDownLatch closing) {

  /// Lets the registry answer.
  public void proceed() throws IOException {
    registry.handle(exchange);
  }

  /// Lets the registry answer through another exchange.
  public void proceed(HttpExchange changed) throws IOException {
    registry.handle(changed);
  }

  /// Waits, but not longer than the registry lives.
  public void pause(Duration duration) throws IOException {
    try {
      if (closing.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedIOException("the registry was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the registry was closed");
    }
  }
}
