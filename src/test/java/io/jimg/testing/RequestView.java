package io.jimg.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.function.UnaryOperator;

/// An exchange that asks for something else than the client did.
final class RequestView extends ExchangeView {

  private final Headers headers;

  private RequestView(HttpExchange inner, Headers headers) {
    super(inner);
    this.headers = headers;
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
