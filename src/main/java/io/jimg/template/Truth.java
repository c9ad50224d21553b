package io.jimg.template;

/// What counts as true: anything but the zero of its type; structs always.
final class Truth {

  private Truth() {}

  static boolean of(GoValue value) {
    return switch (Indirection.ofInterface(value)) {
      case GoValue.Nil _, GoValue.Any _ -> false;
      case GoValue.Bool(var flag) -> flag;
      case GoValue.Int(var number, _) -> number != 0;
      case GoValue.Real(var number, _) -> number != 0;
      case GoValue.Complex(var real, var imaginary) -> real != 0 || imaginary != 0;
      case GoValue.Text(var text, _) -> !text.isEmpty();
      case GoValue.Slice slice -> !slice.elements().isEmpty();
      case GoValue.MapOf map -> !map.members().isEmpty();
      case GoValue.Struct _ -> true;
      case GoValue.Pointer(_, var target) -> target != null;
    };
  }
}
