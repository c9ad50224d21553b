package io.jimg.cli.registry;

import static io.jimg.cli.frame.failure.CommandFailure.asEngine;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.FilterArguments;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.image.RepositorySearch.Wanted;
import io.jimg.output.list.SearchRows;
import io.jimg.output.table.ListFormat;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg search TERM`
public final class SearchCommand implements Command {

  private static final String AUTOMATED = "is-automated";

  @Override
  public CommandSpec spec() {
    return Flags.command("search", "Search Docker Hub for images")
        .addOption(Flags.filter("Filter output based on conditions provided", "-f", "--filter"))
        .addOption(Flags.text("string", "Pretty-print search using a Go template", "--format"))
        .addOption(Flags.number("Max number of search results", "--limit"))
        .addOption(Flags.flag("Don't truncate output", "--no-trunc"));
  }

  @Override
  public String operands() {
    return "TERM";
  }

  @Override
  public Arity arity() {
    return Arity.exactly(1);
  }

  @Override
  public boolean asksRegistries() {
    return true;
  }

  @Override
  public int run(Invocation call, Services services) {
    var filters = new FilterArguments(call.texts("--filter"));
    if (!filters.all(AUTOMATED).isEmpty()) {
      services
          .err()
          .println(
              "WARNING: the \"is-automated\" filter is deprecated, and searching for"
                  + " \"is-automated=true\" will not yield any results in future.");
    }
    int limit = call.number("--limit");
    var found = asEngine(() -> services.search().search(call.operand(0), wanted(filters), limit));
    String format = call.text("--format");
    new SearchRows(format.isEmpty() ? ListFormat.TABLE : format, !call.flag("--no-trunc"))
        .print(found, services.text());
    return 0;
  }

  /// @throws InvalidInput in the words of the daemon
  private static Wanted wanted(FilterArguments filters) {
    filters.allowOnly(AUTOMATED, "is-official", "stars");
    boolean automated = Boolean.TRUE.equals(filters.bool(AUTOMATED));
    var official = filters.bool("is-official");
    int stars = 0;
    for (String value : filters.all("stars")) {
      stars = Math.max(stars, FilterArguments.number("stars", value));
    }
    return new Wanted(automated, official, stars);
  }
}
