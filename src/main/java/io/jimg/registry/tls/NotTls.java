package io.jimg.registry.tls;

import java.io.IOException;
import java.io.Serial;

/// A server that was greeted in TLS answers in something else; the message is that of Go's net/http
/// or crypto/tls.
public final class NotTls extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  NotTls(String message) {
    super(message);
  }
}
