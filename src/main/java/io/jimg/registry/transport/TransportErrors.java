package io.jimg.registry.transport;

import io.jimg.error.RegistryFailure;
import io.jimg.registry.tls.Distrust;
import io.jimg.registry.tls.NotTls;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// Network trouble in the words of Go's net/http, which users of Docker know and search for.
public final class TransportErrors {

  private static final String UNVERIFIED = "tls: failed to verify certificate: x509: ";
  private static final String STATUS_LINE = "Unexpected status line: ";
  private static final String CONNECT = Transience.TUNNEL;
  private static final String SOCKS = "SOCKS";
  private static final String ALERT = "Received fatal alert: ";

  private TransportErrors() {}

  /// What befell `request` once there was an answer.
  public static RegistryFailure of(Request request, IOException cause) {
    return of(request, cause, null);
  }

  /// `Get "https://host/v2/x/manifests/y": dial tcp 10.0.0.1:443: connect: connection refused`
  ///
  /// @param dialled the address that was tried last, null when it never came to that
  static RegistryFailure of(Request request, IOException cause, Wire.@Nullable Dial dialled) {
    String text = text(request.url(), cause, dialled);
    return new RegistryFailure(prefix(request) + text, cause)
        .in(Hints.failed(request, cause, dialled, text));
  }

  /// `Get "https://host/v2/x/manifests/y": `
  public static String prefix(Request request) {
    String method = request.method();
    String verb = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    return verb + " \"" + Destination.shown(request.url()) + "\": ";
  }

  private static String text(HttpUrl url, IOException cause, Wire.@Nullable Dial dialled) {
    if (Thread.currentThread().isInterrupted()) {
      return "context canceled";
    }
    String where = dialled == null ? url.host() + ":" + url.port() : address(dialled.address());
    String dial = proxy(url, dialled) + "dial tcp " + where + ": ";
    String read = "read tcp " + where + ": ";
    return switch (cause) {
      case SSLException e -> tls(e, read);
      case UnknownHostException _ -> "dial tcp: lookup " + url.host() + ": no such host";
      case NoRouteToHostException _ -> dial + "connect: no route to host";
      case ConnectException e -> dial + "connect: " + refusal(e);
      case SocketTimeoutException _ when dialled != null && dialled.greeting() ->
          "net/http: TLS handshake timeout";
      case SocketTimeoutException e -> (isConnect(e) ? dial : read) + "i/o timeout";
      case InterruptedIOException _ -> "context deadline exceeded";
      case SocketException e when isSocks(e) -> socks(url, dialled, e);
      case SocketException e when isRefusedSocks(e, dialled) ->
          dial + "connect: connection refused";
      case SocketException e -> read + socket(e);
      case ProtocolException e -> protocol(e);
      default -> other(cause);
    };
  }

