package io.jimg.cli.image;

import static io.jimg.cli.frame.failure.CommandFailure.asEngine;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.error.NotFound;
import io.jimg.oci.Platform;
import io.jimg.output.list.HistoryRows;
import io.jimg.output.table.ListFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg history IMAGE`
public final class HistoryCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("history", "Show the history of an image")
        .addOption(Flags.formatOfList())
        .addOption(Flags.flagOn("Print sizes and dates in human readable format", "-H", "--human"))
        .addOption(Flags.flag("Don't truncate output", "--no-trunc"))
        .addOption(
            Flags.platform(
                "Show history for the given platform. Formatted as \"os[/arch[/variant]]\" (e.g.,"
                    + " \"linux/amd64\")"))
        .addOption(Flags.flag("Only show image IDs", "-q", "--quiet"));
  }

  @Override
  public String operands() {
    return "IMAGE";
  }

  @Override
  public Arity arity() {
    return Arity.exactly(1);
  }

  @Override
  public Operand operandKind(int index) {
    return index == 0 ? Operand.LOCAL_IMAGE : Operand.OTHER;
  }

  @Override
  public int run(Invocation call, Services services) {
    var wanted = platform(call, services);
    var catalog = services.catalog();
    var steps =
        asEngine(
            () -> {
              if (call.operand(0).isEmpty()) {
                throw new NotFound("page not found");
              }
              return catalog.history(call.operand(0), wanted);
            });
    String format = call.text("--format");
    var rows =
        new HistoryRows(
            format.isEmpty() ? ListFormat.TABLE : format,
            call.flag("--quiet"),
            !call.given("--human") || call.flag("--human"),
            services.rowStyle(call.flag("--no-trunc")));
    rows.print(steps, services.text());
    return services.report(catalog.damage());
  }

  /// Unlike pull's, its default is not in the environment.
  private static @Nullable Platform platform(Invocation call, Services services) {
    String specifier = call.text("--platform");
    try {
      return specifier.isEmpty() ? null : Platform.parse(specifier, services.host());
    } catch (InvalidInput e) {
      throw new InvalidInput("invalid platform: " + e.sentence(), e);
    }
  }
}
