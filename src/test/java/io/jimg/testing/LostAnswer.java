package io.jimg.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// An exchange that ends when its answer is due.
final class LostAnswer extends ExchangeView {

  LostAnswer(HttpExchange inner) {
    super(inner);
  }

  @Override
  public void sendResponseHeaders(int status, long length) throws IOException {
    throw new IOException("lost on purpose");
  }
}
