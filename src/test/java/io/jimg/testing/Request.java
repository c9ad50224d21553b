package io.jimg.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request as the registry saw it, and what came of it.
///
/// @param path decoded
/// @param query as it was sent, without `?`; empty when there was none
/// @param headers by lower-case name
/// @param form the body of a form (token requests); empty otherwise
/// @param status 0 while there is no answer, or when there never was one
/// @param bytesSent of the answer's body
/// @param bytesReceived of the request's body, as far as somebody read it
public record Request(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    String form,
    int status,
    long bytesSent,
    long bytesReceived) {

  /// The first header of that name.
  public @Nullable String header(String name) {
    var values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /// `GET /v2/a/tags/list?n=1`
  public String line() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
