package io.jimg.template.value;

import java.util.List;

/// A function that templates can call.
///
/// @param parameters the types; of a variadic function the last one is the element's
public record GoFunction(List<GoType> parameters, boolean variadic, Body body) {

  public GoFunction {
    parameters = List.copyOf(parameters);
  }

  /// What the function does with arguments that were checked against its parameters.
  @FunctionalInterface
  public interface Body {
    /// @throws CallFailure the error of the call, in Go's words
    GoValue call(GoValue[] arguments);
  }

  public static GoFunction of(Body body, GoType... parameters) {
    return new GoFunction(List.of(parameters), false, body);
  }

  /// A function whose last parameter may be given any number of times.
  public static GoFunction variadic(Body body, GoType... parameters) {
    return new GoFunction(List.of(parameters), true, body);
  }
}
