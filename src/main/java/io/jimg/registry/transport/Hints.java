package io.jimg.registry.transport;

import io.jimg.error.Circumstances;
import io.jimg.error.FailureClass;
import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// What is said of a failure beside Docker's words: what kind it was, whether the same command may
/// succeed later, and, where a user can do something about it, what was tried and what to do next.
public final class Hints {

  private static final Set<String> DENIALS = Set.of("DENIED", "UNAUTHORIZED");
  private static final int LONGEST = 1000;

  private Hints() {}

  /// Of an answer.
  ///
  /// @param reset when a quota is there again, as far as is known
  public static Circumstances refused(
      Response response, String code, boolean quota, @Nullable Duration reset, Instant now) {
    var request = response.request();
    var question = Question.of(request);
    int status = response.code();
    var kind = kind(status, code, quota);
    String hint =
        switch (kind) {
          case UNAUTHORIZED, DENIED -> denied(request, question);
          case QUOTA -> usedUp(question, reset, now);
          default -> "";
        };
    boolean retryable = quota ? reset != null : Transience.of(status);
    return circumstances(question, kind, retryable, reset, hint);
  }

  private static FailureClass kind(int status, String code, boolean quota) {
    if (quota) {
      return FailureClass.QUOTA;
    }
    return switch (status) {
      case 401 -> code.equals("DENIED") ? FailureClass.DENIED : FailureClass.UNAUTHORIZED;
      case 403 -> FailureClass.DENIED;
      case 404 -> DENIALS.contains(code) ? FailureClass.DENIED : FailureClass.NOT_FOUND;
      case 408 -> FailureClass.TIMEOUT;
      case 429 -> FailureClass.THROTTLED;
      default -> {
        if (status >= 500) {
          yield FailureClass.UNAVAILABLE;
        }
        yield status >= 400 ? FailureClass.REJECTED : FailureClass.PROTOCOL;
      }
    };
  }

  /// There is nothing to show to a registry that asks for a password.
  public static RegistryFailure noCredentials(Question question, Request request) {
    return new RegistryFailure("no basic auth credentials", 401, "UNAUTHORIZED", null)
        .in(
            circumstances(
                question, FailureClass.UNAUTHORIZED, false, null, denied(request, question)));
  }

  private static String denied(Request request, Question question) {
    var host = request.url();
    if (question.step() != Step.TOKEN && !Destination.sameOrigin(host, question.registry())) {
      return question.domain()
          + " sent us to "
          + host.host()
          + ", which refused without being asked"
          + " for an account: try again later, or tell whoever runs the registry";
    }
    String who =
        question.step() == Step.TOKEN
            ? "the token server of " + question.domain()
            : question.domain();
    return who
        + " refused the "
        + question.step().word()
        + ", asked "
        + question.shown().introduction()
        + ": "
        + next(question);
  }

  private static String next(Question question) {
    String where = question.domain().equals(Reference.HUB) ? "'" : " " + question.domain() + "'";
    String login = "'jimg login" + where;
    boolean anonymous = question.shown().isAnonymous();
    if (question.pushing()) {
      return anonymous
          ? "run " + login + " with an account that may push there"
          : "check the name and whether this account may push there";
    }
    boolean given = !anonymous && question.shown().source().isEmpty();
    if (question.step() == Step.PING || (question.step() == Step.TOKEN && given)) {
      return "check the user name and the password or token";
    }
    if (question.step() == Step.TOKEN && !anonymous) {
      return "run " + login + " again, or 'jimg logout" + where + " to ask anonymously";
    }
    return anonymous
        ? "check the name, or run " + login + " if it is private"
        : "check the name and whether this account may pull it";
  }

  private static String usedUp(Question question, @Nullable Duration reset, Instant now) {
    String until =
        reset == null
            ? "; the registry does not say until when"
            : " until "
                + now.plus(reset).truncatedTo(ChronoUnit.SECONDS)
                + " (in "
                + shown(reset)
                + ")";
    String more =
        question.shown().isAnonymous()
            ? "; signed in users have a larger one: run 'jimg login'"
            : "";
    return "the pull quota of "
        + question.domain()
        + ", asked "
        + question.shown().introduction()
        + ", is used up"
        + until
        + more;
  }

