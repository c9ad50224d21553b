package io.jimg.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jimg.error.Conflict;
import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.error.NotFound;
import io.jimg.oci.JsonObject;
import io.jimg.server.content.Content;
import io.jimg.server.content.MemoryContent;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The distribution protocol over some content: one answer for every request.
public final class RegistryHandler implements HttpHandler {

  private final PullSide pull;
  private final @Nullable PushSide push;

  private RegistryHandler(Content content, @Nullable PushSide push) {
    this.pull = new PullSide(content);
    this.push = push;
  }

  /// Serves `content` to readers; whoever writes is refused.
  public static HttpHandler readOnly(Content content) {
    return new RegistryHandler(content, null);
  }

  /// Serves `content` and takes what is pushed.
  public static HttpHandler writable(MemoryContent content) {
    return new RegistryHandler(content, new PushSide(content));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      var uri = exchange.getRequestURI();
      var query = query(uri.getRawQuery());
      var route = Route.parse(uri.getPath(), query.get("ns"));
      String method = exchange.getRequestMethod();
      return switch (method) {
        case "GET", "HEAD" -> read(route, query, exchange);
        case "POST", "PUT", "PATCH", "DELETE" ->
            push == null ? unsupported() : write(push, route, query, exchange);
        default -> unsupported();
      };
    } catch (InvalidInput e) {
      return Answer.failure(400, ErrorCode.DIGEST_INVALID, e.sentence());
    } catch (NotFound e) {
      return Answer.failure(404, ErrorCode.NAME_UNKNOWN, e.sentence());
    } catch (Conflict e) {
      return Answer.failure(409, ErrorCode.DENIED, e.sentence());
    } catch (JimgException e) {
      return Answer.failure(500, ErrorCode.UNKNOWN, e.sentence());
    }
  }

  private Answer read(Route route, Map<String, String> query, HttpExchange exchange) {
    return switch (route) {
      case Route.Base() -> pull.base();
      case Route.Catalog() -> pull.catalog(query);
      case Route.Tags tags -> pull.tags(tags, query);
      case Route.TaggedManifest manifest -> pull.manifest(manifest);
      case Route.ManifestOf manifest -> pull.manifest(manifest);
      case Route.BlobOf blob -> pull.blob(blob, exchange.getRequestHeaders());
      case Route.Upload upload -> push == null ? unsupported() : push.uploads().status(upload);
      case Route.Uploads uploads -> unsupported();
      case Route.Unknown() -> Answer.noSuchPage();
    };
  }

  private static Answer write(
      PushSide push, Route route, Map<String, String> query, HttpExchange exchange)
      throws IOException {
    return switch (exchange.getRequestMethod()) {
      case "POST" ->
          route instanceof Route.Uploads uploads
              ? push.start(uploads, query, exchange)
              : unsupported();
      case "PATCH" -> patch(push, route, exchange);
      case "PUT" -> put(push, route, query, exchange);
      default -> delete(push, route);
    };
  }

  private static Answer patch(PushSide push, Route route, HttpExchange exchange)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    return route instanceof Route.Upload upload
        ? push.uploads().append(upload, range, exchange.getRequestBody())
        : unsupported();
  }

  private static Answer put(
      PushSide push, Route route, Map<String, String> query, HttpExchange exchange)
      throws IOException {
    return switch (route) {
      case Route.TaggedManifest manifest -> push.putTagged(manifest, exchange);
      case Route.ManifestOf manifest -> push.putManifest(manifest, exchange);
      case Route.Upload upload ->
          push.uploads().finish(upload, query.get("digest"), exchange.getRequestBody());
      case Route.Base(), Route.Catalog(), Route.Unknown() -> Answer.noSuchPage();
      case Route.Tags tags -> unsupported();
      case Route.BlobOf blob -> unsupported();
      case Route.Uploads uploads -> unsupported();
    };
  }

  private static Answer delete(PushSide push, Route route) {
    return switch (route) {
      case Route.TaggedManifest manifest -> push.delete(manifest);
      case Route.ManifestOf manifest -> push.delete(manifest);
      case Route.BlobOf blob -> push.delete(blob);
      case Route.Upload upload -> push.uploads().cancel(upload);
      case Route.Base(), Route.Catalog(), Route.Unknown() -> Answer.noSuchPage();
      case Route.Tags tags -> unsupported();
      case Route.Uploads uploads -> unsupported();
    };
  }

  private static Answer unsupported() {
    return Answer.error(ErrorCode.UNSUPPORTED, JsonObject.EMPTY);
  }

  /// @throws InvalidInput for escapes that are none
  private static Map<String, String> query(@Nullable String raw) {
    var query = new LinkedHashMap<String, String>();
    if (raw == null) {
      return query;
    }
    try {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.putIfAbsent(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("malformed query", e);
    }
    return query;
  }
}
