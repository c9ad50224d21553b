package io.jimg.template.value;

import org.jspecify.annotations.Nullable;

/// A Go type, as far as templates can tell types apart: by name in messages and by kind in rules.
public final class GoType {

  /// What Go's reflection calls a kind; the widths of numbers live in the name.
  public enum Kind {
    INVALID,
    BOOL,
    INT,
    UINT,
    FLOAT,
    COMPLEX,
    STRING,
    SLICE,
    MAP,
    STRUCT,
    POINTER,
    INTERFACE,
    /// Only as a parameter of a function: any value at all, as it stands.
    VALUE
  }

  /// The type of no value.
  public static final GoType NONE = new GoType(Kind.INVALID, "<nil>", null, null, null);

  public static final GoType ANY = new GoType(Kind.INTERFACE, "interface {}", null, null, null);
  public static final GoType BOOL = named("bool", Kind.BOOL);
  public static final GoType INT = named("int", Kind.INT);
  public static final GoType INT64 = named("int64", Kind.INT);
  public static final GoType UINT8 = named("uint8", Kind.UINT);
  public static final GoType FLOAT64 = named("float64", Kind.FLOAT);
  public static final GoType COMPLEX128 = named("complex128", Kind.COMPLEX);
  public static final GoType STRING = named("string", Kind.STRING);

  /// The type of a JSON number whose literal was kept.
  public static final GoType JSON_NUMBER = named("json.Number", Kind.STRING);

  public static final GoType VALUE = named("reflect.Value", Kind.VALUE);
  public static final GoType STRINGS = sliceOf(STRING);
  public static final GoType ANYS = sliceOf(ANY);
  public static final GoType STRING_MAP = mapOf(STRING, STRING);
  public static final GoType ANY_MAP = mapOf(STRING, ANY);

  private final Kind kind;
  private final String name;
  private final @Nullable GoType element;
  private final @Nullable GoType key;
  private final @Nullable StructShape shape;

  private GoType(
      Kind kind,
      String name,
      @Nullable GoType element,
      @Nullable GoType key,
      @Nullable StructShape shape) {
    this.kind = kind;
    this.name = name;
    this.element = element;
    this.key = key;
    this.shape = shape;
  }

  /// A type with a name and without parts: `named("digest.Digest", Kind.STRING)`.
  public static GoType named(String name, Kind kind) {
    return new GoType(kind, name, null, null, null);
  }

  public static GoType sliceOf(GoType element) {
    return new GoType(Kind.SLICE, "[]" + element.name, element, null, null);
  }

  /// Keys are of a string kind; nothing that Docker shows has other keys.
  public static GoType mapOf(GoType key, GoType element) {
    return new GoType(Kind.MAP, "map[" + key.name + "]" + element.name, element, key, null);
  }

  /// A map type that has a name and methods with parameters: `type T map[string]string`.
  public static GoType namedMap(String name, GoType element, StructShape methods) {
    return new GoType(Kind.MAP, name, element, STRING, methods);
  }

  public static GoType pointerTo(GoType element) {
    return new GoType(Kind.POINTER, "*" + element.name, element, null, null);
  }

  public static GoType struct(String name, StructShape shape) {
    return new GoType(Kind.STRUCT, name, null, null, shape);
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /// What a slice, a map or a pointer holds; any value for the other kinds.
  public GoType element() {
    return element == null ? ANY : element;
  }

  public GoType key() {
    return key == null ? STRING : key;
  }

  public StructShape shape() {
    return shape == null ? StructShape.EMPTY : shape;
  }

  public boolean is(GoType other) {
    return this == other || (kind == other.kind && name.equals(other.name));
  }

  public boolean assignableTo(GoType target) {
    return target.kind == Kind.INTERFACE || is(target);
  }

  /// Whether a bare `nil` can stand for a value of this type.
  public boolean canBeNil() {
    return switch (kind) {
      case INTERFACE, MAP, POINTER, SLICE, VALUE -> true;
      case INVALID, BOOL, INT, UINT, FLOAT, COMPLEX, STRING, STRUCT -> false;
    };
  }

  /// The zero value.
  public GoValue zero() {
    return switch (kind) {
      case INVALID, VALUE -> GoValue.NIL;
      case INTERFACE -> GoValue.Any.EMPTY;
      case BOOL -> GoValue.Bool.FALSE;
      case INT, UINT -> new GoValue.Int(0, this);
      case FLOAT -> new GoValue.Real(0, this);
      case COMPLEX -> new GoValue.Complex(0, 0);
      case STRING -> new GoValue.Text("", this);
      case SLICE -> new GoValue.Slice(this, null, 0);
      case MAP -> new GoValue.MapOf(this, null);
      case POINTER -> new GoValue.Pointer(this, null);
      case STRUCT -> new GoValue.Struct(this, index -> shape().member(index).type().zero());
    };
  }

  /// Whether Go's `==` is defined for two values of this type.
  public boolean comparable() {
    return switch (kind) {
      case SLICE, MAP -> false;
      case STRUCT -> shape().comparable();
      case INVALID, BOOL, INT, UINT, FLOAT, COMPLEX, STRING, POINTER, INTERFACE, VALUE -> true;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
