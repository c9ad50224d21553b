package io.jimg.registry;

/// How a registry was reached so far.
public enum Reached {
  /// Nobody has answered yet.
  NOT_YET,
  WITH_TLS,
  WITHOUT_TLS
}
