package io.jimg.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.function.Consumer;

/// An exchange whose answer gets other headers.
final class HeadersView extends ExchangeView {

  private final Consumer<Headers> change;

  HeadersView(HttpExchange inner, Consumer<Headers> change) {
    super(inner);
    this.change = change;
  }

  @Override
  public void sendResponseHeaders(int status, long length) throws IOException {
    change.accept(getResponseHeaders());
    inner.sendResponseHeaders(status, length);
  }
}
