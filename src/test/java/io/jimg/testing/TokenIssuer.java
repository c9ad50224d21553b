package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A token server for real registries: its tokens are signed (JWT), for one user, who may do
/// everything and whose refresh token never changes.
public final class TokenIssuer implements AutoCloseable {

  /// What `auth: token` of a registry calls issuer and service.
  public static final String NAME = "jimg-test";

  public static final String REFRESH_TOKEN = "canary-refresh";

  private final Tls authority = Tls.authority("tokens");
  private final Tls signer = authority.issue("signer.test");
  private final HttpServer server;
  private final String user;
  private final String password;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public TokenIssuer(String user, String password) {
    this.user = user;
    this.password = password;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/token", this::answer);
    server.start();
  }

  public URI realm() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  /// Writes what a registry must trust.
  public void writeAuthority(Path file) {
    authority.writeCertificate(file);
  }

  /// `GET` or `POST`, one a token.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod());
    boolean post = exchange.getRequestMethod().equals("POST");
    String query = exchange.getRequestURI().getRawQuery();
    var asked =
        parameters(
            post
                ? new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                : query == null ? "" : query);
    boolean known = post ? asked.containsValue(List.of(REFRESH_TOKEN)) : isUser(exchange);
    if (!known) {
      TokenServer.refuse(exchange, "Basic realm=\"tokens\"");
      return;
    }
    String refresh =
        asked.containsKey("offline_token") ? ",\"refresh_token\":\"" + REFRESH_TOKEN + "\"" : "";
    String token = token(asked.getOrDefault("scope", List.of()));
    String body = "{\"token\":\"" + token + "\",\"access_token\":\"" + token + "\"" + refresh + "}";
    Faults.reply(exchange, 200, Map.of("Content-Type", "application/json"), body.getBytes(UTF_8));
  }

  private boolean isUser(HttpExchange exchange) {
    return new Access.Basic(user, password)
        .header()
        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private String token(List<String> scopes) {
    var access = new ArrayList<String>();
    for (String scope : String.join(" ", scopes).split(" ")) {
      var parts = scope.split(":");
      if (parts.length == 3) {
        String actions = "\"" + parts[2].replace(",", "\",\"") + "\"";
        access.add(
            "{\"type\":\""
                + parts[0]
                + "\",\"name\":\""
                + parts[1]
                + "\",\"actions\":["
                + actions
                + "]}");
      }
    }
    long now = Instant.now().getEpochSecond();
    String chain = Base64.getEncoder().encodeToString(signer.certificate());
    String signed =
        encoded("{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"" + chain + "\"]}")
            + "."
            + encoded(
                "{\"iss\":\""
                    + NAME
                    + "\",\"aud\":\""
                    + NAME
                    + "\",\"sub\":\""
                    + user
                    + "\",\"nbf\":"
                    + (now - 60)
                    + ",\"iat\":"
                    + now
                    + ",\"exp\":"
                    + (now + 300)
                    + ",\"jti\":\""
                    + now
                    + "\",\"access\":["
                    + String.join(",", access)
                    + "]}");
    return signed + "." + encoded(signer.sign(signed.getBytes(UTF_8)));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Map<String, List<String>> parameters(String encoded) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(pair.substring(equals + 1), UTF_8);
        parameters.computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>()).add(value);
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
