package io.jimg.registry.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.Circumstances;
import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.registry.transport.Hints;
import io.jimg.registry.transport.Quoting;
import io.jimg.registry.transport.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// An answer other than the one asked for, read as distribution's client reads it.
///
/// @param errors what the registry says, the first counts most; empty when it is not understood
/// @param otherwise what to say then
/// @param circumstances what is known beside the registry's words
/// @param retryAfter when the registry wants to be asked again
public record Refusal(
    int status,
    List<RegistryError> errors,
    String otherwise,
    @Nullable Duration retryAfter,
    boolean isQuota,
    Circumstances circumstances) {

  private static final int LONGEST_QUOTE = 1024;

  /// Reason phrases that HTTP/2 does not send.
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private static final int BODY_LIMIT = 1 << 20;

  /// What `response` says; reads its body, of which the first MiB counts.
  public static Refusal of(Response response, Instant now) {
    int status = response.code();
    var retryAfter = RetryAfter.parse(response.header("Retry-After"), now);
    if (status < 400 || status >= 500) {
      String text = "received unexpected HTTP status: " + statusLine(response);
      var known = Hints.refused(response, "", false, retryAfter, now);
      return new Refusal(status, List.of(), text, retryAfter, false, known);
    }
    byte[] body = Wire.start(response, BODY_LIMIT);
    var errors = errors(response, body);
    boolean blank = status == 401 && body.length == 0;
    if (errors.isEmpty() && !blank && !isJson(response)) {
      String text = Quoting.visible(new String(body, UTF_8), LONGEST_QUOTE);
      errors = List.of(RegistryError.ofStatus(status, text));
    }
    if (errors.isEmpty() && status == 401) {
      errors = List.of(RegistryError.withMessage("UNAUTHORIZED", ""));
    }
    String text = errors.isEmpty() ? unreadable(status, body) : "";
    boolean quota = status == 429 && Quota.isUsedUp(response.headers(), errors);
    var again = quota ? Quota.reset(response.headers(), now) : retryAfter;
    String code = errors.isEmpty() ? "" : errors.getFirst().code();
    var known = Hints.refused(response, code, quota, again, now);
    return new Refusal(status, errors, text, retryAfter, quota, known);
  }

  /// The code of the first error, empty when there is none.
  public String code() {
    return errors.isEmpty() ? "" : errors.getFirst().code();
  }

  /// `401 Unauthorized`, whatever the registry calls it.
  public String statusLine() {
    return (status + " " + REASONS.getOrDefault(status, "")).strip();
  }

  /// Every error, as distribution prints them.
  String text() {
    if (errors.size() < 2) {
      return errors.isEmpty() ? otherwise : errors.getFirst().text();
    }
    var text = new StringBuilder("errors:\n");
    for (var error : errors) {
      text.append(error.text()).append('\n');
    }
    return text.toString();
  }

  /// The refusal in the words of the registry alone.
  public RegistryFailure failure() {
    return new RegistryFailure(text(), status, code(), null).in(circumstances);
  }

  /// What Docker says when a pull of `name` is refused.
  public RegistryFailure pullFailure(Reference name) {
    if (errors.isEmpty()) {
      return failure();
    }
    var error = errors.getFirst();
    String text = error.text();
    if (!error.bare()) {
      text = opening(error.code(), name) + text;
    }
    return new RegistryFailure(text, status, error.code(), null).in(circumstances);
  }

  private static String opening(String code, Reference name) {
    return switch (code) {
      case "DENIED" ->
          "pull access denied for "
              + name.familiarName()
              + ", repository does not exist or may require 'jimg login': ";
      case "MANIFEST_UNKNOWN" -> "manifest for " + name.familiar() + " not found: ";
      case "NAME_UNKNOWN" -> "repository " + name.familiarName() + " not found: ";
      default -> "";
    };
  }

  private static String statusLine(Response response) {
    String reason = response.message();
    if (reason.isEmpty()) {
      reason = REASONS.getOrDefault(response.code(), "");
    }
    return (response.code() + " " + Quoting.visible(reason, LONGEST_QUOTE)).strip();
  }

  /// OAuth errors of the challenge come before the body's (RFC 6750, "Error Codes").
  private static List<RegistryError> errors(Response response, byte[] body) {
    for (var challenge : Challenge.parse(response.headers("WWW-Authenticate"))) {
      String code =
          switch (challenge.isBearer() ? challenge.parameter("error") : "") {
            case "invalid_token" -> "UNAUTHORIZED";
            case "insufficient_scope" -> "DENIED";
            default -> "";
          };
      if (!code.isEmpty()) {
        String description = challenge.parameter("error_description");
        return List.of(RegistryError.withMessage(code, description));
      }
    }
    try {
      return ErrorBody.read(body).errors(response.code());
    } catch (InvalidInput e) {
      return List.of();
    }
  }

  /// What does not call itself JSON is the message.
  private static boolean isJson(Response response) {
    String header = response.header("Content-Type");
    String type = MediaType.ofHeader(header == null ? "" : header).value().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.equals("application/vnd.api+json");
  }

  private static String unreadable(int status, byte[] body) {
    String reason = "no error details found in HTTP response body";
    try {
      ErrorBody.read(body);
    } catch (InvalidInput e) {
      reason = e.sentence();
    }
    String quote = Quoting.quoted(new String(body, UTF_8), LONGEST_QUOTE);
    return "error parsing HTTP " + status + " response body: " + reason + ": " + quote;
  }
}
