package io.jimg.cli.frame;

import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Invocation;
import picocli.CommandLine.Model.CommandSpec;

/// One command: its model, built only when it is invoked, and what it does.
public interface Command {

  /// Name, description and flags.
  CommandSpec spec();

  /// The operands in the words of the usage line: `NAME[:TAG|@DIGEST]`; empty where there are none.
  default String operands() {
    return "";
  }

  /// How many operands there may be; none, unless a command says otherwise.
  default Arity arity() {
    return Arity.NONE;
  }

  /// Whether flags may follow operands; everywhere but in `tag` they may.
  default boolean interspersed() {
    return true;
  }

  /// Whether the usage line says `[OPTIONS]` where there are some; nearly everywhere it does.
  default boolean optionsInUsage() {
    return true;
  }

  /// Whether what it takes to ask registries is set up while the command line is read.
  default boolean asksRegistries() {
    return false;
  }

  /// What a shell may put in the place of an operand.
  enum Operand {
    /// Nothing that is known here.
    OTHER,
    /// The name of an image in the store.
    LOCAL_IMAGE,
    /// A file.
    FILE
  }

  /// What the operand at `index`, from 0, is.
  default Operand operandKind(int index) {
    return Operand.OTHER;
  }

  /// Parses nothing, prints results, returns the exit code.
  ///
  /// @throws InterruptedException when the command was interrupted; the caller exits with 130
  int run(Invocation call, Services services) throws InterruptedException;
}
