package io.jimg.cli;

import io.jimg.cli.frame.GlobalOptions;
import io.jimg.cli.frame.HelpText;
import io.jimg.cli.frame.Terminal;
import java.util.List;

/// Help on jimg itself and on its groups of commands.
final class TopHelp {

  private TopHelp() {}

  static String text(Terminal terminal) {
    var text = new StringBuilder("Usage:  jimg [OPTIONS] COMMAND\n\n");
    text.append("Docker's image commands without Docker: no daemon, no root\n");
    text.append("\nCommon Commands:\n");
    list(text, Commands.COMMON, "");
    text.append("\nManagement Commands:\n");
    for (var group : Commands.GROUPS) {
      row(text, group.name(), group.description());
    }
    text.append("\nCommands:\n");
    list(text, Commands.PLAIN, "");
    text.append("\nGlobal Options:\n");
    text.append(new HelpText(terminal.helpWidth()).options(GlobalOptions.spec()));
    text.append("\nRun 'jimg COMMAND --help' for more information on a command.\n");
    return text.toString();
  }

  static String group(Commands.Group group) {
    String path = "jimg " + group.name();
    var text = new StringBuilder("Usage:  ").append(path).append(" COMMAND\n\n");
    if (group.details().isEmpty()) {
      text.append(group.description());
    } else {
      text.append(group.details()).append('\n').append(HelpText.experimental(path));
    }
    text.append("\n\nCommands:\n");
    list(text, group.members(), group.name());
    text.append("\nRun 'jimg ").append(group.name());
    text.append(" COMMAND --help' for more information on a command.\n");
    return text.toString();
  }

  private static void list(StringBuilder text, List<String> names, String group) {
    for (String name : names) {
      var command = group.isEmpty() ? Commands.top(name) : Commands.member(group, name);
      if (command != null) {
        var descriptions = command.spec().usageMessage().description();
        row(text, name, descriptions[descriptions.length - 1]);
      }
    }
  }

  private static void row(StringBuilder text, String name, String description) {
    text.append("  ").append(name).append(" ".repeat(Math.max(12 - name.length(), 1)));
    text.append(description).append('\n');
  }
}
