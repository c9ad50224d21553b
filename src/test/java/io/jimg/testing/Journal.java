package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Every request in the order of arrival. A request is noted before it is answered, its status
/// before the client sees it: who has an answer finds it here.
final class Journal {

  private static final int MAX_FORM = 64 << 10;

  private final List<Line> lines = new ArrayList<>();

  List<Request> requests() {
    synchronized (lines) {
      return lines.stream().map(Line::request).toList();
    }
  }

  void clear() {
    synchronized (lines) {
      lines.clear();
    }
  }

  /// Notes `exchange`; what is sent through the returned one is counted.
  Line begin(HttpExchange exchange) throws IOException {
    var line = new Line(exchange);
    synchronized (lines) {
      lines.add(line);
    }
    return line;
  }

  /// One request under way.
  static final class Line extends ExchangeView {
    private final Map<String, List<String>> headers = new TreeMap<>();
    private final byte[] form;
    private volatile int status;
    private volatile long sent;
    private volatile long received;

    Line(HttpExchange inner) throws IOException {
      super(inner);
      inner
          .getRequestHeaders()
          .forEach(
              (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
      String type = inner.getRequestHeaders().getFirst("Content-Type");
      boolean isForm = type != null && type.startsWith("application/x-www-form-urlencoded");
      form = isForm ? inner.getRequestBody().readNBytes(MAX_FORM) : new byte[0];
    }

    Request request() {
      var uri = getRequestURI();
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      String body = new String(form, UTF_8);
      return new Request(
          getRequestMethod(), uri.getPath(), query, headers, body, status, sent, received);
    }

    @Override
    public InputStream getRequestBody() {
      return form.length > 0 ? new ByteArrayInputStream(form) : counted(inner.getRequestBody());
    }

    private InputStream counted(InputStream body) {
      return new FilterInputStream(body) {
        @Override
        public int read() throws IOException {
          int b = super.read();
          receive(b < 0 ? 0 : 1);
          return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int n = super.read(buffer, offset, length);
          receive(n);
          return n;
        }
      };
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
      this.status = status;
      inner.sendResponseHeaders(status, length);
    }

    @Override
    public OutputStream getResponseBody() {
      return new FilterOutputStream(inner.getResponseBody()) {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          count(length);
          out.write(bytes, offset, length);
        }
      };
    }

    private synchronized void receive(int length) {
      received += Math.max(length, 0);
    }

    private synchronized void count(int length) {
      sent += length;
    }
  }
}