  private static String address(InetSocketAddress address) {
    var ip = address.getAddress();
    String host = ip == null ? address.getHostString() : ip.getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + shortest(host) + "]") + ":" + address.getPort();
  }

  /// An IPv6 address as Go writes it, without its zeros.
  private static String shortest(String ipv6) {
    return new HttpUrl.Builder().scheme("http").host(ipv6).build().host();
  }

  private static String refusal(ConnectException e) {
    Throwable root = e.getCause() == null ? e : e.getCause();
    String message = message(root).toLowerCase(Locale.ROOT);
    return message.contains("unreachable") ? "network is unreachable" : "connection refused";
  }

  private static boolean isConnect(SocketTimeoutException e) {
    return message(e).toLowerCase(Locale.ROOT).contains("connect");
  }

  /// The JDK wraps what happens on the way to a SOCKS proxy.
  private static boolean isRefusedSocks(SocketException e, Wire.@Nullable Dial dialled) {
    return dialled != null
        && dialled.proxy() == Proxy.Type.SOCKS
        && message(e).toLowerCase(Locale.ROOT).contains("connection refused");
  }

  private static boolean isSocks(SocketException e) {
    return message(e).startsWith(SOCKS);
  }

  /// What Go says before it tells of the way to a proxy.
  private static String proxy(HttpUrl url, Wire.@Nullable Dial dialled) {
    return switch (dialled == null ? Proxy.Type.DIRECT : dialled.proxy()) {
      case DIRECT -> "";
      case HTTP -> "proxyconnect tcp: ";
      case SOCKS ->
          "socks connect tcp "
              + (dialled == null ? "" : address(dialled.address()))
              + "->"
              + url.host()
              + ":"
              + url.port()
              + ": ";
    };
  }

  /// The JDK's words after `SOCKS:` are those of RFC 1928, as Go's are.
  private static String socks(HttpUrl url, Wire.@Nullable Dial dialled, SocketException e) {
    String message = message(e);
    String said = message.substring(message.indexOf(':') + 1).strip().toLowerCase(Locale.ROOT);
    String problem =
        Transience.isRefusedByProxy(e)
            ? "username/password authentication failed"
            : "unknown error " + Quoting.visible(said, 100);
    return proxy(url, dialled) + problem;
  }

  /// Channels do not make a difference between what happens to sockets and to files.
  private static boolean isBroken(IOException e) {
    String message = message(e).toLowerCase(Locale.ROOT);
    return e instanceof SocketException
        || message.contains("broken pipe")
        || message.contains("reset");
  }

  private static String socket(IOException e) {
    String message = message(e).toLowerCase(Locale.ROOT);
    if (message.contains("broken pipe")) {
      return "write: broken pipe";
    }
    return message.contains("reset") ? "read: connection reset by peer" : message;
  }

  private static String protocol(ProtocolException e) {
    String message = message(e);
    if (message.startsWith(STATUS_LINE)) {
      return "net/http: HTTP/1.x transport connection broken: malformed HTTP response "
          + Quoting.quoted(message.substring(STATUS_LINE.length()), 200);
    }
    return Transience.isEarlyEnd(e) ? "unexpected EOF" : Quoting.visible(message, 200);
  }

  private static String other(IOException e) {
    String message = message(e);
    if (message.startsWith(CONNECT)) {
      return "proxyconnect tcp: " + Quoting.visible(message.substring(CONNECT.length()), 100);
    }
    if (Transience.isRefusedByProxy(e)) {
      return "Proxy Authentication Required";
    }
    if (Transience.isEarlyEnd(e) || e instanceof EOFException) {
      return "EOF";
    }
    return Quoting.visible(message, 200);
  }

  /// What the JDK has no words for of its own, and what ended the connection within the handshake,
  /// is in the cause.
  private static String tls(SSLException e, String read) {
    String message = message(e);
    int alert = message.indexOf(ALERT);
    if (alert >= 0) {
      return "remote error: tls: " + alert(message.substring(alert + ALERT.length()));
    }
    if (message.contains("validity check failed")) {
      return UNVERIFIED + "certificate has expired or is not yet valid";
    }
    return switch (e.getCause()) {
      case Distrust distrust -> UNVERIFIED + Quoting.visible(message(distrust), 500);
      case NotTls other -> message(other);
      case EOFException _ -> "EOF";
      case IOException broken when isBroken(broken) -> read + socket(broken);
      case null, default -> "tls: " + Quoting.visible(message, 200);
    };
  }

  /// Go's names of the alerts of TLS, where they are not those of the standard (RFC 8446, 6).
  private static String alert(String name) {
    return switch (name) {
      case "bad_record_mac" -> "bad record MAC";
      case "certificate_revoked" -> "revoked certificate";
      case "certificate_expired" -> "expired certificate";
      case "certificate_unknown" -> "unknown certificate";
      case "unknown_ca" -> "unknown certificate authority";
      case "decode_error" -> "error decoding message";
      case "decrypt_error" -> "error decrypting message";
      case "protocol_version" -> "protocol version not supported";
      case "insufficient_security" -> "insufficient security level";
      case "unknown_psk_identity" -> "unknown PSK identity";
      default -> Quoting.visible(name.replace('_', ' '), 100);
    };
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    return message == null ? "" : message;
  }
}
