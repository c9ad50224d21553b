package io.jimg.cli;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.CommandContext;
import io.jimg.cli.frame.GlobalOptions;
import io.jimg.cli.frame.HelpText;
import io.jimg.cli.frame.MeasuringProcess;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.Version;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.failure.ErrorOutput;
import io.jimg.cli.frame.flags.FlagDialect;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.JimgException;
import io.jimg.registry.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// From the words of a command line to an exit code: finds the command, reads its flags, runs it,
/// and says what went wrong. The order of the checks and every text are docker-cli's.
final class Dispatcher {

  static final String VERSION = "jimg version " + Version.NUMBER;

  private static final String USAGE = "jimg [OPTIONS] COMMAND [ARG...]";

  private final CommandContext context;
  private GlobalOptions options = GlobalOptions.NONE;

  private Dispatcher(CommandContext context) {
    this.context = context;
  }

  /// Runs one command line; never throws, never exits, leaves `context.out()` unflushed.
  static int run(List<String> words, CommandContext context) {
    if (words.equals(List.of("--version"))) {
      context.out().println(VERSION);
      return 0;
    }
    if (Completion.isAskedFor(words)) {
      return Completion.run(words, context);
    }
    return new Dispatcher(context).run(words);
  }

  private int run(List<String> words) {
    try {
      return dispatch(words);
    } catch (CommandFailure e) {
      return failed(e);
    } catch (JimgException e) {
      return failed(new CommandFailure(e.sentence(), CommandFailure.ERROR, e));
    } catch (InterruptedException e) {
      return failed(new CommandFailure("", CommandFailure.INTERRUPTED));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(CommandFailure.ofDefect(e));
    }
  }

  private int failed(CommandFailure failure) {
    context.out().flush();
    new ErrorOutput(context.err(), options.errorFormat()).tell(failure);
    var origin = failure.getCause();
    if (options.debug() && origin != null) {
      origin.printStackTrace(context.err());
    }
    return failure.status();
  }

  private int dispatch(List<String> words) throws InterruptedException {
    if (words.size() == 2 && words.getFirst().equals(MeasuringProcess.COMMAND)) {
      return MeasuringEnd.run(Path.of(words.get(1)), context);
    }
    List<String> rest = words;
    boolean help = false;
    if (words.isEmpty() || words.getFirst().startsWith("-")) {
      options = GlobalOptions.unread(words);
      var spec = GlobalOptions.spec();
      var read = readFlags(spec, false, words, "jimg", USAGE);
      var call = new Invocation("jimg", read.flags(), read.operands());
      boolean commanded = !read.operands().isEmpty() && Commands.known(read.operands()) > 0;
      if (call.flag("--version") && !commanded) {
        context.out().println(VERSION);
        return 0;
      }
      help = read.help();
      rest = read.operands();
      if (!help) {
        options = GlobalOptions.of(call);
        sayWhatIsIgnored(call);
      }
    }
    try (var services = new Services(context, options)) {
      services.config(); // what is wrong with it comes first, whatever the command does
      if (rest.isEmpty()) {
        (help ? context.out() : context.err()).print(TopHelp.text(context.terminal()));
        return 0;
      }
      return rest.getFirst().equals("help")
          ? helpOn(rest.subList(1, rest.size()), services)
          : command(rest, help, services);
    }
  }

  /// With `--debug`: what Docker's users set for the daemon, which is not there.
  private void sayWhatIsIgnored(Invocation call) {
    if (!options.debug()) {
      return;
    }
    for (String flag : GlobalOptions.IGNORED) {
      if (call.given(flag)) {
        context.err().println("jimg: " + flag + " is ignored: there is no daemon");
      }
    }
    for (String variable : List.of("DOCKER_HOST", "DOCKER_CONTEXT")) {
      if (!context.variable(variable).isEmpty()) {
        context.err().println("jimg: " + variable + " is ignored: there is no daemon");
      }
    }
  }

  /// `jimg help [COMMAND...]`
  private int helpOn(List<String> words, Services services) throws InterruptedException {
    var spec = Flags.command("help", "Help about the command");
    var read = readFlags(spec, true, words, "jimg help", "jimg help [command]");
    var topic = read.operands();
    if (read.help() || topic.equals(List.of("help"))) {
      context.out().print("Usage:  jimg help [command]\n\nHelp about the command\n");
      return 0;
    }
    if (topic.isEmpty()) {
      context.out().print(TopHelp.text(context.terminal()));
      return 0;
    }
    int known = Commands.known(topic);
    if (known < topic.size()) {
      throw new CommandFailure(
          "unknown help topic: " + String.join(" ", topic.subList(known, topic.size())),
          CommandFailure.ERROR);
    }
    return command(topic, true, services);
  }

