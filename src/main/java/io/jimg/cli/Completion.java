package io.jimg.cli;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.CommandContext;
import io.jimg.cli.frame.GlobalOptions;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.FlagDialect;
import io.jimg.cli.image.InspectCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `jimg __complete WORD...`: what the last word, which may be empty, could become. The protocol is
/// that of cobra's scripts, which Docker's are: a candidate a line, with a tab and a description
/// where there is one, then `:` and a number. Reads the store and nothing else; makes nothing.
final class Completion {

  /// The names under which the scripts call; the second wants no descriptions.
  private static final List<String> CALLS = List.of("__complete", "__completeNoDesc");

  /// The shell is to offer files.
  private static final int FILES = 0;

  private static final int NO_FILES = 4;

  private static final List<String> PLATFORMS =
      List.of(
          ("linux/386 linux/amd64 linux/arm linux/arm/v5 linux/arm/v6 linux/arm/v7 linux/arm64"
                  + " linux/arm64/v8 linux/ppc64le linux/riscv64 linux/s390x wasip1/wasm"
                  + " windows/amd64")
              .split(" "));

  private final CommandContext context;
  private final boolean descriptions;
  private final String word;
  private @Nullable String root;
  private int directive = NO_FILES;

  private Completion(CommandContext context, boolean descriptions, String word) {
    this.context = context;
    this.descriptions = descriptions;
    this.word = word;
  }

  /// Whether a shell asks, not a person.
  static boolean isAskedFor(List<String> words) {
    return !words.isEmpty() && CALLS.contains(words.getFirst());
  }

  /// Answers; never fails, since a shell in the middle of a line is no place for complaints.
  static int run(List<String> words, CommandContext context) {
    boolean descriptions = words.getFirst().equals(CALLS.getFirst());
    var typed = words.subList(1, words.size());
    String word = typed.isEmpty() ? "" : typed.getLast();
    var completion = new Completion(context, descriptions, word);
    completion.commandLine(typed.isEmpty() ? typed : typed.subList(0, typed.size() - 1));
    context.out().println(":" + completion.directive);
    return 0;
  }

  private void commandLine(List<String> before) {
    var spec = GlobalOptions.spec();
    var read = read(spec, false, before);
    if (read == null) {
      return;
    }
    root = read.flags().containsKey("--root") ? read.flags().get("--root").getLast() : root;
    var words = read.operands();
    if (words.isEmpty()) {
      flagsOr(spec, read, false, this::commands);
      return;
    }
    boolean help = words.getFirst().equals("help");
    words = help ? words.subList(1, words.size()) : words;
    int known = words.isEmpty() ? 0 : Commands.known(words);
    if (known < words.size() && (help || known == 0)) {
      return;
    }
    if (words.isEmpty()) {
      commands();
      return;
    }
    var group = Commands.group(words.getFirst());
    if (group == null || known == 2) {
      var command =
          group == null
              ? Commands.top(words.getFirst())
              : Commands.member(group.name(), words.get(1));
      if (command != null && !help) {
        arguments(command, words.subList(known, words.size()));
      }
    } else if (words.size() == 1) {
      members(group);
    }
  }

  private void arguments(Command command, List<String> before) {
    var spec = command.spec();
    var read = read(spec, command.interspersed(), before);
    if (read != null) {
      int index = read.operands().size();
      boolean operandsOnly = before.contains("--") || (index > 0 && !command.interspersed());
      flagsOr(spec, read, operandsOnly, () -> operand(command.operandKind(index), read));
    }
  }

  /// Null where the word is the value of the flag before it, which then is done, or where what
  /// stands before cannot be read.
  private FlagDialect.@Nullable Words read(
      CommandSpec spec, boolean interspersed, List<String> words) {
    try {
      return FlagDialect.read(spec, interspersed, words);
    } catch (FlagDialect.FlagError e) {
      var awaiting = e.awaiting();
      if (awaiting != null) {
        values(awaiting, word);
      }
      return null;
    }
  }

  private void flagsOr(
      CommandSpec spec, FlagDialect.Words read, boolean operandsOnly, Runnable operands) {
    int equals = word.indexOf('=');
    if (operandsOnly || !word.startsWith("-")) {
      operands.run();
    } else if (equals < 0) {
      flags(spec, read.flags().keySet());
    } else {
      var option = spec.findOption(word.substring(0, equals));
      if (option != null) {
        values(option, word.substring(equals + 1));
      }
    }
  }

  /// The flags that may still be given.
  private void flags(CommandSpec spec, Set<String> given) {
    var shown = new TreeMap<String, String>();
    for (var option : spec.options()) {
      boolean again = option.type() == List.class;
      if (!option.hidden() && (again || !given.contains(option.longestName()))) {
        for (String name : option.names()) {
          shown.put(name, firstLine(option.description()[0]));
        }
      }
    }
    shown.forEach((name, description) -> offer(word, name, description));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private void values(OptionSpec option, String begun) {
    switch (option.longestName()) {
      case "--platform" -> offer(begun, PLATFORMS);
      case "--type" -> offer(begun, InspectCommand.TYPES);
      case "--log-level" -> offer(begun, List.of("debug", "info", "warn", "error", "fatal"));
      case "--error-format" -> offer(begun, List.of("docker", "json", "text"));
      case "--root", "--config", "--tlscacert", "--tlscert", "--tlskey" -> directive = FILES;
      default -> {}
    }
  }

  private void operand(Command.Operand kind, FlagDialect.Words read) {
    switch (kind) {
      case FILE -> directive = FILES;
      case LOCAL_IMAGE -> {
        var names = new TreeSet<>(names());
        names.removeAll(read.operands());
        offer(word, List.copyOf(names));
      }
      case OTHER -> {}
    }
  }

  /// The tags of the store; none where it cannot be read.
  private List<String> names() {
    var none = GlobalOptions.NONE;
    var options = new GlobalOptions(root, none.config(), false, none.errorFormat(), none.network());
    var names = new ArrayList<String>();
    try (var services = new Services(context, options)) {
      for (var entry : services.store().references().snapshot().entries()) {
        var name = entry.name();
        if (name != null && name.digest() == null) {
          names.add(name.familiar());
        }
      }
    } catch (RuntimeException e) {
      return List.of(); // whoever runs the command will be told
    }
    return names;
  }

  private void commands() {
    var shown = new TreeMap<String, String>();
    shown.put("help", "Help about the command");
    Commands.GROUPS.forEach(group -> shown.put(group.name(), group.description()));
    for (var names : List.of(Commands.COMMON, Commands.PLAIN)) {
      names.forEach(name -> shown.put(name, summary(Commands.top(name))));
    }
    shown.forEach((name, description) -> offer(word, name, description));
  }

  private void members(Commands.Group group) {
    for (String name : group.members()) {
      offer(word, name, summary(Commands.member(group.name(), name)));
    }
  }

  private static String summary(@Nullable Command command) {
    return command == null ? "" : command.spec().usageMessage().description()[0];
  }

  private void offer(String begun, List<String> candidates) {
    candidates.forEach(candidate -> offer(begun, candidate, ""));
  }

  private void offer(String begun, String candidate, String description) {
    if (candidate.startsWith(begun)) {
      context
          .out()
          .println(
              descriptions && !description.isEmpty() ? candidate + "\t" + description : candidate);
    }
  }
}
