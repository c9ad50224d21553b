package io.jimg.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.server.content.Blob;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is answered to one request.
///
/// @param length bytes of `blob` to send, from `offset` on
record Answer(int status, Map<String, String> headers, Blob blob, long offset, long length) {

  private static final Blob NOTHING = Blob.of(new byte[0]);
  private static final String JSON = "application/json; charset=utf-8";

  static Answer empty(int status) {
    return new Answer(status, Map.of(), NOTHING, 0, 0);
  }

  static Answer of(int status, String contentType, byte[] body) {
    return of(status, contentType, Blob.of(body));
  }

  static Answer of(int status, String contentType, Blob blob) {
    return new Answer(status, Map.of("Content-Type", contentType), blob, 0, blob.size());
  }

  static Answer json(byte[] document) {
    return of(200, JSON, document);
  }

  static Answer error(ErrorCode code, JsonValue detail) {
    return of(code.status(), JSON, code.document(detail));
  }

  static Answer error(ErrorCode code, String detail) {
    return error(code, new JsonText(detail));
  }

  /// An error that says in its own words what is wrong.
  static Answer failure(int status, ErrorCode code, String message) {
    return of(status, JSON, code.document(message, JsonObject.EMPTY));
  }

  /// A path that is no end point of the protocol, as docker-registry answers it.
  static Answer noSuchPage() {
    return of(404, "text/plain; charset=utf-8", "404 page not found\n".getBytes(UTF_8));
  }

  Answer with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, blob, offset, length);
  }

  Answer naming(Digest digest) {
    return with("Docker-Content-Digest", digest.toString());
  }

  /// A part of the same content.
  Answer part(ByteRange range) {
    return new Answer(206, headers, blob, range.first(), range.length())
        .with("Content-Range", range.of(blob.size()));
  }

  /// Sends this; a HEAD request gets what GET would get, without the body.
  void send(HttpExchange exchange) throws IOException {
    var out = exchange.getResponseHeaders();
    headers.forEach(out::set);
    out.set("Docker-Distribution-Api-Version", "registry/2.0");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      out.set("Content-Length", Long.toString(length));
    }
    exchange.sendResponseHeaders(status, head || length == 0 ? -1 : length);
    if (!head && length > 0) {
      try (var body = exchange.getResponseBody()) {
        blob.copy(offset, length, body);
      }
    }
  }
}
