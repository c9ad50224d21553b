package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.jimg.oci.JsonObject;
import io.jimg.server.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/// What can go wrong on the way; each is endless until [Fault#times] says otherwise.
public final class Faults {

  private static final Duration FOREVER = Duration.ofDays(1);

  private Faults() {}

  /// Breaks the connection after `bytes` of the body.
  public static Fault cutAfter(long bytes) {
    return Fault.of(call -> call.proceed(BodyView.cutAfter(call.exchange(), bytes)));
  }

  /// Breaks the connection after `bytes` of what the client sends; what came before arrives.
  public static Fault cutUploadAfter(long bytes) {
    return Fault.of(call -> call.proceed(RequestView.cutAfter(call.exchange(), bytes)));
  }

  /// Lets the registry do what is asked of it and breaks the connection before it says so.
  public static Fault lostAnswer() {
    return Fault.of(call -> call.proceed(new LostAnswer(call.exchange())));
  }

  /// Breaks the connection without an answer.
  public static Fault noAnswer() {
    return Fault.of(call -> call.exchange().close());
  }

  /// Sends `bytes` of the body, then nothing more; the connection stays.
  public static Fault stallAfter(long bytes) {
    return pauseAfter(bytes, FOREVER);
  }

  /// Rests for a while after `bytes` of the body.
  public static Fault pauseAfter(long bytes, Duration pause) {
    return Fault.of(
        call -> call.proceed(BodyView.atByte(call.exchange(), bytes, () -> call.pause(pause))));
  }

  /// Rests at each of these bytes of the body until the test gives a permit.
  public static Fault holdAt(Semaphore permits, long... bytes) {
    return Fault.of(
        call -> {
          HttpExchange exchange = call.exchange();
          for (long at : bytes) {
            exchange = BodyView.atByte(exchange, at, () -> await(permits));
          }
          call.proceed(exchange);
        });
  }

  private static void await(Semaphore permits) throws IOException {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      throw new IOException("stopped while a test held the answer", e);
    }
  }

  /// Rests for a while before it answers.
  public static Fault slow(Duration pause) {
    return Fault.of(
        call -> {
          call.pause(pause);
          call.proceed();
        });
  }

  /// Never answers; the connection stays.
  public static Fault stall() {
    return slow(FOREVER);
  }

  /// Serves the bytes with the one at `offset` changed.
  public static Fault corrupt(long offset) {
    return Fault.of(call -> call.proceed(BodyView.corrupt(call.exchange(), offset)));
  }

  /// Serves `other`, of the same length, in place of the content, to requests for a part too.
  public static Fault swap(byte[] other) {
    return Fault.of(call -> call.proceed(BodyView.swap(call.exchange(), other)));
  }

  /// Serves fewer bytes as if they were all, with a length that says so.
  public static Fault shorten(long bytes) {
    return Fault.of(call -> call.proceed(BodyView.shorten(call.exchange(), bytes)));
  }

  /// Serves `bytes` zeros more than there are, with a length that says so.
  public static Fault lengthen(int bytes) {
    return Fault.of(call -> call.proceed(BodyView.lengthen(call.exchange(), bytes)));
  }

  /// Answers a request for a part with the whole.
  public static Fault ignoreRange() {
    return Fault.of(call -> call.proceed(RequestView.without(call.exchange(), "Range")));
  }

  /// Answers a request for a part from `distance` bytes further on; the answer says so.
  public static Fault shiftRange(long distance) {
    return Fault.of(call -> call.proceed(RequestView.shiftRange(call.exchange(), distance)));
  }

  /// Answers a request for a part with at most `bytes`, though more were asked for.
  public static Fault shortRange(long bytes) {
    return Fault.of(call -> call.proceed(RequestView.shortRange(call.exchange(), bytes)));
  }

  /// The registry's answer with a header of our own.
  public static Fault withHeader(String name, String value) {
    return Fault.of(
        call -> call.proceed(new HeadersView(call.exchange(), out -> out.set(name, value))));
  }

  /// The registry's answer with a header changed.
  public static Fault changeHeader(String name, UnaryOperator<String> change) {
    return Fault.of(
        call ->
            call.proceed(
                new HeadersView(
                    call.exchange(), out -> out.set(name, change.apply(out.getFirst(name))))));
  }

  /// The registry sees the request without that header.
  public static Fault withoutRequestHeader(String name) {
    return Fault.of(call -> call.proceed(RequestView.without(call.exchange(), name)));
  }

  public static Fault withoutHeader(String name) {
    return Fault.of(
        call -> call.proceed(new HeadersView(call.exchange(), out -> out.remove(name))));
  }

  /// Another answer than the registry's.
  public static Fault answer(int status, Map<String, String> headers, byte[] body) {
    return Fault.of(call -> reply(call.exchange(), status, headers, body));
  }

  public static Fault answer(int status, Map<String, String> headers, String body) {
    return answer(status, headers, body.getBytes(UTF_8));
  }

  /// A status without a document.
  public static Fault answer(int status) {
    return answer(status, Map.of(), "");
  }

  /// An error as registries tell it.
  public static Fault answer(ErrorCode code) {
    return answer(
        code.status(), Map.of("Content-Type", "application/json"), code.document(JsonObject.EMPTY));
  }

  /// Status 429 with that `Retry-After`: seconds, a fraction, a date, or rubbish.
  public static Fault tooManyRequests(String retryAfter) {
    return answer(
        429,
        Map.of("Content-Type", "application/json", "Retry-After", retryAfter),
        ErrorCode.TOOMANYREQUESTS.document(JsonObject.EMPTY));
  }

  /// A page for people, as captive portals and proxies send it.
  public static Fault html(int status) {
    return answer(
        status, Map.of("Content-Type", "text/html"), "<html><body>Please log in</body></html>");
  }

  /// Sends the client to the same path on another registry.
  public static Fault redirectTo(FakeRegistry other) {
    return redirectTo(307, other.uri());
  }

  /// Sends the client to the same path and query under `base`.
  public static Fault redirectTo(int status, URI base) {
    return Fault.of(
        call ->
            redirect(call.exchange(), status, base.resolve(call.exchange().getRequestURI()) + ""));
  }

  /// Sends the client to a fixed place.
  public static Fault redirect(String location) {
    return answer(307, Map.of("Location", location), "");
  }

  /// Sends the client round in a circle.
  public static Fault redirectLoop() {
    return Fault.of(
        call -> redirect(call.exchange(), 307, call.exchange().getRequestURI().toString()));
  }

  /// Sends the client through `hops` redirects before it is answered.
  public static Fault redirectChain(int hops) {
    return Fault.of(
        call -> {
          String query = call.exchange().getRequestURI().getRawQuery();
          int hop = query == null ? 0 : Integer.parseInt(query.substring("hop=".length()));
          if (hop == hops) {
            call.proceed();
          } else {
            String path = call.exchange().getRequestURI().getRawPath();
            redirect(call.exchange(), 307, path + "?hop=" + (hop + 1));
          }
        });
  }

  /// A body that has no end.
  public static Fault endless(String contentType) {
    return Fault.of(call -> Endless.body(call, contentType));
  }

  /// Pages of tags that never come to an end.
  public static Fault endlessTags() {
    return Fault.of(call -> Endless.tags(call.exchange()));
  }

  private static void redirect(HttpExchange exchange, int status, String location)
      throws IOException {
    reply(exchange, status, Map.of("Location", location), new byte[0]);
  }

  static void reply(HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    try (exchange) {
      headers.forEach(exchange.getResponseHeaders()::set);
      boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
