package io.jimg.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/// An exchange that asks for something else than the client did.
final class RequestView extends ExchangeView {

  private final Headers headers;
  private final InputStream body;

  private RequestView(HttpExchange inner, Headers headers) {
    this(inner, headers, inner.getRequestBody());
  }

  private RequestView(HttpExchange inner, Headers headers, InputStream body) {
    super(inner);
    this.headers = headers;
    this.body = body;
  }

  @Override
  public InputStream getRequestBody() {
    return body;
  }

  /// Lets the connection break after `bytes` of what the client sends.
  static HttpExchange cutAfter(HttpExchange exchange, long bytes) {
    var cut =
        new FilterInputStream(exchange.getRequestBody()) {
          private long left = bytes;

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
              throw new IOException("cut on purpose");
            }
            int n = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(n, 0);
            return n;
          }
        };
    return new RequestView(exchange, copy(exchange), cut);
  }

  @Override
  public Headers getRequestHeaders() {
    return headers;
  }

  static HttpExchange without(HttpExchange exchange, String header) {
    var headers = copy(exchange);
    headers.remove(header);
    return new RequestView(exchange, headers);
  }

  static HttpExchange shiftRange(HttpExchange exchange, long distance) {
    return changeRange(exchange, first -> Math.max(0, first + distance), last -> last);
  }

  static HttpExchange shortRange(HttpExchange exchange, long bytes) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      return exchange;
    }
    long first = first(range);
    return changeRange(exchange, from -> from, last -> Long.toString(first + bytes - 1));
  }

  private static HttpExchange changeRange(
      HttpExchange exchange, UnaryOperator<Long> first, UnaryOperator<String> last) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      return exchange;
    }
    var headers = copy(exchange);
    String end = range.substring(range.indexOf('-') + 1);
    headers.set("Range", "bytes=" + first.apply(first(range)) + "-" + last.apply(end));
    return new RequestView(exchange, headers);
  }

  private static long first(String range) {
    return Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
  }

  private static Headers copy(HttpExchange exchange) {
    var headers = new Headers();
    headers.putAll(exchange.getRequestHeaders());
    return headers;
  }
}
