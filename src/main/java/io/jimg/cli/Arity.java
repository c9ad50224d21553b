package io.jimg.cli;

import org.jspecify.annotations.Nullable;

/// How many operands a command takes, and what Docker says when the number is wrong.
record Arity(int least, int most) {

  private static final int UNBOUNDED = Integer.MAX_VALUE;

  static final Arity NONE = new Arity(0, 0);
  static final Arity AT_MOST_ONE = new Arity(0, 1);
  static final Arity AT_LEAST_ONE = new Arity(1, UNBOUNDED);

  static Arity exactly(int count) {
    return new Arity(count, count);
  }

  static Arity atLeast(int count) {
    return new Arity(count, UNBOUNDED);
  }

  /// Null when `count` is right, else the complaint (docker-cli `cli/required.go`).
  @Nullable String complaint(int count, String path) {
    if (count >= least && count <= most) {
      return null;
    }
    String command = "jimg: '" + path + "' ";
    if (most == 0) {
      return command + "accepts no arguments";
    }
    if (least == most) {
      return command + "requires " + arguments(least);
    }
    if (most == UNBOUNDED) {
      return command + "requires at least " + arguments(least);
    }
    if (least == 0) {
      return command + "requires at most " + arguments(most);
    }
    return command + "requires at least " + least + " and at most " + arguments(most);
  }

  /// Only the validator of a minimum says *See*.
  String pointer() {
    return most == UNBOUNDED ? "See" : "Run";
  }

  private static String arguments(int count) {
    return count == 1 ? "1 argument" : count + " arguments";
  }
}
