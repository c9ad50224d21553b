package io.jimg.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.registry.transport.Destination;
import io.jimg.registry.transport.Quoting;
import io.jimg.registry.transport.TransportErrors;
import io.jimg.registry.transport.Wire;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Fetches what a user names by its URL: no registry, no credentials, redirects as in Go's client.
final class WebDownload {

  private static final int MOST_REDIRECTS = 10;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  /// How much of a refusal's text is shown.
  private static final int QUOTE_LIMIT = 1024;

  private final Wire wire;

  WebDownload(Wire wire) {
    this.wire = wire;
  }

  /// Hands the body to `sink`; its reads throw [RegistryFailure].
  void fetch(String url, Consumer<InputStream> sink) {
    HttpUrl address = HttpUrl.parse(url);
    if (address == null) {
      throw new InvalidInput("parse \"" + url + "\": invalid URL");
    }
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      var request = new Request.Builder().url(address).build();
      try (var response = wire.open(request, null)) {
        var next = next(response);
        if (next == null) {
          sink.accept(body(response));
          return;
        }
        address = next;
      }
    }
    throw new RegistryFailure(
        "Get \"" + Destination.shown(address) + "\": stopped after 10 redirects", null);
  }

  private static @Nullable HttpUrl next(Response response) {
    int status = response.code();
    String location = response.header("Location");
    if (response.isRedirect() && location != null) {
      var next = response.request().url().resolve(location);
      boolean downgrade = next != null && response.request().isHttps() && !next.isHttps();
      if (next != null && !downgrade) {
        return next;
      }
    }
    if (status < OK || status >= BAD_REQUEST || response.isRedirect()) {
      String shown = Destination.shown(response.request().url());
      String reason = (status + " " + response.message()).strip();
      String text = new String(Wire.start(response, QUOTE_LIMIT), UTF_8).strip();
      throw new RegistryFailure(
          "failed to GET "
              + shown
              + " with status "
              + reason
              + ": "
              + Quoting.visible(text, QUOTE_LIMIT),
          status,
          "",
          null);
    }
    return null;
  }

  private static InputStream body(Response response) {
    return new FilterInputStream(response.body().byteStream()) {
      @Override
      public int read() {
        try {
          return super.read();
        } catch (IOException e) {
          throw TransportErrors.of(response.request(), e);
        }
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        try {
          return super.read(into, offset, length);
        } catch (IOException e) {
          throw TransportErrors.of(response.request(), e);
        }
      }
    };
  }
}
