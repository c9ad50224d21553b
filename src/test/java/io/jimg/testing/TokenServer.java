package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.server.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Gives out tokens and checks them (distribution's token authentication). It sits at [#PATH] of
/// every registry that it protects; another one can be its host ([#at]).
public final class TokenServer {

  public static final String PATH = "/token";

  /// What a token allows.
  private static final class Grant {
    final Set<String> scopes;
    int uses;

    Grant(Set<String> scopes, int uses) {
      this.scopes = scopes;
      this.uses = uses;
    }
  }

  private final Map<String, String> passwords = new HashMap<>();
  private final Map<String, Grant> tokens = new HashMap<>();
  private final Map<String, String> refreshTokens = new HashMap<>();
  private final AtomicInteger serial = new AtomicInteger();
  private @Nullable URI host;
  private boolean anonymousPull = true;
  private int uses = Integer.MAX_VALUE;
  private int expiresIn = 300;
  private String member = "token";
  private String mark = "";

  /// Knows `user`, who may do everything.
  public synchronized TokenServer user(String user, String password) {
    passwords.put(user, password);
    return this;
  }

  /// Gives nothing to those who do not say who they are.
  public synchronized TokenServer noAnonymousPull() {
    anonymousPull = false;
    return this;
  }

  /// Each token is good for so many requests; then it has expired.
  public synchronized TokenServer uses(int uses) {
    this.uses = uses;
    return this;
  }

  /// What the answer says, in seconds; 0 leaves it out.
  public synchronized TokenServer expiresIn(int seconds) {
    this.expiresIn = seconds;
    return this;
  }

  /// The name of the member that holds the token: `token` or `access_token`.
  public synchronized TokenServer member(String name) {
    this.member = name;
    return this;
  }

  /// What all its tokens begin with from now on.
  public synchronized TokenServer mark(String text) {
    this.mark = text;
    return this;
  }

  /// Sends clients to `registry` for their tokens; that one must be protected by this too.
  public synchronized TokenServer at(FakeRegistry registry) {
    this.host = registry.uri();
    return this;
  }

  /// Every token given so far is expired from now on; refresh tokens stay.
  public synchronized void expireAll() {
    tokens.clear();
  }

  /// A refresh token for `user`, as `docker login` would have stored it.
  public synchronized String refreshToken(String user) {
    String token = mark + "refresh-" + serial.incrementAndGet();
    refreshTokens.put(token, user);
    return token;
  }

  void guard(FakeRegistry registry, HttpExchange exchange, Request request, HttpHandler next)
      throws IOException {
    if (request.path().equals(PATH)) {
      token(exchange, request);
      return;
    }
    String needed = needed(request);
    String header = request.header("Authorization");
    String error = header == null ? "" : error(header, needed);
    if (error == null) {
      next.handle(exchange);
    } else {
      refuse(exchange, challenge(registry, needed, error));
    }
  }

  private synchronized String challenge(FakeRegistry registry, String needed, String error) {
    var realm = (host == null ? registry.uri() : host).resolve(PATH);
    return "Bearer realm=\""
        + realm
        + "\",service=\"fake\""
        + (needed.isEmpty() ? "" : ",scope=\"" + needed + "\"")
        + (error.isEmpty() ? "" : ",error=\"" + error + "\"");
  }

  /// What `request` needs, in one scope; empty where any token will do.
  private static String needed(Request request) {
    String path = request.path();
    if (path.equals("/v2/_catalog")) {
      return "registry:catalog:*";
    }
    int end =
        List.of("/manifests/", "/blobs/", "/tags/").stream()
            .mapToInt(path::lastIndexOf)
            .filter(at -> at > 0)
            .min()
            .orElse(-1);
    if (end < 0) {
      return "";
    }
    String actions =
        switch (request.method()) {
          case "GET", "HEAD" -> "pull";
          case "DELETE" -> "delete";
          default -> "pull,push";
        };
    return "repository:" + path.substring("/v2/".length(), end) + ":" + actions;
  }

  /// Why `header` does not give what is needed; null when it does, and counts as one use.
  private synchronized @Nullable String error(String header, String needed) {
    var grant = header.startsWith("Bearer ") ? tokens.get(header.substring(7)) : null;
    if (grant == null || grant.uses == 0) {
      return "invalid_token";
    }
    if (!grant.scopes.containsAll(single(needed))) {
      return "insufficient_scope";
    }
    grant.uses--;
    return null;
  }

  /// `repository:a:pull,push` as one scope an action.
  private static Set<String> single(String scope) {
    int colon = scope.lastIndexOf(':');
    return scope.isEmpty()
        ? Set.of()
        : Arrays.stream(scope.substring(colon + 1).split(","))
            .map(action -> scope.substring(0, colon + 1) + action)
            .collect(Collectors.toSet());
  }

  private void token(HttpExchange exchange, Request request) throws IOException {
    boolean post = request.method().equals("POST");
    var asked = parameters(post ? request.form() : request.query());
    String user;
    try {
      user = post ? userOfForm(asked) : userOfHeader(request.header("Authorization"));
    } catch (SecurityException e) {
      refuse(exchange, "Basic realm=\"fake\"");
      return;
    }
    byte[] body = JsonWriter.bytes(issue(user, asked));
    Faults.reply(exchange, 200, Map.of("Content-Type", "application/json"), body);
  }

  private synchronized JsonObject issue(String user, Map<String, List<String>> asked) {
    var scopes = new TreeSet<String>();
    for (var scope : asked.getOrDefault("scope", List.of())) {
      for (var one : scope.split(" ")) {
        scopes.addAll(single(one));
      }
    }
    if (user.isEmpty()) {
      scopes.removeIf(scope -> !anonymousPull || !scope.endsWith(":pull"));
    }
    String token = mark + "token-" + serial.incrementAndGet();
    tokens.put(token, new Grant(scopes, uses));
    var answer = new LinkedHashMap<String, JsonValue>();
    answer.put(member, new JsonText(token));
    if (expiresIn > 0) {
      answer.put("expires_in", new JsonNumber("" + expiresIn));
    }
    boolean offline =
        asked.getOrDefault("offline_token", List.of()).contains("true")
            || asked.getOrDefault("access_type", List.of()).contains("offline");
    if (offline && !user.isEmpty()) {
      answer.put("refresh_token", new JsonText(refreshToken(user)));
    }
    return new JsonObject(answer);
  }

  /// Empty for somebody who does not say who they are.
  private synchronized String userOfHeader(@Nullable String header) {
    if (header == null) {
      return "";
    }
    for (var user : passwords.entrySet()) {
      if (new Access.Basic(user.getKey(), user.getValue()).header().equals(header)) {
        return user.getKey();
      }
    }
    throw new SecurityException("wrong password");
  }

  private synchronized String userOfForm(Map<String, List<String>> form) {
    String refresh = form.getOrDefault("refresh_token", List.of("")).getFirst();
    String user = form.getOrDefault("username", List.of("")).getFirst();
    String password = form.getOrDefault("password", List.of("")).getFirst();
    String known = refreshTokens.get(refresh);
    if (known != null) {
      return known;
    }
    if (!password.isEmpty() && password.equals(passwords.get(user))) {
      return user;
    }
    throw new SecurityException("wrong password or token");
  }

  private static Map<String, List<String>> parameters(String encoded) {
    var parameters = new HashMap<String, List<String>>();
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
        String value = URLDecoder.decode(pair.substring(equals + 1), UTF_8);
        parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return parameters;
  }

  static void refuse(HttpExchange exchange, String challenge) throws IOException {
    byte[] body = ErrorCode.UNAUTHORIZED.document(JsonObject.EMPTY);
    Faults.reply(
        exchange,
        401,
        Map.of("Content-Type", "application/json", "WWW-Authenticate", challenge),
        body);
  }
}
