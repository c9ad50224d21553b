package io.jimg.template;

import io.jimg.template.fmt.Printer;
import io.jimg.template.fmt.Quoting;
import io.jimg.template.value.GoText;
import io.jimg.template.value.GoValue;

/// `html`, `js` and `urlquery`.
final class Escaping {

  private static final String HEX = "0123456789ABCDEF";
  private static final String UNRESERVED = "-_.~";

  private Escaping() {}

  /// The arguments as one text, as an action would print them.
  static String text(GoValue[] arguments) {
    if (arguments.length == 1 && arguments[0] instanceof GoValue.Text(var text, _)) {
      return text;
    }
    var shown = new GoValue[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      var value = arguments[i] instanceof GoValue.Pointer p ? Indirection.of(p) : arguments[i];
      shown[i] = value instanceof GoValue.Nil ? GoValue.text("<no value>") : value;
    }
    return Printer.sprint(shown);
  }

  static String html(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 0 -> out.append('\uFFFD');
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  static String js(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\\', '\'', '"' -> out.append('\\').append((char) c);
        case '<', '>', '&', '=' -> unicode(out, c);
        default -> {
          boolean shown = c < 0x80 ? c >= ' ' : GoText.isByte(c) || Quoting.isPrint(c);
          if (shown) {
            out.appendCodePoint(c);
          } else {
            unicode(out, c);
          }
        }
      }
    }
    return out.toString();
  }

  private static void unicode(StringBuilder out, int c) {
    out.append("\\u");
    int digits = c > 0xFFFFF ? 6 : c > 0xFFFF ? 5 : 4;
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xF));
    }
  }

  static String query(String text) {
    var out = new StringBuilder(text.length());
    for (byte octet : GoText.utf8(text)) {
      char c = (char) (octet & 0xFF);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return out.toString();
  }
}
