package io.jimg.template;

import io.jimg.template.fmt.Floats;
import io.jimg.template.value.CallFailure;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import java.util.Map;

/// Go's encoding/json: sorted keys, struct fields in their order, Go's escapes.
public final class GoJson {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out;

  private GoJson(StringBuilder out) {
    this.out = out;
  }

  /// Compact, `<`, `>` and `&` as they are: what `{{json .}}` prints.
  public static String encode(GoValue value) {
    var out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  public static void append(StringBuilder out, GoValue value) {
    new GoJson(out).value(value);
  }

  private void value(GoValue value) {
    switch (value.type().kind()) {
      case INVALID, VALUE -> out.append("null");
      case BOOL -> out.append(((GoValue.Bool) value).value());
      case INT -> out.append(((GoValue.Int) value).value());
      case UINT -> out.append(Long.toUnsignedString(((GoValue.Int) value).value()));
      case FLOAT -> number(((GoValue.Real) value).value());
      case COMPLEX -> throw new CallFailure("json: unsupported type: complex128");
      case STRING -> text((GoValue.Text) value);
      case SLICE -> slice((GoValue.Slice) value);
      case MAP -> map((GoValue.MapOf) value);
      case STRUCT -> struct((GoValue.Struct) value);
      case POINTER -> {
        var target = ((GoValue.Pointer) value).target();
        value(target == null ? GoValue.NIL : target);
      }
      case INTERFACE -> value(Indirection.ofInterface(value));
    }
  }

  private void number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new CallFailure("json: unsupported value: " + Floats.format(number, 'g', -1));
    }
    double magnitude = Math.abs(number);
    boolean exponent = magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21);
    String text = Floats.format(number, exponent ? 'e' : 'f', -1);
    int end = text.length();
    if (exponent && end >= 4 && text.charAt(end - 3) == '-' && text.charAt(end - 2) == '0') {
      text = text.substring(0, end - 2) + text.charAt(end - 1);
    }
    out.append(text);
  }

  private void text(GoValue.Text text) {
    if (!text.type().is(GoType.JSON_NUMBER)) {
      string(text.value());
    } else if (text.value().isEmpty()) {
      out.append('0');
    } else {
      out.append(text.value());
    }
  }

  private void slice(GoValue.Slice slice) {
    if (slice.items() == null) {
      out.append("null");
      return;
    }
    out.append('[');
    String between = "";
    for (var item : slice.items()) {
      out.append(between);
      value(item);
      between = ",";
    }
    out.append(']');
  }

  private void map(GoValue.MapOf map) {
    if (map.entries() == null) {
      out.append("null");
      return;
    }
    out.append('{');
    String between = "";
    Map<String, GoValue> members = map.members();
    for (var key : map.sortedKeys()) {
      out.append(between);
      string(key);
      out.append(':');
      value(members.getOrDefault(key, GoValue.NIL));
      between = ",";
    }
    out.append('}');
  }

  private void struct(GoValue.Struct struct) {
    var form = struct.shape().json();
    if (form != null) {
      out.append(form.of(struct));
      return;
    }
    out.append('{');
    int start = out.length();
    members(struct, start);
    out.append('}');
  }

  private void members(GoValue.Struct struct, int start) {
    var members = struct.shape().members();
    for (int i = 0; i < members.size(); i++) {
      var member = members.get(i);
      if (member.omit() == StructShape.Omit.ALWAYS) {
        continue;
      }
      var value = struct.fields().at(i);
      if (member.omit() == StructShape.Omit.EMPTY && isEmpty(value)) {
        continue;
      }
      if (member.access() == StructShape.Access.EMBEDDED) {
        members((GoValue.Struct) value, start);
        continue;
      }
      if (out.length() > start) {
        out.append(',');
      }
      string(member.jsonName());
      out.append(':');
      value(value);
    }
  }

  /// Structs are never empty; everything else is when it is not true.
  private static boolean isEmpty(GoValue value) {
    return !Truth.of(value);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int letter = "\b\f\n\r\t".indexOf(c);
      if (c == '"' || c == '\\') {
        out.append('\\').append((char) c);
      } else if (letter >= 0) {
        out.append('\\').append("bfnrt".charAt(letter));
      } else if (c < ' ' || c == 0x2028 || c == 0x2029) {
        unicode(c);
      } else if (c >= 0xD800 && c <= 0xDFFF) {
        unicode(0xFFFD);
      } else {
        out.appendCodePoint(c);
      }
    }
    out.append('"');
  }

  private void unicode(int c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xF));
    }
  }
}
