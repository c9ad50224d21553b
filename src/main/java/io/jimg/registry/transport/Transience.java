package io.jimg.registry.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;

/// What may work the next time, by status or by what befell a request; see the table of
/// [io.jimg.registry.settings.RetryPolicy].
public final class Transience {

  static final String TUNNEL = "Unexpected response code for CONNECT: ";

  private static final Set<Integer> TRANSIENT_STATUS = Set.of(408, 429, 500, 502, 503, 504);

  private Transience() {}

  /// Whether another answer may come the next time.
  public static boolean of(int status) {
    return TRANSIENT_STATUS.contains(status);
  }

  /// Whether the way there may work the next time.
  ///
  /// @param answered whether the registry has answered anything in this operation
  public static boolean of(IOException failure, boolean answered) {
    return switch (failure) {
      case SSLException e -> isTransientTls(e);
      case UnknownHostException _ -> answered;
      case NoRouteToHostException _ -> answered;
      case ConnectException _ -> answered;
      case SocketTimeoutException _ -> true;
      case InterruptedIOException _ -> false;
      case ProtocolException e -> isEarlyEnd(e);
      default -> isTransientProxy(failure);
    };
  }

  /// A proxy that refuses a tunnel does so in okhttp's words.
  private static boolean isTransientProxy(IOException failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    if (message.startsWith(TUNNEL)) {
      String status = message.substring(TUNNEL.length());
      return TRANSIENT_STATUS.stream().anyMatch(known -> status.equals("" + known));
    }
    return !isRefusedByProxy(failure);
  }

  /// A proxy that does not take the password will not take it the next time either, and may lock
  /// its user out.
  static boolean isRefusedByProxy(IOException failure) {
    String message = failure.getMessage();
    return "Failed to authenticate with proxy".equals(message)
        || "SOCKS : authentication failed".equals(message);
  }

  /// A connection that ended within the handshake, as against a certificate that does not fit.
  private static boolean isTransientTls(SSLException failure) {
    return failure.getCause() instanceof EOFException
        || failure.getCause() instanceof SocketException;
  }

  static boolean isEarlyEnd(IOException failure) {
    String message = failure.getMessage();
    return message != null && message.startsWith("unexpected end of stream");
  }
}
