package io.jimg.registry.conversation;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.JsonObject;
import io.jimg.registry.answer.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An access token and the moment from which on it is not used any more. Prints no secret.
///
/// @param refreshToken what buys further tokens in place of a password; null where there is none
record Token(String value, Instant end, @Nullable String refreshToken) {

  private static final long SHORTEST_LIFE = 60;

  /// A token is renewed a little before its end, so that it does not end on the way.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /// The answer of a token server (distribution, "Token Authentication").
  private record Document(
      @Nullable String token,
      @Nullable String accessToken,
      @Nullable String refreshToken,
      double expiresIn) {

    static Document of(JsonObject json) {
      return new Document(
          Json.text(json, "token"),
          Json.text(json, "access_token"),
          Json.text(json, "refresh_token"),
          Json.number(json, "expires_in"));
    }

    @Nullable String value() {
      return accessToken == null || accessToken.isEmpty() ? token : accessToken;
    }
  }

  /// The token that `body` holds, counted from `asked`: the server's clock may differ from ours.
  static Token read(byte[] body, Instant asked) {
    Document document;
    try {
      document = Json.read(body, Document.class, Document::of);
    } catch (InvalidInput e) {
      throw new RegistryFailure("unable to decode token response: " + e.sentence(), e);
    }
    String value = document.value();
    if (value == null || value.isEmpty() || !isSendable(value)) {
      throw new RegistryFailure(
          "authorization server did not include a token in the response", null);
    }
    double life = Math.clamp(document.expiresIn(), SHORTEST_LIFE, Integer.MAX_VALUE);
    String refresh = document.refreshToken();
    return new Token(
        value,
        asked.plusSeconds((long) life).minus(MARGIN),
        refresh == null || refresh.isEmpty() ? null : refresh);
  }

  /// Whether `value` can stand in a header.
  static boolean isSendable(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "Token[until " + end + "]";
  }
}
