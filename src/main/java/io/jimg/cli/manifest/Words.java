package io.jimg.cli.manifest;

import io.jimg.cli.frame.HelpText;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.error.InvalidInput;
import io.jimg.reference.Reference;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What the words of the `manifest` commands mean.
final class Words {

  private Words() {}

  /// A command whose help says that it is an experiment, as Docker's does.
  static CommandSpec command(String name, String description) {
    String experimental = HelpText.experimental("jimg manifest " + name);
    return Flags.command(name, description + "\n\n" + experimental, description);
  }

  static OptionSpec insecure(String description) {
    return Flags.flag(description, "--insecure");
  }

  /// A name, of the tag `latest` where it says neither tag nor digest.
  static Reference name(String typed) {
    return Reference.parse(typed).withDefaultTag();
  }

  /// The same, where Docker says of a malformed name what it was to be.
  static Reference name(String typed, String prefix, String what) {
    try {
      return name(typed);
    } catch (InvalidInput e) {
      String text = prefix + "error parsing name for " + what + " " + typed + ": " + e.sentence();
      throw new CommandFailure(text, CommandFailure.ERROR, e);
    }
  }
}
