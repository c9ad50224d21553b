package io.jimg.template;

import io.jimg.template.value.GoValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The variables of an execution: a stack, of which each invoked template sees its own top.
final class Variables {

  private String[] names = new String[8];
  private GoValue[] values = new GoValue[8];
  private int size;
  private int floor;

  int mark() {
    return size;
  }

  void pop(int mark) {
    size = mark;
  }

  void push(String name, GoValue value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    names[size] = name;
    values[size++] = value;
  }

  /// Hides all variables there are.
  ///
  /// @return what [#show] needs to bring them back
  int hide() {
    int before = floor;
    floor = size;
    return before;
  }

  void show(int before) {
    size = floor;
    floor = before;
  }

  /// The value of the innermost variable of that name; null when there is none.
  @Nullable GoValue get(String name) {
    int index = find(name);
    return index < 0 ? null : values[index];
  }

  /// False when there is no such variable.
  boolean set(String name, GoValue value) {
    int index = find(name);
    if (index >= 0) {
      values[index] = value;
    }
    return index >= 0;
  }

  /// Sets the variable that was pushed last, or the one before.
  void setTop(int fromTop, GoValue value) {
    values[size - fromTop] = value;
  }

  private int find(String name) {
    for (int i = size - 1; i >= floor; i--) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
