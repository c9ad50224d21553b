package io.jimg.cli.frame;

import io.jimg.cli.frame.flags.FilterArguments;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.image.removal.PruneFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The filters of the prune commands: those of the command line and those of config.json's
/// `pruneFilters` together (docker-cli `command.PruneFilters`).
public final class PruneArguments {

  private PruneArguments() {}

  /// A label given on the command line cancels its opposite in config.json.
  public static FilterArguments of(Invocation call, Services services) {
    var arguments = new FilterArguments(call.texts("--filter"));
    for (String configured : services.config().pruneFilters()) {
      int equals = configured.indexOf('=');
      if (equals >= 0) {
        String key = configured.substring(0, equals);
        String value = configured.substring(equals + 1);
        boolean cancelled =
            (key.equals("label") && arguments.has("label!", value))
                || (key.equals("label!") && arguments.has("label", value));
        if (!cancelled) {
          arguments.add(key, value);
        }
      }
    }
    return arguments;
  }

  /// @throws InvalidInput in the words of the daemon
  public static PruneFilter filter(FilterArguments arguments, Services services) {
    arguments.allowOnly("dangling", "label", "label!", "until");
    boolean all = Boolean.FALSE.equals(arguments.bool("dangling"));
    return new PruneFilter(
        all, until(arguments, services), arguments.all("label"), arguments.all("label!"));
  }

  private static @Nullable Instant until(FilterArguments arguments, Services services) {
    var until = arguments.all("until");
    if (until.isEmpty()) {
      return null;
    }
    if (until.size() > 1) {
      throw new InvalidInput("more than one until filter specified");
    }
    return services.timestamp(until.getFirst());
  }
}
