package io.jimg.template;

import io.jimg.template.value.GoValue;

/// Looking through interfaces and pointers, as Go's text/template does.
final class Indirection {

  private Indirection() {}

  /// What is at the end of all pointers and interfaces; a nil pointer or interface stays itself.
  static GoValue of(GoValue value) {
    var at = value;
    while (true) {
      if (at instanceof GoValue.Any(var inner) && !(inner instanceof GoValue.Nil)) {
        at = inner;
      } else if (at instanceof GoValue.Pointer(_, var target) && target != null) {
        at = target;
      } else {
        return at;
      }
    }
  }

  /// The value inside an interface, and [GoValue#NIL] for a nil one.
  static GoValue ofInterface(GoValue value) {
    return value instanceof GoValue.Any(var inner) ? inner : value;
  }

  /// Whether [#of] ended at nothing.
  static boolean isNil(GoValue value) {
    return value instanceof GoValue.Any
        || (value instanceof GoValue.Pointer(_, var target) && target == null);
  }
}
