package io.jimg.config.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.config.docker.Credential.Basic;
import io.jimg.error.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.util.Base64;

/// The `auth` of config.json: `username:password` in base64, decoded as Go decodes it, down to the
/// position in its complaint.
final class AuthText {

  private AuthText() {}

  static String encode(String username, String password) {
    return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
  }

  /// @throws InvalidInput with Docker's texts, which do not repeat what was decoded
  static Basic decode(String auth) {
    String text = new String(bytes(auth), UTF_8);
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw new InvalidInput("Invalid auth configuration file");
    }
    return new Basic(text.substring(0, colon), withoutZeros(text.substring(colon + 1)));
  }

  private static String withoutZeros(String padded) {
    int start = 0;
    int end = padded.length();
    while (start < end && padded.charAt(start) == 0) {
      start++;
    }
    while (end > start && padded.charAt(end - 1) == 0) {
      end--;
    }
    return padded.substring(start, end);
  }

  private static byte[] bytes(String base64) {
    var decoded = new ByteArrayOutputStream(base64.length());
    int bits = 0;
    int sextets = 0;
    for (int i = 0; i < base64.length(); i++) {
      char c = base64.charAt(i);
      if (c == '\n' || c == '\r') {
        continue;
      }
      if (c == '=') {
        padding(base64, i, sextets);
        write(bits << (6 * (4 - sextets)), sextets - 1, decoded);
        return decoded.toByteArray();
      }
      int sextet = sextet(c);
      if (sextet < 0) {
        throw illegal(base64, i);
      }
      bits = bits << 6 | sextet;
      if (++sextets == 4) {
        write(bits, 3, decoded);
        bits = 0;
        sextets = 0;
      }
    }
    if (sextets > 0) {
      throw illegal(base64, base64.length() - sextets);
    }
    return decoded.toByteArray();
  }

  /// Checks that the group which `sextets` began ends here properly and nothing comes after it.
  private static void padding(String base64, int at, int sextets) {
    if (sextets < 2) {
      throw illegal(base64, at);
    }
    int next = skipNewlines(base64, at + 1);
    if (sextets == 2) {
      if (next == base64.length()) {
        throw illegal(base64, next);
      }
      if (base64.charAt(next) != '=') {
        throw illegal(base64, next - 1);
      }
      next = skipNewlines(base64, next + 1);
    }
    if (next < base64.length()) {
      throw illegal(base64, next);
    }
  }

  private static int skipNewlines(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      at++;
    }
    return at;
  }

  private static void write(int bits, int count, ByteArrayOutputStream out) {
    for (int i = 0; i < count; i++) {
      out.write(bits >> (16 - 8 * i));
    }
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  }

  private static InvalidInput illegal(String base64, int at) {
    int bytesBefore = base64.substring(0, at).getBytes(UTF_8).length;
    return new InvalidInput("illegal base64 data at input byte " + bytesBefore);
  }
}
