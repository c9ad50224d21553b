package io.jimg.template.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value as Go sees it: what it holds, and as much of its static type as a template can observe.
public sealed interface GoValue {

  /// No value at all: what a missing key gives. Printed as `<no value>`.
  Nil NIL = new Nil();

  GoType type();

  static Text text(String value) {
    return new Text(value, GoType.STRING);
  }

  static Int number(long value) {
    return new Int(value, GoType.INT);
  }

  static Bool bool(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  /// A number of a JSON document that Go decoded with its literal kept.
  static Text jsonNumber(String literal) {
    return new Text(literal, GoType.JSON_NUMBER);
  }

  /// A `[]string`; never nil.
  static Slice strings(List<String> items) {
    var values = new ArrayList<GoValue>(items.size());
    for (var item : items) {
      values.add(text(item));
    }
    return Slice.of(GoType.STRINGS, values);
  }

  /// A `map[string]string`.
  static MapOf stringMap(Map<String, String> entries) {
    Map<String, GoValue> values = HashMap.newHashMap(entries.size());
    for (var entry : entries.entrySet()) {
      values.put(entry.getKey(), text(entry.getValue()));
    }
    return new MapOf(GoType.STRING_MAP, values);
  }

  record Nil() implements GoValue {
    @Override
    public GoType type() {
      return GoType.NONE;
    }
  }

  record Bool(boolean value) implements GoValue {
    public static final Bool TRUE = new Bool(true);
    public static final Bool FALSE = new Bool(false);

    @Override
    public GoType type() {
      return GoType.BOOL;
    }
  }

  /// An integer of any width.
  ///
  /// @param value the bits; unsigned where the type is
  record Int(long value, GoType type) implements GoValue {}

  record Real(double value, GoType type) implements GoValue {
    public Real(double value) {
      this(value, GoType.FLOAT64);
    }
  }

  record Complex(double real, double imaginary) implements GoValue {
    @Override
    public GoType type() {
      return GoType.COMPLEX128;
    }
  }

  /// A string.
  ///
  /// @param value text; bytes that are no UTF-8 as in [GoText]
  record Text(String value, GoType type) implements GoValue {}

  /// A list.
  ///
  /// @param items the elements, unwrapped also where the element type is an interface; null: nil
  /// @param capacity how far `slice` may reach
  record Slice(GoType type, @Nullable List<GoValue> items, int capacity) implements GoValue {

    public static Slice of(GoType type, List<GoValue> items) {
      return new Slice(type, items, items.size());
    }

    /// A `[]interface {}` as Go's JSON decoder leaves it: its capacity is a power of two.
    public static Slice decoded(List<GoValue> items) {
      int capacity = items.isEmpty() ? 0 : 1;
      while (capacity < items.size()) {
        capacity *= 2;
      }
      return new Slice(GoType.ANYS, items, capacity);
    }

    public List<GoValue> elements() {
      return items == null ? List.of() : items;
    }

    /// One element, as an expression sees it.
    public GoValue at(int index) {
      var items = elements();
      var item = index < items.size() ? items.get(index) : type.element().zero();
      return Any.of(item, type.element());
    }
  }

  /// A map.
  ///
  /// @param entries the values, unwrapped also where the element type is an interface; null: nil
  record MapOf(GoType type, @Nullable Map<String, GoValue> entries) implements GoValue {

    /// A `map[string]interface {}`.
    public static MapOf of(Map<String, GoValue> entries) {
      return new MapOf(GoType.ANY_MAP, entries);
    }

    /// Go's order: by the bytes of the keys.
    public List<String> sortedKeys() {
      if (entries == null || entries.isEmpty()) {
        return List.of();
      }
      var keys = new ArrayList<>(entries.keySet());
      keys.sort(GoText.ORDER);
      return keys;
    }

    public Map<String, GoValue> members() {
      return entries == null ? Collections.emptyMap() : entries;
    }

    /// The value of a key, as an expression sees it; null when there is none.
    public @Nullable GoValue get(String key) {
      var value = entries == null ? null : entries.get(key);
      return value == null ? null : Any.of(value, type.element());
    }
  }

  /// A struct.
  ///
  /// @param fields its members by their place in the shape
  record Struct(GoType type, Fields fields) implements GoValue {

    /// Where the members come from; may compute them when asked.
    @FunctionalInterface
    public interface Fields {
      GoValue at(int index);
    }

    public static Struct of(GoType type, List<GoValue> values) {
      return new Struct(type, values::get);
    }

    public StructShape shape() {
      return type.shape();
    }

    /// One member, as an expression sees it.
    public GoValue at(int index) {
      return Any.of(fields.at(index), type.shape().member(index).type());
    }
  }

  /// A pointer.
  ///
  /// @param target what it points at; null: nil
  record Pointer(GoType type, @Nullable GoValue target) implements GoValue {
    public static Pointer to(GoValue target) {
      return new Pointer(GoType.pointerTo(target.type()), target);
    }
  }

  /// A value whose static type is `interface {}`. The evaluator wraps what comes out of lists, maps
  /// and structs; a maker of values never needs it.
  ///
  /// @param value what the interface holds; [#NIL]: a nil interface
  record Any(GoValue value) implements GoValue {
    static final Any EMPTY = new Any(NIL);

    static GoValue of(GoValue value, GoType declared) {
      if (declared.kind() != GoType.Kind.INTERFACE || value instanceof Any) {
        return value;
      }
      return value instanceof Nil ? EMPTY : new Any(value);
    }

    @Override
    public GoType type() {
      return GoType.ANY;
    }
  }
}
