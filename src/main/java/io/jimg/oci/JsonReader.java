package io.jimg.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Reads strict JSON (RFC 8259) of at most 200 levels. Our own because every Jackson parser costs
/// 10 ms of class initialisation (docs/decisions/0003). Complains in the words of Go's
/// encoding/json, which users of Docker know; of a repeated member the last one counts, as in Go.
public final class JsonReader {

  private static final int MAX_DEPTH = 200;
  private static final JsonNull NULL = new JsonNull();

  private final String text;
  private final String endOfInput;
  private int at;
  private int depth;

  private JsonReader(String text, String endOfInput) {
    this.text = text;
    this.endOfInput = endOfInput;
  }

  /// The one value in `document`.
  ///
  /// @throws InvalidInput when it is not one JSON value and nothing else
  public static JsonValue read(byte[] document) {
    return read(new String(document, UTF_8));
  }

  public static JsonValue read(String document) {
    var reader = new JsonReader(document, "unexpected end of JSON input");
    var value = reader.value();
    reader.skipSpace();
    if (reader.at < document.length()) {
      throw reader.unexpected("after top-level value");
    }
    return value;
  }

  /// The value that `stream` begins with, whatever follows it, as Go's json.Decoder reads; null of
  /// an empty one.
  public static @Nullable JsonValue readFirst(byte[] stream) {
    var reader = new JsonReader(new String(stream, UTF_8), "unexpected EOF");
    reader.skipSpace();
    return reader.at == reader.text.length() ? null : reader.value();
  }

  /// The object in `document`.
  ///
  /// @throws InvalidInput when it is not one JSON object and nothing else
  public static JsonObject readObject(byte[] document) {
    if (read(document) instanceof JsonObject object) {
      return object;
    }
    throw new InvalidInput("the document is not a JSON object");
  }

  private JsonValue value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonText(string());
      case 't' -> literal("true", new JsonBoolean(true));
      case 'f' -> literal("false", new JsonBoolean(false));
      case 'n' -> literal("null", NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("looking for beginning of value");
    };
  }

  private JsonObject object() {
    enter();
    var members = new LinkedHashMap<String, JsonValue>();
    skipSpace();
    if (peek() == '}') {
      leave();
      return JsonObject.EMPTY;
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw unexpected("looking for beginning of object key string");
      }
      String name = string();
      skipSpace();
      if (peek() != ':') {
        throw unexpected("after object key");
      }
      at++;
      members.put(name, value());
      skipSpace();
      switch (peek()) {
        case ',' -> at++;
        case '}' -> {
          leave();
          return new JsonObject(members);
        }
        default -> throw unexpected("after object key:value pair");
      }
    }
  }

  private JsonArray array() {
    enter();
    var items = new ArrayList<JsonValue>();
    skipSpace();
    if (peek() == ']') {
      leave();
      return new JsonArray(items);
    }
    while (true) {
      items.add(value());
      skipSpace();
      switch (peek()) {
        case ',' -> at++;
        case ']' -> {
          leave();
          return new JsonArray(items);
        }
        default -> throw unexpected("after array element");
      }
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new InvalidInput("exceeded max depth");
    }
    at++;
  }

  private void leave() {
    depth--;
    at++;
  }

  private JsonValue literal(String word, JsonValue value) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        throw unexpected("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
    return value;
  }

  private JsonNumber number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '0') {
      at++;
    } else {
      digits("in numeric literal");
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits("after decimal point in numeric literal");
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits("in exponent of numeric literal");
    }
    return new JsonNumber(text.substring(start, at));
  }

  private void digits(String where) {
    if (!isDigit(peek())) {
      throw unexpected(where);
    }
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private String string() {
    int start = ++at;
    while (true) {
      char c = peek();
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return escapedString(start);
      }
      if (c < ' ') {
        throw unexpected("in string literal");
      }
      at++;
    }
  }

  /// The rest of a string from its first escape on: most strings have none and are never copied.
  private String escapedString(int start) {
    var string = new StringBuilder(text.substring(start, at));
    while (true) {
      char c = peek();
      if (c == '"') {
        at++;
        return string.toString();
      }
      if (c < ' ') {
        throw unexpected("in string literal");
      }
      at++;
      string.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    char c = peek();
    char meaning =
        switch (c) {
          case '"', '\\', '/' -> c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> 0;
          default -> throw unexpected("in string escape code");
        };
    at++;
    return c == 'u' ? hex() : meaning;
  }

  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || text.charAt(at) > 'f') {
        throw unexpected("in \\u hexadecimal character escape");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        return;
      }
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw new InvalidInput(endOfInput);
    }
    return text.charAt(at);
  }

  private InvalidInput unexpected(String where) {
    int c = text.codePointAt(at);
    String quoted =
        switch (c) {
          case '\'' -> "\\'";
          case '\\' -> "\\\\";
          case '\n' -> "\\n";
          case '\r' -> "\\r";
          case '\t' -> "\\t";
          default ->
              c < ' ' || c == 0x7f
                  ? "\\x" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 15, 16)
                  : Character.toString(c);
        };
    return new InvalidInput("invalid character '" + quoted + "' " + where);
  }
}
