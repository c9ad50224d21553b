package io.jimg.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import java.util.List;
import java.util.Map;

/// Writes documents of our own making: compact, members in the order given, not HTML-escaped.
public final class JsonWriter {

  private JsonWriter() {}

  public static byte[] bytes(JsonValue value) {
    return text(value).getBytes(UTF_8);
  }

  public static String text(JsonValue value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /// Appends `value` to `out`.
  public static void write(JsonValue value, StringBuilder out) {
    switch (value) {
      case JsonObject(var members) -> {
        char separator = '{';
        for (var member : members.entrySet()) {
          out.append(separator);
          quote(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
      }
      case JsonArray(var items) -> {
        char separator = '[';
        for (var item : items) {
          out.append(separator);
          write(item, out);
          separator = ',';
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case JsonText(var text) -> quote(text, out);
      case JsonNumber(var literal) -> out.append(literal);
      case JsonBoolean(var flag) -> out.append(flag);
      case JsonNull() -> out.append("null");
    }
  }

  /// Appends `text` as a JSON string; a lone surrogate becomes U+FFFD, so the result is always
  /// UTF-8.
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            out.append(Character.isSurrogate(c) ? '\uFFFD' : c);
          }
        }
      }
    }
    out.append('"');
  }

  public static JsonObject object(Map<String, String> texts) {
    var members = new java.util.LinkedHashMap<String, JsonValue>();
    texts.forEach((name, text) -> members.put(name, new JsonText(text)));
    return new JsonObject(members);
  }

  public static JsonArray array(List<String> texts) {
    return new JsonArray(texts.stream().<JsonValue>map(JsonText::new).toList());
  }
}
