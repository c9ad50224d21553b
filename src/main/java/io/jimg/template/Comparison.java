package io.jimg.template;

import io.jimg.template.fmt.Format;

/// `eq`, `ne`, `lt`, `le`, `gt` and `ge`: numbers compare within their kind, signed and unsigned
/// integers by value, everything else by Go's `==`.
final class Comparison {

  private static final String BAD_TYPE = "invalid type for comparison";
  private static final String BAD_PAIR = "incompatible types for comparison";

  private Comparison() {}

  static GoValue equal(GoValue[] arguments) {
    if (arguments.length == 1) {
      throw new CallFailure("missing argument for comparison");
    }
    for (int i = 1; i < arguments.length; i++) {
      if (areEqual(arguments[0], arguments[i])) {
        return GoValue.Bool.TRUE;
      }
    }
    return GoValue.Bool.FALSE;
  }

  static boolean areEqual(GoValue first, GoValue second) {
    var a = Indirection.ofInterface(first);
    var b = Indirection.ofInterface(second);
    if (a instanceof GoValue.Int(var x, var xType) && b instanceof GoValue.Int(var y, var yType)) {
      return x == y && (xType.kind() == yType.kind() || x >= 0);
    }
    if (isBasic(a) && isBasic(b)) {
      return switch (a) {
        case GoValue.Bool(var x) when b instanceof GoValue.Bool(var y) -> x == y;
        case GoValue.Real(var x, _) when b instanceof GoValue.Real(var y, _) -> x == y;
        case GoValue.Text(var x, _) when b instanceof GoValue.Text(var y, _) -> x.equals(y);
        case GoValue.Complex x when b instanceof GoValue.Complex y ->
            x.real() == y.real() && x.imaginary() == y.imaginary();
        default -> throw new CallFailure(BAD_PAIR);
      };
    }
    if (isBasic(a) || isBasic(b)) {
      if (a instanceof GoValue.Nil || b instanceof GoValue.Nil) {
        return false;
      }
      throw new CallFailure(BAD_PAIR);
    }
    return compositesEqual(a, b);
  }

  private static boolean isBasic(GoValue value) {
    return switch (value) {
      case GoValue.Bool _, GoValue.Int _, GoValue.Real _, GoValue.Complex _, GoValue.Text _ -> true;
      case GoValue.Nil _,
          GoValue.Slice _,
          GoValue.MapOf _,
          GoValue.Struct _,
          GoValue.Pointer _,
          GoValue.Any _ ->
          false;
    };
  }

  private static boolean compositesEqual(GoValue a, GoValue b) {
    boolean nothing = a instanceof GoValue.Nil || b instanceof GoValue.Nil;
    if (!nothing && a.type().kind() != b.type().kind()) {
      String left = Format.sprintf("%s", a) + ": " + a.type();
      throw new CallFailure(
          "non-comparable types " + left + ", " + b.type() + ": " + Format.sprintf("%v", b));
    }
    if (isNil(a) || isNil(b)) {
      return isNil(a) == isNil(b);
    }
    if (!b.type().comparable()) {
      throw new CallFailure("non-comparable type " + Format.sprintf("%s", b) + ": " + b.type());
    }
    return identical(a, b);
  }

  private static boolean isNil(GoValue value) {
    return switch (value) {
      case GoValue.Nil _, GoValue.Any _ -> true;
      case GoValue.Slice slice -> slice.items() == null;
      case GoValue.MapOf map -> map.entries() == null;
      case GoValue.Pointer pointer -> pointer.target() == null;
      case GoValue.Bool _,
          GoValue.Int _,
          GoValue.Real _,
          GoValue.Complex _,
          GoValue.Text _,
          GoValue.Struct _ ->
          false;
    };
  }

  /// Go's `==` for values of one comparable type.
  @SuppressWarnings("ReferenceEquality") // pointers are equal when they point at the same thing
  private static boolean identical(GoValue a, GoValue b) {
    if (!a.type().is(b.type())) {
      return false;
    }
    if (a instanceof GoValue.Pointer x && b instanceof GoValue.Pointer y) {
      return x.target() == y.target();
    }
    if (!(a instanceof GoValue.Struct x) || !(b instanceof GoValue.Struct y)) {
      return a.equals(b);
    }
    var members = x.shape().members();
    for (int i = 0; i < members.size(); i++) {
      boolean field = members.get(i).access() != StructShape.Access.METHOD;
      if (field && !identical(x.fields().at(i), y.fields().at(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean lessOrEqual(GoValue[] arguments) {
    return less(arguments[0], arguments[1]) || areEqual(arguments[0], arguments[1]);
  }

  static boolean less(GoValue first, GoValue second) {
    var a = Indirection.ofInterface(first);
    var b = Indirection.ofInterface(second);
    if (!isBasic(a) || !isBasic(b)) {
      throw new CallFailure(BAD_TYPE);
    }
    return switch (a) {
      case GoValue.Int x when b instanceof GoValue.Int y -> less(x, y);
      case GoValue.Real(var x, _) when b instanceof GoValue.Real(var y, _) -> x < y;
      case GoValue.Text(var x, _) when b instanceof GoValue.Text(var y, _) ->
          GoText.ORDER.compare(x, y) < 0;
      case GoValue.Bool _ when b instanceof GoValue.Bool -> throw new CallFailure(BAD_TYPE);
      case GoValue.Complex _ when b instanceof GoValue.Complex -> throw new CallFailure(BAD_TYPE);
      default -> throw new CallFailure(BAD_PAIR);
    };
  }

  private static boolean less(GoValue.Int a, GoValue.Int b) {
    boolean signedA = a.type().kind() == GoType.Kind.INT;
    boolean signedB = b.type().kind() == GoType.Kind.INT;
    if (signedA && signedB) {
      return a.value() < b.value();
    }
    if (signedA && a.value() < 0) {
      return true;
    }
    boolean negative = signedB && b.value() < 0;
    return !negative && Long.compareUnsigned(a.value(), b.value()) < 0;
  }
}
