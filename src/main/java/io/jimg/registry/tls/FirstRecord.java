package io.jimg.registry.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What a server answers to a greeting in TLS. The JDK says of everything that is no TLS that it is
/// no TLS; Go tells a server that speaks HTTP from others, and it is HTTP that users can do
/// something about.
final class FirstRecord extends FilterInputStream {

  private static final int HEADER = 5;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;

  private final byte[] header = new byte[HEADER];
  private int known;
  private int given;

  FirstRecord(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (given == HEADER || length == 0) {
      return in.read(target, offset, length);
    }
    check();
    int count = Math.min(length, known - given);
    System.arraycopy(header, given, target, offset, count);
    given += count;
    return count == 0 ? -1 : count;
  }

  private void check() throws IOException {
    if (known < HEADER) {
      known += in.readNBytes(header, known, HEADER - known);
    }
    if (known == 0) {
      return;
    }
    if (known < HEADER) {
      throw new NotTls("unexpected EOF");
    }
    if (new String(header, StandardCharsets.ISO_8859_1).equals("HTTP/")) {
      throw new NotTls("http: server gave HTTP response to HTTPS client");
    }
    if (header[0] != ALERT && header[0] != HANDSHAKE) {
      throw new NotTls("tls: first record does not look like a TLS handshake");
    }
  }
}
