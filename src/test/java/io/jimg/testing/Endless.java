package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/// Answers that have no end.
final class Endless {

  private static final int CHUNK = 64 << 10;
  private static final String LAST = "last=t";

  private Endless() {}

  static void body(Call call, String contentType) throws IOException {
    try (var exchange = call.exchange()) {
      exchange.getResponseHeaders().set("Content-Type", contentType);
      exchange.sendResponseHeaders(200, 0);
      byte[] chunk = new byte[CHUNK];
      Arrays.fill(chunk, (byte) ' ');
      while (true) {
        exchange.getResponseBody().write(chunk);
        call.pause(Duration.ZERO);
      }
    }
  }

  static void tags(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    int at = query == null ? -1 : query.indexOf(LAST);
    int page = at < 0 ? 0 : Integer.parseInt(query.substring(at + LAST.length()).split("&")[0]);
    String path = exchange.getRequestURI().getRawPath();
    String name = path.substring("/v2/".length(), path.length() - "/tags/list".length());
    String next = "t" + (page + 1);
    Faults.reply(
        exchange,
        200,
        Map.of(
            "Content-Type",
            "application/json",
            "Link",
            "<" + path + "?last=" + next + "&n=1>; rel=\"next\""),
        ("{\"name\":\"" + name + "\",\"tags\":[\"" + next + "\"]}").getBytes(UTF_8));
  }
}
