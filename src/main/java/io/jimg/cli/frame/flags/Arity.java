package io.jimg.cli.frame.flags;

import org.jspecify.annotations.Nullable;

/// How many operands a command takes, and what Docker says when the number is wrong.
public record Arity(int least, int most) {

  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /// No operand at all.
  public static final Arity NONE = new Arity(0, 0);

  /// An operand that may be left out.
  public static final Arity AT_MOST_ONE = new Arity(0, 1);

  /// One operand or more.
  public static final Arity AT_LEAST_ONE = new Arity(1, UNBOUNDED);

  /// `count` operands, no more and no fewer.
  public static Arity exactly(int count) {
    return new Arity(count, count);
  }

  /// `count` operands or more.
  public static Arity atLeast(int count) {
    return new Arity(count, UNBOUNDED);
  }

  /// Null when `count` is right, else the complaint (docker-cli `cli/required.go`).
  public @Nullable String complaint(int count, String path) {
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
  public String pointer() {
    return most == UNBOUNDED ? "See" : "Run";
  }

  private static String arguments(int count) {
    return count == 1 ? "1 argument" : count + " arguments";
  }
}
