package io.jimg.template.value;

import java.util.Arrays;
import java.util.Comparator;

/// The bytes behind Go's strings. A Go string is bytes, mostly UTF-8; here it is a Java string in
/// which each byte that is no UTF-8 stands as a lone surrogate U+DC80 to U+DCFF. [#utf8] gives the
/// bytes back.
public final class GoText {

  /// Go's order of strings: by bytes.
  public static final Comparator<String> ORDER = GoText::compare;

  private static final char ESCAPE = '\uDC00';

  private GoText() {}

  /// Whether a code point of such a string stands for a byte that is no UTF-8.
  public static boolean isByte(int codePoint) {
    return codePoint >= 0xDC80 && codePoint <= 0xDCFF;
  }

  /// The byte that such a code point stands for.
  public static int toByte(int codePoint) {
    return codePoint & 0xFF;
  }

  /// The character that stands for a byte from 0x80 on.
  public static char ofByte(int octet) {
    return (char) (ESCAPE + octet);
  }

  /// How many bytes a code point takes.
  public static int width(int codePoint) {
    if (codePoint < 0x80 || isByte(codePoint)) {
      return 1;
    }
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /// The length in bytes.
  public static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (Character.isHighSurrogate(c)) {
        int codePoint = text.codePointAt(i);
        bytes += width(codePoint);
        i += Character.charCount(codePoint) - 1;
      } else {
        bytes += width(c);
      }
    }
    return bytes;
  }

  /// The bytes; what Go would write.
  public static byte[] utf8(CharSequence text) {
    char[] chars = text.toString().toCharArray();
    var bytes = new byte[chars.length + 16];
    int size = 0;
    for (int i = 0; i < chars.length; i++) {
      if (size + 4 > bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      if (chars[i] < 0x80) {
        bytes[size++] = (byte) chars[i];
        continue;
      }
      int codePoint = Character.codePointAt(chars, i);
      i += Character.charCount(codePoint) - 1;
      size = put(bytes, size, codePoint);
    }
    return Arrays.copyOf(bytes, size);
  }

  private static int put(byte[] bytes, int at, int codePoint) {
    int size = at;
    if (codePoint < 0x80 || isByte(codePoint)) {
      bytes[size++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[size++] = (byte) (0xC0 | (codePoint >> 6));
      bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
      int valid = Character.isSurrogate((char) codePoint) ? 0xFFFD : codePoint;
      bytes[size++] = (byte) (0xE0 | (valid >> 12));
      bytes[size++] = (byte) (0x80 | ((valid >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (valid & 0x3F));
    } else {
      bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
      bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    }
    return size;
  }

  /// The string of some bytes; every sequence of bytes has one.
  public static String of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  static String of(byte[] bytes, int from, int to) {
    var text = new StringBuilder(to - from);
    for (int i = from; i < to; ) {
      int lead = bytes[i] & 0xFF;
      int size = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      int codePoint =
          size == 0 || lead > 0xF4 ? -1 : decode(bytes, i, Math.min(to, i + size), size);
      if (codePoint < 0) {
        text.append(ofByte(lead));
        i++;
      } else {
        text.appendCodePoint(codePoint);
        i += size;
      }
    }
    return text.toString();
  }

  private static int decode(byte[] bytes, int from, int to, int size) {
    if (to - from < size) {
      return -1;
    }
    int codePoint = size == 1 ? bytes[from] : bytes[from] & (0x7F >> size);
    for (int i = from + 1; i < to; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return -1;
      }
      codePoint = (codePoint << 6) | (bytes[i] & 0x3F);
    }
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return width(codePoint) != size || surrogate || codePoint > 0x10FFFF ? -1 : codePoint;
  }

  /// The bytes `from` (inclusive) to `to` (exclusive).
  public static String slice(String text, int from, int to) {
    if (length(text) == text.length() && !hasBytes(text)) {
      return text.substring(from, to);
    }
    return of(utf8(text), from, to);
  }

  public static int byteAt(String text, int index) {
    int bytes = 0;
    int at = 0;
    while (true) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (bytes + width(codePoint) > index) {
        var sequence = new byte[4];
        int _ = put(sequence, 0, codePoint);
        return sequence[index - bytes] & 0xFF;
      }
      bytes += width(codePoint);
    }
  }

  /// The same bytes with every complete UTF-8 sequence as a character: needed after joining parts.
  public static String joined(String text) {
    return hasBytes(text) ? of(utf8(text)) : text;
  }

  private static boolean hasBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isByte(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
        return true;
      }
    }
    return false;
  }

  private static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return a.charAt(i) < 0x80 && b.charAt(i) < 0x80
            ? a.charAt(i) - b.charAt(i)
            : Arrays.compareUnsigned(utf8(a), utf8(b));
      }
    }
    return a.length() - b.length();
  }
}
