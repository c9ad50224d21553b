package io.jimg.cli.image;

import static io.jimg.cli.frame.CommandFailure.asEngine;

import io.jimg.cli.frame.Arity;
import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.FilterArguments;
import io.jimg.cli.frame.Flags;
import io.jimg.cli.frame.Invocation;
import io.jimg.cli.frame.Services;
import io.jimg.error.InvalidInput;
import io.jimg.image.ImageFilter;
import io.jimg.output.ImageRows;
import io.jimg.output.table.ListFormat;
import io.jimg.reference.ReferencePattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg images`, `jimg image ls`
public final class ImagesCommand implements Command {

  private final Predicate<String> imageCommand;

  /// @param imageCommand whether a word names a command of `image`, to point at it
  public ImagesCommand(Predicate<String> imageCommand) {
    this.imageCommand = imageCommand;
  }

  private static final String TOP = "jimg images";

  @Override
  public CommandSpec spec() {
    return Flags.command("images", "List images")
        .addOption(Flags.flag("Show all images (default hides intermediate images)", "-a", "--all"))
        .addOption(Flags.flag("Show digests", "--digests"))
        .addOption(Flags.filter("Filter output based on conditions provided", "-f", "--filter"))
        .addOption(Flags.formatOfList())
        .addOption(Flags.flag("Don't truncate output", "--no-trunc"))
        .addOption(Flags.flag("Only show image IDs", "-q", "--quiet"));
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
    if (images.isEmpty() && call.path().equals(TOP) && isCommand(name)) {
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

  private static String format(Invocation call, boolean quiet, Services services) {
    String format = call.text("--format");
    if (format.isEmpty() && !quiet) {
      format = services.config().imagesFormat();
    }
    return format.isEmpty() ? ListFormat.TABLE : format;
  }

  private boolean isCommand(String name) {
    return !name.isEmpty() && imageCommand.test(name);
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
    return values.stream().map(services::timestamp).toList();
  }
}
