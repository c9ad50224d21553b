package io.jimg.registry.tls;

import java.io.Serial;
import java.security.cert.CertificateException;

/// A server's certificate is not believed; the message is that of Go's crypto/x509, which users of
/// Docker know, without its prefix.
public final class Distrust extends CertificateException {

  @Serial private static final long serialVersionUID = 1L;

  Distrust(String message) {
    super(message);
  }
}
