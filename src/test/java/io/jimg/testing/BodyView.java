package io.jimg.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// An exchange whose body arrives otherwise than it was meant. `at` counts the bytes of this
/// answer, from `start` on where the answer is a part.
abstract class BodyView extends ExchangeView {

  private long start;

  private BodyView(HttpExchange inner) {
    super(inner);
  }

  /// Something that happens on the way.
  @FunctionalInterface
  interface Event {
    void happen() throws IOException;
  }

  /// Writes `length` bytes, which are the ones at `at` of the body.
  abstract void write(OutputStream out, byte[] bytes, int offset, int length, long at)
      throws IOException;

  /// How long the body is said to be.
  long length(long real) {
    return real;
  }

  /// What happens when everything is written.
  void end(OutputStream out) throws IOException {}

  @Override
  public void sendResponseHeaders(int status, long length) throws IOException {
    String range = getResponseHeaders().getFirst("Content-Range");
    if (range != null && status == 206) {
      start = Long.parseLong(range.substring("bytes ".length(), range.indexOf('-')));
    }
    inner.sendResponseHeaders(status, length > 0 ? length(length) : length);
  }

  @Override
  public OutputStream getResponseBody() {
    return new FilterOutputStream(inner.getResponseBody()) {
      private long at;

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        BodyView.this.write(out, bytes, offset, length, at);
        at += length;
      }

      @Override
      public void close() throws IOException {
        end(out);
        super.close();
      }
    };
  }

  static HttpExchange cutAfter(HttpExchange exchange, long bytes) {
    return atByte(
        exchange,
        bytes,
        () -> {
          throw new IOException("cut on purpose");
        });
  }

  static HttpExchange atByte(HttpExchange exchange, long bytes, Event event) {
    return new BodyView(exchange) {
      @Override
      void write(OutputStream out, byte[] chunk, int offset, int length, long at)
          throws IOException {
        if (bytes < at || bytes >= at + length) {
          out.write(chunk, offset, length);
          return;
        }
        int before = (int) (bytes - at);
        out.write(chunk, offset, before);
        out.flush();
        event.happen();
        out.write(chunk, offset + before, length - before);
      }
    };
  }

  static HttpExchange corrupt(HttpExchange exchange, long position) {
    return new BodyView(exchange) {
      @Override
      void write(OutputStream out, byte[] chunk, int offset, int length, long at)
          throws IOException {
        long index = position - ((BodyView) this).start - at;
        byte[] copy = chunk.clone();
        if (index >= 0 && index < length) {
          copy[offset + (int) index] ^= 1;
        }
        out.write(copy, offset, length);
      }
    };
  }

  static HttpExchange swap(HttpExchange exchange, byte[] other) {
    return new BodyView(exchange) {
      @Override
      void write(OutputStream out, byte[] chunk, int offset, int length, long at)
          throws IOException {
        out.write(other, (int) (((BodyView) this).start + at), length);
      }
    };
  }

  static HttpExchange shorten(HttpExchange exchange, long bytes) {
    return new BodyView(exchange) {
      @Override
      long length(long real) {
        return Math.min(real, bytes);
      }

      @Override
      void write(OutputStream out, byte[] chunk, int offset, int length, long at)
          throws IOException {
        out.write(chunk, offset, Math.clamp(bytes - at, 0, length));
      }
    };
  }

  static HttpExchange lengthen(HttpExchange exchange, int bytes) {
    return new BodyView(exchange) {
      @Override
      long length(long real) {
        return real + bytes;
      }

      @Override
      void write(OutputStream out, byte[] chunk, int offset, int length, long at)
          throws IOException {
        out.write(chunk, offset, length);
      }

      @Override
      void end(OutputStream out) throws IOException {
        out.write(new byte[bytes]);
      }
    };
  }
}
