package io.jimg.oci;

import io.jimg.error.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object with typed access: a member that is absent or `null` reads as null, one of another
/// type is refused by name.
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {

  public static final JsonObject EMPTY = new JsonObject(Map.of());

  public JsonObject {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public @Nullable String text(String name) {
    return switch (member(name)) {
      case null -> null;
      case JsonText(var text) -> text;
      default -> throw wrong(name, "a string");
    };
  }

  public String text(String name, String absent) {
    String text = text(name);
    return text == null ? absent : text;
  }

  public boolean flag(String name) {
    return switch (member(name)) {
      case null -> false;
      case JsonBoolean(var value) -> value;
      default -> throw wrong(name, "a boolean");
    };
  }

  /// A whole number, `absent` where the member is not there.
  public long integer(String name, long absent) {
    switch (member(name)) {
      case null -> {
        return absent;
      }
      case JsonNumber(var literal) -> {
        try {
          return Long.parseLong(literal);
        } catch (NumberFormatException e) {
          throw wrong(name, "a whole number of 64 bits");
        }
      }
      default -> throw wrong(name, "a number");
    }
  }

  public @Nullable JsonObject object(String name) {
    return switch (member(name)) {
      case null -> null;
      case JsonObject object -> object;
      default -> throw wrong(name, "an object");
    };
  }

  public @Nullable List<JsonValue> array(String name) {
    return switch (member(name)) {
      case null -> null;
      case JsonArray(var items) -> items;
      default -> throw wrong(name, "an array");
    };
  }

  /// An array of objects; empty where the member is not there.
  public List<JsonObject> objects(String name) {
    var objects = new ArrayList<JsonObject>();
    for (var item : orEmpty(array(name))) {
      if (!(item instanceof JsonObject object)) {
        throw wrong(name, "an array of objects");
      }
      objects.add(object);
    }
    return objects;
  }

  /// An array of strings; null where the member is not there.
  public @Nullable List<String> texts(String name) {
    var items = array(name);
    if (items == null) {
      return null;
    }
    var texts = new ArrayList<String>(items.size());
    for (var item : items) {
      if (!(item instanceof JsonText(var text))) {
        throw wrong(name, "an array of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  /// An object whose members are all strings, in document order; null where it is not there.
  public @Nullable Map<String, String> textMap(String name) {
    var object = object(name);
    if (object == null) {
      return null;
    }
    var map = new LinkedHashMap<String, String>();
    for (var member : object.members.entrySet()) {
      switch (member.getValue()) {
        case JsonText(var text) -> map.put(member.getKey(), text);
        case JsonNull() -> map.put(member.getKey(), "");
        default -> throw wrong(name, "an object of strings");
      }
    }
    return map;
  }

  private @Nullable JsonValue member(String name) {
    var value = members.get(name);
    return value instanceof JsonNull ? null : value;
  }

  private static List<JsonValue> orEmpty(@Nullable List<JsonValue> items) {
    return items == null ? List.of() : items;
  }

  private static InvalidInput wrong(String name, String expected) {
    return new InvalidInput("\"" + name + "\" is not " + expected);
  }
}
