package io.jimg.config.network;

import org.jspecify.annotations.Nullable;

/// `host:port` taken apart as Go's net.SplitHostPort does.
///
/// @param host without brackets
/// @param port empty where nothing follows the colon
record HostPort(String host, String port) {

  /// Null where there is no port, or brackets and colons do not add up.
  static @Nullable HostPort split(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    String host = text.substring(0, colon);
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0 || end + 1 != colon) {
        return null;
      }
      host = text.substring(1, end);
    } else if (host.indexOf(':') >= 0) {
      return null;
    }
    String port = text.substring(colon + 1);
    boolean stray = hasBracket(host) || hasBracket(port);
    return stray ? null : new HostPort(host, port);
  }

  private static boolean hasBracket(String text) {
    return text.indexOf('[') >= 0 || text.indexOf(']') >= 0;
  }
}
