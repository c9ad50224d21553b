package io.jimg.registry.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Private keys in the three forms that openssl writes: PKCS #8, PKCS #1 (RSA) and SEC 1 (EC). The
/// JDK reads the first only; the other two are put into its envelope.
final class PrivateKeys {

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;
  private static final byte[] VERSION = {2, 1, 0};
  private static final byte[] RSA = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private PrivateKeys() {}

  /// The key in `pem`; null where it is of no kind that can be read.
  static @Nullable PrivateKey read(Pem pem) {
    byte[] pkcs8 =
        switch (pem.label()) {
          case "PRIVATE KEY" -> pem.document();
          case "RSA PRIVATE KEY" -> pem.isEncrypted() ? null : envelope(RSA, pem.document());
          case "EC PRIVATE KEY" -> pem.isEncrypted() ? null : ecEnvelope(pem.document());
          default -> null;
        };
    return pkcs8 == null ? null : decode(pkcs8);
  }

  private static @Nullable PrivateKey decode(byte[] pkcs8) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // of another algorithm
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }
    return null;
  }

  /// RFC 5958: version, algorithm, the key.
  private static byte[] envelope(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, VERSION, element(SEQUENCE, algorithm), element(OCTETS, key));
  }

  /// RFC 5915: the curve stands within the key, and is wanted outside.
  private static byte @Nullable [] ecEnvelope(byte[] key) {
    byte[] curve = curve(key);
    if (curve == null) {
      return null;
    }
    return element(SEQUENCE, VERSION, element(SEQUENCE, EC, curve), element(OCTETS, key));
  }

  /// The content of the element `[0]` of a SEC 1 key.
  private static byte @Nullable [] curve(byte[] key) {
    int at = contentStart(key, 0);
    while (at > 0 && at < key.length) {
      int content = contentStart(key, at);
      int end = content < 0 ? -1 : content + length(key, at);
      if (end < 0 || end > key.length) {
        return null;
      }
      if ((key[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(key, content, end);
      }
      at = end;
    }
    return null;
  }

  /// Where the content of the element at `at` begins, -1 where it cannot be told.
  private static int contentStart(byte[] der, int at) {
    if (at + 1 >= der.length) {
      return -1;
    }
    int first = der[at + 1] & 0xff;
    int more = first < 0x80 ? 0 : first & 0x7f;
    return more > 2 || at + 2 + more > der.length ? -1 : at + 2 + more;
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    var element = new ByteArrayOutputStream(length + 4);
    element.write(tag);
    if (length >= 0x100) {
      element.write(0x82);
      element.write(length >> 8);
    } else if (length >= 0x80) {
      element.write(0x81);
    }
    element.write(length);
    for (byte[] part : parts) {
      element.writeBytes(part);
    }
    return element.toByteArray();
  }
}