  /// `5h2m`, `30s`
  private static String shown(Duration duration) {
    long seconds = duration.plusMillis(999).toSeconds();
    if (seconds < 120) {
      return seconds + "s";
    }
    long minutes = (seconds + 59) / 60;
    return minutes < 60 ? minutes + "m" : minutes / 60 + "h" + minutes % 60 + "m";
  }

  /// Of a way that ended nowhere.
  ///
  /// @param text what is said of it in Go's words
  static Circumstances failed(
      Request request, IOException cause, Wire.@Nullable Dial dialled, String text) {
    var question = Question.of(request);
    if (Thread.currentThread().isInterrupted()) {
      return circumstances(question, FailureClass.CANCELED, false, null, "");
    }
    var kind = kind(cause, dialled, text);
    boolean retryable =
        kind == FailureClass.TIMEOUT || (kind != FailureClass.DNS && Transience.of(cause, true));
    return circumstances(question, kind, retryable, null, hint(request.url(), kind, text));
  }

  private static FailureClass kind(IOException cause, Wire.@Nullable Dial dialled, String text) {
    if (text.startsWith("proxyconnect")
        || text.startsWith("socks connect")
        || text.startsWith("Proxy ")) {
      return FailureClass.PROXY;
    }
    if (text.startsWith("http: server gave HTTP")
        || text.startsWith("tls: first record")
        || text.contains("malformed HTTP")) {
      return FailureClass.PROTOCOL;
    }
    return switch (cause) {
      case UnknownHostException _ ->
          dialled == null || dialled.proxy() == Proxy.Type.DIRECT
              ? FailureClass.DNS
              : FailureClass.PROXY;
      case SSLException _ -> text.equals("EOF") ? FailureClass.UNREACHABLE : FailureClass.TLS;
      case SocketTimeoutException _ -> FailureClass.TIMEOUT;
      case InterruptedIOException _ -> FailureClass.TIMEOUT;
      case ProtocolException _ ->
          Transience.isEarlyEnd(cause) ? FailureClass.UNREACHABLE : FailureClass.PROTOCOL;
      default -> FailureClass.UNREACHABLE;
    };
  }

  private static String hint(HttpUrl url, FailureClass kind, String text) {
    boolean standard = url.port() == HttpUrl.defaultPort(url.scheme());
    String host = standard ? url.host() : url.host() + ":" + url.port();
    String certificates = "~/.config/docker/certs.d/" + host + "/";
    if (text.contains("signed by unknown authority")) {
      return "put the certificate of who signed it into "
          + certificates
          + "ca.crt, or do without"
          + " verification with --insecure-registry "
          + host;
    }
    if (text.startsWith("remote error: tls: ") && text.contains("certificate")) {
      return host
          + " wants to see a client certificate that it knows: put one into "
          + certificates
          + " as client.cert and client.key";
    }
    if (text.startsWith("http: server gave HTTP")) {
      return host + " speaks plain HTTP: allow that with --insecure-registry " + host;
    }
    return switch (kind) {
      case DNS ->
          "check the name "
              + url.host()
              + ", and whether this machine can look up names; a proxy"
              + " is taken from HTTPS_PROXY";
      case PROXY ->
          "the way out was "
              + (url.isHttps() ? "HTTPS_PROXY" : "HTTP_PROXY")
              + "; hosts in NO_PROXY are gone to directly";
      default -> "";
    };
  }

  /// `failure`: a registry leads to a place where we do not go.
  static RegistryFailure misdirected(String text) {
    return new RegistryFailure(text, null)
        .in(new Circumstances(FailureClass.MISDIRECTED, "", "", false, null, ""));
  }

  private static Circumstances circumstances(
      Question question,
      FailureClass kind,
      boolean retryable,
      @Nullable Duration retryAfter,
      String hint) {
    return new Circumstances(
        kind,
        question.domain(),
        question.domain().isEmpty() ? "" : question.step().word(),
        retryable,
        retryAfter,
        hint.isEmpty() || question.domain().isEmpty()
            ? ""
            : Quoting.visible(hint, LONGEST).replace('\n', ' '));
  }
}
