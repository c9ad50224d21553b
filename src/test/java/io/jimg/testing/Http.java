package io.jimg.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A plain HTTP client, to see what a registry really sends; it follows no redirects.
public final class Http implements AutoCloseable {

  private final HttpClient client;
  private final URI base;

  public Http(URI base) {
    this(base, HttpClient.newBuilder());
  }

  public Http(URI base, SSLContext tls) {
    this(base, HttpClient.newBuilder().sslContext(tls));
  }

  private Http(URI base, HttpClient.Builder builder) {
    this.base = base;
    this.client = builder.version(HttpClient.Version.HTTP_1_1).build();
  }

  /// @param headers names and values in turn
  /// @throws UncheckedIOException when the answer breaks off
  public HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public HttpResponse<byte[]> send(
      String method, String path, byte @Nullable [] body, String... headers) {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, publisher)
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
