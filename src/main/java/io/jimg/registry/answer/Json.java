package io.jimg.registry.answer;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Documents that only registries say. Members that nobody knows are ignored, and a number stands
/// for its text and the other way round: not every registry is written in a language that minds.
public final class Json {

  private Json() {}

  /// What `reader` makes of the object that `document` is.
  ///
  /// @throws InvalidInput in the words of Go's encoding/json; never quotes the document
  public static <T> T read(byte[] document, Class<T> type, Function<JsonObject, T> reader) {
    var value = JsonReader.read(document);
    try {
      return reader.apply(object(value));
    } catch (InvalidInput e) {
      throw new InvalidInput("json: cannot unmarshal the document into " + type.getSimpleName());
    }
  }

  /// @throws InvalidInput when it is another value
  public static JsonObject object(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new InvalidInput("not an object");
  }

  /// A member; null where it is not there or is null.
  static @Nullable JsonValue member(JsonObject json, String name) {
    var value = json.members().get(name);
    return value instanceof JsonNull ? null : value;
  }

  /// A text, or what stands in the place of one: a number; null where there is none.
  public static @Nullable String text(JsonObject json, String name) {
    var value = member(json, name);
    return value == null ? null : text(value);
  }

  /// @throws InvalidInput when it is an object or an array
  public static String text(JsonValue value) {
    return switch (value) {
      case JsonText(var text) -> text;
      case JsonNumber(var literal) -> literal;
      case JsonBoolean(var flag) -> Boolean.toString(flag);
      case JsonNull(), JsonArray(_), JsonObject(_) -> throw new InvalidInput("not a string");
    };
  }

  /// A number; 0 where it is not there.
  public static double number(JsonObject json, String name) {
    String text = text(json, name);
    try {
      return text == null || text.isEmpty() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput("not a number");
    }
  }

  /// Whether it is true, be it as a text.
  public static boolean flag(JsonObject json, String name) {
    return "true".equals(text(json, name));
  }

  /// An array; empty where it is not there.
  public static List<JsonValue> items(JsonObject json, String name) {
    var items = json.array(name);
    return items == null ? List.of() : items;
  }
}
