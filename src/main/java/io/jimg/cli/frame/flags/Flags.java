package io.jimg.cli.frame.flags;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Short-hands for the models of commands. Programmatic, since annotations cost 50 ms.
public final class Flags {

  private static final String FORMAT_TABLE =
      """
      Format output using a custom template:
      'table':            Print output in table format with column headers (default)
      'table TEMPLATE':   Print output in table format using the given Go template
      'json':             Print in JSON format
      'TEMPLATE':         Print output using the given Go template.
      Refer to https://docs.docker.com/go/formatting/ for more information about formatting output \
      with templates\
      """;

  private static final String FORMAT_INSPECT =
      """
      Format output using a custom template:
      'json':             Print in JSON format
      'TEMPLATE':         Print output using the given Go template.
      Refer to https://docs.docker.com/go/formatting/ for more information about formatting output \
      with templates\
      """;

  /// See [#dryRun].
  public static final String DRY_RUN = "--dry-run";

  private Flags() {}

  /// The model of a command that takes nothing yet but `--help`.
  public static CommandSpec command(String name, String description) {
    var spec = spec(name);
    spec.usageMessage().description(description);
    return withHelp(spec);
  }

  /// @param summary what lists of commands show in place of the description
  public static CommandSpec command(String name, String description, String summary) {
    var spec = spec(name);
    spec.usageMessage().description(description, summary);
    return withHelp(spec);
  }

  /// Its texts are shown as they are: no variables in them, nor the formats that picocli would see.
  private static CommandSpec spec(String name) {
    return CommandSpec.create().name(name).interpolateVariables(false);
  }

  private static CommandSpec withHelp(CommandSpec spec) {
    spec.addOption(OptionSpec.builder(FlagDialect.HELP).hidden(true).type(Boolean.class).build());
    return spec;
  }

  /// A boolean: `--name`, `--name=false`.
  public static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names).description(description).type(Boolean.class).build();
  }

  /// A boolean that is true unless it is switched off.
  public static OptionSpec flagOn(String description, String... names) {
    return OptionSpec.builder(names)
        .description(description)
        .type(Boolean.class)
        .defaultValue("true")
        .build();
  }

  /// A string, of which the last one given counts.
  public static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .description(description)
        .type(String.class)
        .paramLabel(label)
        .build();
  }

  /// A string that may be given several times.
  public static OptionSpec texts(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .description(description)
        .type(List.class)
        .paramLabel(label)
        .build();
  }

  /// Strings, several of which may stand in one value, between commas.
  public static OptionSpec words(String description, String... names) {
    return texts(FlagDialect.WORDS, description, names);
  }

  /// A flag that may be repeated, each time with `name=value`.
  public static OptionSpec filter(String description, String... names) {
    return texts("filter", description, names);
  }

  /// A flag that takes a whole number, 0 where it is not given.
  public static OptionSpec number(String description, String... names) {
    return OptionSpec.builder(names)
        .description(description)
        .type(Integer.class)
        .paramLabel("int")
        .build();
  }

  /// A flag that takes a whole number.
  public static OptionSpec numberOr(int none, String description, String... names) {
    return OptionSpec.builder(names)
        .description(description)
        .type(Integer.class)
        .paramLabel("int")
        .defaultValue(String.valueOf(none))
        .build();
  }

  /// A boolean that Docker's help does not know of, so that ours stays the same; docs/cli says it.
  public static OptionSpec hiddenFlag(String description, String name) {
    return OptionSpec.builder(name)
        .description(description)
        .hidden(true)
        .type(Boolean.class)
        .build();
  }

  /// `--dry-run` of the commands that prune; no flag of Docker's.
  public static OptionSpec dryRun() {
    return flag("Show what would be removed, and remove nothing", DRY_RUN);
  }

  /// A number that Docker's help does not know of, so that ours stays the same; docs/cli says it.
  public static OptionSpec hiddenNumber(String description, String name) {
    return OptionSpec.builder(name)
        .description(description)
        .hidden(true)
        .type(Integer.class)
        .paramLabel("int")
        .build();
  }

  /// `--format` of the commands that print lists.
  public static OptionSpec formatOfList() {
    return text("string", FORMAT_TABLE, "--format");
  }

  /// `--format` of the commands that print one thing.
  public static OptionSpec formatOfOne() {
    return text("string", FORMAT_INSPECT, "-f", "--format");
  }

  /// `--platform os[/arch[/variant]]`.
  public static OptionSpec platform(String description) {
    return text("string", description, "--platform");
  }
}
