package io.jimg.registry.transport;

import io.jimg.error.RegistryFailure;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Whether we go where a registry sends us. Refused are: from https to http; link-local and
/// unspecified addresses; and, where our own requests and secrets could be turned against the
/// user's network, a literal loopback or private address when the registry itself has none.
public final class Destination {

  private static final String REALM = "token auth challenge realm";

  private Destination() {}

  /// What a token server of `registry` asks for with a redirect of `request`.
  public static Request redirectedRealm(
      HttpUrl registry, Request request, @Nullable String location) {
    var next = redirected(request, location);
    checkInward(registry, next.url(), REALM);
    return next;
  }

  /// Where the registry behind `answer` wants the rest of an upload, relative to where it was
  /// asked.
  ///
  /// @throws RegistryFailure when it is not a place to go to
  public static HttpUrl upload(Response answer, String location) {
    var asked = answer.request().url();
    var url = asked.resolve(location);
    if (url == null) {
      throw refused("invalid upload location: " + Quoting.quoted(location, 200));
    }
    checkInward(asked, url, "upload location");
    return url.newBuilder().username("").password("").fragment(null).build();
  }

  /// Whether `request` could change something where it arrives.
  public static boolean writes(Request request) {
    return !request.method().equals("GET") && !request.method().equals("HEAD");
  }

  /// The token server that `registry` names.
  ///
  /// @throws RegistryFailure when it is not one to go to
  public static HttpUrl realm(HttpUrl registry, String realm) {
    if (realm.isEmpty()) {
      throw refused("no realm specified for token auth challenge");
    }
    var url = HttpUrl.parse(realm);
    if (url == null) {
      throw refused("invalid token auth challenge realm: " + Quoting.quoted(realm, 200));
    }
    checkInward(registry, url, REALM);
    return url;
  }

  /// Checks a token server or an upload location that `registry` names.
  static void checkInward(HttpUrl registry, HttpUrl url, String what) {
    checkAnywhere(registry, url, what);
    boolean inward = Address.of(url.host()) != Address.ANYWHERE;
    boolean registryIsInside = Address.of(registry.host()) != Address.ANYWHERE;
    if (inward && !registryIsInside) {
      throw refused(what + " " + shown(url) + " is refused: a local address of a remote registry");
    }
  }

  /// Checks a place that only public content is read from: on-premises registries are known to
  /// name their blob stores by private address.
  static void checkAnywhere(HttpUrl registry, HttpUrl url, String what) {
    if (registry.isHttps() && !url.isHttps()) {
      throw refused(what + " " + shown(url) + " is refused: it leads from https to http");
    }
    if (Address.of(url.host()) == Address.FORBIDDEN) {
      throw refused(what + " " + shown(url) + " is refused: no registry lives at that address");
    }
  }

  /// Scheme, host and port are the same: secrets for the one are for the other.
  public static boolean sameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }

  /// The request that a redirect of `request` to `location` asks for; secrets stay behind unless
  /// the origin is the same.
  public static Request redirected(Request request, @Nullable String location) {
    var url = location == null ? null : request.url().resolve(location);
    if (url == null) {
      throw refused("redirect of " + shown(request.url()) + " without a usable Location");
    }
    if (writes(request)) {
      checkInward(request.url(), url, "redirect to");
    } else {
      checkAnywhere(request.url(), url, "redirect to");
    }
    var next = request.newBuilder().url(url);
    if (!sameOrigin(request.url(), url)) {
      var kept = request.headers();
      for (String name : kept.names()) {
        if (!name.equalsIgnoreCase("Accept")
            && !name.equalsIgnoreCase("Accept-Encoding")
            && !name.equalsIgnoreCase("Range")
            && !name.equalsIgnoreCase("Content-Range")) {
          next.removeHeader(name);
        }
      }
    }
    return next.build();
  }

  /// `url` as messages show it: without user and query, for both may hold secrets.
  public static String shown(HttpUrl url) {
    return url.newBuilder().username("").password("").query(null).fragment(null).build().toString();
  }

  private static RegistryFailure refused(String text) {
    return Hints.misdirected(text);
  }
}
