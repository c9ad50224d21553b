package io.jimg.config;

import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;

/// JSON as Go's MarshalIndent writes it with tabs: HTML-escaped, no newline at the end.
final class IndentedJson {

  private final StringBuilder out = new StringBuilder();

  private IndentedJson() {}

  static String text(JsonValue value) {
    var writer = new IndentedJson();
    writer.write(value, 0);
    return writer.out.toString();
  }

  private void write(JsonValue value, int depth) {
    switch (value) {
      case JsonObject(var members) -> {
        String before = "{";
        for (var member : members.entrySet()) {
          out.append(before);
          newLine(depth + 1);
          quote(member.getKey());
          out.append(": ");
          write(member.getValue(), depth + 1);
          before = ",";
        }
        close(members.isEmpty() ? "{}" : "}", members.isEmpty(), depth);
      }
      case JsonArray(var items) -> {
        String before = "[";
        for (var item : items) {
          out.append(before);
          newLine(depth + 1);
          write(item, depth + 1);
          before = ",";
        }
        close(items.isEmpty() ? "[]" : "]", items.isEmpty(), depth);
      }
      case JsonText(var text) -> quote(text);
      case JsonNumber(var literal) -> out.append(literal);
      case JsonBoolean(var flag) -> out.append(flag);
      case JsonNull() -> out.append("null");
    }
  }

  private void close(String bracket, boolean empty, int depth) {
    if (!empty) {
      newLine(depth);
    }
    out.append(bracket);
  }

  private void newLine(int depth) {
    out.append('\n').repeat('\t', depth);
  }

  private void quote(String text) {
    int start = out.length();
    JsonWriter.quote(text, out);
    for (int i = start; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
        String escape = "\\u" + Integer.toHexString(0x10000 | c).substring(1);
        out.replace(i, i + 1, escape);
        i += escape.length() - 1;
      }
    }
  }
}
