package io.jimg.cli.frame;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Help in Docker's layout: the templates of docker-cli's `cobra.go`, the flag table of pflag's
/// `FlagUsagesWrapped`.
public final class HelpText {

  /// A last word may stick out this far before it goes to the next line.
  private static final int SLOP = 5;

  private static final int NARROWEST = 24;

  private final int width;

  /// @param width columns of the terminal
  public HelpText(int width) {
    this.width = width - 1;
  }

  /// The help of one command; `aliases` includes its own name.
  public String command(Command command, String path, List<String> aliases) {
    var spec = command.spec();
    var text = new StringBuilder("Usage:  ").append(usage(command, spec, path)).append("\n\n");
    text.append(spec.usageMessage().description()[0]).append('\n');
    if (!aliases.isEmpty()) {
      text.append("\nAliases:\n  ").append(String.join(", ", aliases)).append('\n');
    }
    String options = options(spec);
    if (!options.isEmpty()) {
      text.append("\nOptions:\n").append(options);
    }
    return text.toString();
  }

  /// The line after `Usage:  `.
  public static String usage(Command command, CommandSpec spec, String path) {
    var line = new StringBuilder(path);
    for (var option : spec.options()) {
      if (!option.hidden() && command.optionsInUsage()) {
        line.append(" [OPTIONS]");
        break;
      }
    }
    return command.operands().isEmpty()
        ? line.toString()
        : line.append(' ').append(command.operands()).toString();
  }

  /// What help says of a command that may change.
  public static String experimental(String path) {
    return """
    EXPERIMENTAL:
      %s is an experimental feature.
      Experimental features provide early access to product functionality. These
      features may change between releases without warning, or can be removed from a
      future release. Learn more about experimental features in our documentation:
      https://docs.docker.com/go/experimental/\
    """
        .replace("%s", path);
  }

  /// The table of flags, by name.
  public String options(CommandSpec spec) {
    var shown = new ArrayList<>(spec.options());
    shown.removeIf(OptionSpec::hidden);
    shown.sort((a, b) -> a.longestName().compareTo(b.longestName()));
    var left = new ArrayList<String>();
    int widest = 0;
    for (var option : shown) {
      String names = left(option);
      left.add(names);
      widest = Math.max(widest, names.length());
    }
    var table = new StringBuilder();
    for (int i = 0; i < shown.size(); i++) {
      table.append(left.get(i)).append(" ".repeat(widest - left.get(i).length() + 3));
      table.append(wrap(widest + 3, right(shown.get(i)))).append('\n');
    }
    return table.toString();
  }

  private static String left(OptionSpec option) {
    String longName = option.longestName();
    String shortName = option.shortestName();
    String names =
        shortName.length() == 2 ? "  " + shortName + ", " + longName : "      " + longName;
    return option.type() == Boolean.class ? names : names + " " + option.paramLabel();
  }

  private static String right(OptionSpec option) {
    String description = option.description()[0];
    String value = option.defaultValue();
    if (value == null) {
      return description;
    }
    return description
        + (option.type() == String.class
            ? " (default \"" + value + "\")"
            : " (default " + value + ")");
  }

  private String wrap(int indent, String text) {
    int room = width - indent;
    var wrapped = new StringBuilder();
    int margin = indent;
    if (room < NARROWEST) {
      margin = 16;
      room = width - margin;
      wrapped.append('\n').append(" ".repeat(margin));
    }
    if (room < NARROWEST) {
      return text.replace("\n", wrapped);
    }
    String newline = "\n" + " ".repeat(margin);
    String rest = text;
    while (true) {
      int end = lineEnd(rest, room - SLOP);
      wrapped.append(rest.substring(0, end).replace("\n", newline));
      if (end == rest.length()) {
        return wrapped.toString();
      }
      rest = rest.substring(end + 1);
      if (rest.isEmpty()) {
        return wrapped.toString();
      }
      wrapped.append(newline);
    }
  }

  private static int lineEnd(String text, int room) {
    if (room + SLOP > text.length()) {
      return text.length();
    }
    int space = -1;
    int newline = -1;
    for (int i = 0; i < room; i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\n') {
        space = i;
      }
      if (c == '\n') {
        newline = i;
      }
    }
    if (space <= 0) {
      return text.length();
    }
    return newline > 0 && newline < space ? newline : space;
  }
}
