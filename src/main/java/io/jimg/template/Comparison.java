package io.jimg.template;

import io.jimg.template.fmt.Format;
import io.jimg.template.value.CallFailure;
import io.jimg.template.value.GoText;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;

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
      if (a.type().kind() != b.type().kind()) {
        throw new CallFailure(BAD_PAIR);
      }
      return basicsEqual(a, b);
    }
    if (isBasic(a) || isBasic(b)) {
      if (a instanceof GoValue.Nil || b instanceof GoValue.Nil) {
        return false;
      }
      throw new CallFailure(BAD_PAIR);
    }
    return compositesEqual(a, b);
  }

  /// Of one kind, but not integers.
  private static boolean basicsEqual(GoValue a, GoValue b) {
    if (a instanceof GoValue.Text(var x, _) && b instanceof GoValue.Text(var y, _)) {
      return x.equals(y);
    }
    if (a instanceof GoValue.Bool(var x) && b instanceof GoValue.Bool(var y)) {
      return x == y;
    }
    if (a instanceof GoValue.Real(var x, _) && b instanceof GoValue.Real(var y, _)) {
      return x == y;
    }
    return a instanceof GoValue.Complex x
        && b instanceof GoValue.Complex y
        && x.real() == y.real()
        && x.imaginary() == y.imaginary();
  }

  private static boolean isBasic(GoValue value) {
    return switch (value.type().kind()) {
      case BOOL, INT, UINT, FLOAT, COMPLEX, STRING -> true;
      case INVALID, SLICE, MAP, STRUCT, POINTER, INTERFACE, VALUE -> false;
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
    return switch (value.type().kind()) {
      case INVALID, INTERFACE -> true;
      case SLICE -> ((GoValue.Slice) value).items() == null;
      case MAP -> ((GoValue.MapOf) value).entries() == null;
      case POINTER -> ((GoValue.Pointer) value).target() == null;
      case BOOL, INT, UINT, FLOAT, COMPLEX, STRING, STRUCT, VALUE -> false;
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
    if (a instanceof GoValue.Int x && b instanceof GoValue.Int y) {
      return less(x, y);
    }
    if (a.type().kind() != b.type().kind()) {
      throw new CallFailure(BAD_PAIR);
    }
    if (a instanceof GoValue.Text(var x, _) && b instanceof GoValue.Text(var y, _)) {
      return GoText.ORDER.compare(x, y) < 0;
    }
    if (a instanceof GoValue.Real(var x, _) && b instanceof GoValue.Real(var y, _)) {
      return x < y;
    }
    throw new CallFailure(BAD_TYPE);
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