  private int command(List<String> words, boolean help, Services services)
      throws InterruptedException {
    String name = words.getFirst();
    var rest = words.subList(1, words.size());
    var command = Commands.top(name);
    if (command != null) {
      return new Call(command, "jimg " + name, Commands.aliases("", name))
          .run(rest, help, services);
    }
    var group = Commands.group(name);
    if (group == null) {
      return unknown(name, rest, help);
    }
    return member(group, rest, help, services);
  }

  /// Flags are looked at even behind a word that is no command, and `--help` is one of them.
  private int unknown(String name, List<String> rest, boolean help) {
    String absent = Containers.refusal(name);
    if (!absent.isEmpty()) {
      throw new CommandFailure(absent, CommandFailure.ERROR);
    }
    if (help || readFlags(GlobalOptions.spec(), true, rest, "jimg", USAGE).help()) {
      context.out().print(TopHelp.text(context.terminal()));
      return 0;
    }
    throw new CommandFailure(
        "jimg: unknown command: jimg " + name + "\n\nRun 'jimg --help' for more information",
        CommandFailure.ERROR);
  }

  private int member(Commands.Group group, List<String> words, boolean help, Services services)
      throws InterruptedException {
    String path = "jimg " + group.name();
    if (!words.isEmpty() && !words.getFirst().startsWith("-")) {
      var command = Commands.member(group.name(), words.getFirst());
      if (command != null) {
        String name = Commands.nameOf(words.getFirst());
        var aliases = Commands.aliases(group.name(), name);
        return new Call(command, path + " " + name, aliases)
            .run(words.subList(1, words.size()), help, services);
      }
    }
    String usage = path + group.usage();
    var read =
        readFlags(Flags.command(group.name(), group.description()), true, words, path, usage);
    if (read.help() || help) {
      context.out().print(TopHelp.group(group));
      return 0;
    }
    if (read.operands().isEmpty()) {
      context.err().print((group.details().isEmpty() ? "" : "\n") + TopHelp.group(group));
      return 0;
    }
    String absent =
        group.name().equals("container") ? Containers.refusal(read.operands().getFirst()) : "";
    if (!absent.isEmpty()) {
      throw new CommandFailure(absent, CommandFailure.ERROR);
    }
    throw new CommandFailure(
        "jimg: unknown command: "
            + path
            + " "
            + read.operands().getFirst()
            + usage(usage, "Run", path),
        CommandFailure.ERROR);
  }

  /// A command and the names that it was found by.
  private final class Call {
    private final Command command;
    private final String path;
    private final List<String> aliases;

    Call(Command command, String path, List<String> aliases) {
      this.command = command;
      this.path = path;
      this.aliases = aliases;
    }

    int run(List<String> words, boolean help, Services services) throws InterruptedException {
      if (command.asksRegistries() && !help && !words.contains("--help")) {
        // The words are looked at before the flags are read, which takes as long as this saves.
        RegistryClient.warmUp();
      }
      var spec = command.spec();
      String usage = HelpText.usage(command, spec, path);
      var read = readFlags(spec, command.interspersed(), words, path, usage);
      if (help || read.help()) {
        var text = new HelpText(context.terminal().helpWidth());
        context.out().print(text.command(command, path, aliases));
        return 0;
      }
      String complaint = command.arity().complaint(read.operands().size(), path);
      if (complaint != null) {
        throw new CommandFailure(
            complaint + usage(usage, command.arity().pointer(), path), CommandFailure.ERROR);
      }
      return command.run(new Invocation(path, read.flags(), read.operands()), services);
    }
  }

  private FlagDialect.Words readFlags(
      CommandSpec spec, boolean interspersed, List<String> words, String path, String usage) {
    try {
      var read = FlagDialect.read(spec, interspersed, words);
      if (read.shorthandHelp()) {
        context.out().println("Flag shorthand -h has been deprecated, use --help");
      }
      return read;
    } catch (FlagDialect.FlagError e) {
      throw new CommandFailure(
          e.getMessage() + usage(usage, "Run", path), CommandFailure.BAD_FLAG, e);
    }
  }

  private static String usage(String usage, String pointer, String path) {
    return "\n\nUsage:  "
        + usage
        + "\n\n"
        + pointer
        + " '"
        + path
        + " --help' for more information";
  }
}
