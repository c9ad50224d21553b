package io.jimg.cli.image;

import static io.jimg.cli.frame.failure.CommandFailure.asEngine;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.FilterArguments;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.image.ImageFilter;
import io.jimg.image.ImageSummary;
import io.jimg.output.list.ImageRows;
import io.jimg.output.table.ListFormat;
import io.jimg.output.tree.ImageTree;
import io.jimg.output.tree.TreeStyle;
import io.jimg.reference.ReferencePattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg images`, `jimg image ls`
public final class ImagesCommand implements Command {

  /// What somebody means who types the name of a command where an image is expected.
  private static final List<String> COMMANDS =
      List.of(
          "build", "history", "import", "inspect", "list", "load", "ls", "prune", "pull", "push",
          "rm", "save", "tag");

  private static final String TOP = "jimg images";

  @Override
  public CommandSpec spec() {
    return Flags.command("images", "List images")
        .addOption(Flags.flag("Show all images (default hides intermediate images)", "-a", "--all"))
        .addOption(Flags.flag("Show digests", "--digests"))
        .addOption(Flags.filter("Filter output based on conditions provided", "-f", "--filter"))
        .addOption(Flags.formatOfList())
        .addOption(Flags.flag("Don't truncate output", "--no-trunc"))
        .addOption(Flags.flag("Only show image IDs", "-q", "--quiet"))
        .addOption(Flags.flag("List multi-platform images as a tree (EXPERIMENTAL)", "--tree"));
  }

  @Override
  public String operands() {
    return "[REPOSITORY[:TAG]]";
  }

  @Override
  public Arity arity() {
    return Arity.AT_MOST_ONE;
  }

  @Override
  public int run(Invocation call, Services services) {
    String name = call.operandOrEmpty(0);
    var arguments = new FilterArguments(call.texts("--filter"));
    if (!name.isEmpty()) {
      arguments.add("reference", name);
    }
    if (call.flag("--tree")) {
      refuseBesideTree(call);
      return tree(call.flag("--all"), arguments, services);
    }
    var catalog = services.catalog();
    var images = asEngine(() -> catalog.list(filter(arguments, services)));
    boolean quiet = call.flag("--quiet");
    var rows =
        new ImageRows(
            format(call, quiet, services),
            quiet,
            call.flag("--digests"),
            services.rowStyle(call.flag("--no-trunc")));
    rows.print(images, services.text());
    if (images.isEmpty() && call.path().equals(TOP) && COMMANDS.contains(name)) {
      services.out().flush();
      services
          .err()
          .println(
              "\nNo images found matching \""
                  + name
                  + "\": did you mean \"jimg image "
                  + name
                  + "\"?");
    }
    return services.report(catalog.damage());
  }

  private static void refuseBesideTree(Invocation call) {
    if (call.flag("--quiet")) {
      throw notWithTree("--quiet");
    }
    if (call.flag("--no-trunc")) {
      throw notWithTree("--no-trunc");
    }
    if (call.flag("--digests")) {
      throw notWithTree("--show-digest"); // as in Docker, which has no such flag
    }
    if (!call.text("--format").isEmpty()) {
      throw notWithTree("--format");
    }
  }

  private static CommandFailure notWithTree(String flag) {
    return new CommandFailure(flag + " is not yet supported with --tree", CommandFailure.ERROR);
  }

  private static int tree(boolean all, FilterArguments arguments, Services services) {
    var catalog = services.catalog();
    var images = asEngine(() -> catalog.list(filter(arguments, services)));
    var shown = new ArrayList<ImageSummary>();
    for (var image : images) {
      if (all || !image.isDangling() || !image.digests().isEmpty()) {
        shown.add(image);
      }
    }
    var terminal = services.context().terminal();
    var style =
        services.context().variable("NO_COLOR").isEmpty()
            ? TreeStyle.of(terminal.out())
            : TreeStyle.plain();
    int columns = terminal.out() ? terminal.columns().getAsInt() : 0;
    new ImageTree(style, columns).print(shown, services.text());
    return services.report(catalog.damage());
  }

  private static String format(Invocation call, boolean quiet, Services services) {
    String format = call.text("--format");
    if (format.isEmpty() && !quiet) {
      format = services.config().imagesFormat();
    }
    return format.isEmpty() ? ListFormat.TABLE : format;
  }

  /// @throws InvalidInput in the words of the daemon
  private static ImageFilter filter(FilterArguments arguments, Services services) {
    arguments.allowOnly("dangling", "label", "before", "since", "reference", "until");
    var patterns = new ArrayList<ReferencePattern>();
    for (String pattern : arguments.all("reference")) {
      patterns.add(new ReferencePattern(pattern));
    }
    return new ImageFilter(
        arguments.bool("dangling"),
        arguments.all("label"),
        arguments.all("before"),
        arguments.all("since"),
        until(arguments.all("until"), services),
        patterns);
  }

  private static List<Instant> until(List<String> values, Services services) {
    var times = new ArrayList<Instant>(values.size());
    for (String value : values) {
      times.add(services.timestamp(value));
    }
    return times;
  }
}
