package io.jimg.template;

import io.jimg.template.value.GoFunction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions that a template can call: Go's own, and added ones, which hide Go's.
public final class Functions {

  /// Nothing but what Go itself offers.
  public static final Functions BUILT_IN = new Functions(Map.of());

  private final Map<String, GoFunction> added;

  private Functions(Map<String, GoFunction> added) {
    this.added = added;
  }

  /// These functions and more; of two with one name the later is called.
  public Functions and(Map<String, GoFunction> more) {
    var all = new HashMap<>(added);
    all.putAll(more);
    return new Functions(Map.copyOf(all));
  }

  boolean contains(String name) {
    return added.containsKey(name) || BuiltIn.TABLE.containsKey(name);
  }

  @Nullable GoFunction find(String name) {
    var function = added.get(name);
    return function == null ? BuiltIn.TABLE.get(name) : function;
  }

  /// Whether Go's own function answers to the name.
  boolean isBuiltIn(String name) {
    return !added.containsKey(name) && BuiltIn.TABLE.containsKey(name);
  }
}
