package io.jimg.template;

import io.jimg.template.value.GoValue;

/// What counts as true: anything but the zero of its type; structs always.
final class Truth {

  private Truth() {}

  static boolean of(GoValue operand) {
    var value = Indirection.ofInterface(operand);
    return switch (value.type().kind()) {
      case INVALID, INTERFACE, VALUE -> false;
      case BOOL -> ((GoValue.Bool) value).value();
      case INT, UINT -> ((GoValue.Int) value).value() != 0;
      case FLOAT -> ((GoValue.Real) value).value() != 0;
      case COMPLEX -> {
        var number = (GoValue.Complex) value;
        yield number.real() != 0 || number.imaginary() != 0;
      }
      case STRING -> !((GoValue.Text) value).value().isEmpty();
      case SLICE -> !((GoValue.Slice) value).elements().isEmpty();
      case MAP -> !((GoValue.MapOf) value).members().isEmpty();
      case STRUCT -> true;
      case POINTER -> ((GoValue.Pointer) value).target() != null;
    };
  }
}
