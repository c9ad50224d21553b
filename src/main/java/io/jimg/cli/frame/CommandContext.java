package io.jimg.cli.frame;

import io.jimg.oci.Platform;
import io.jimg.output.info.Machine;
import io.jimg.output.units.LocalZone;
import io.jimg.store.LocalStore;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The process as a value: everything that a command may know of the world around it.
///
/// @param out standard output, buffered and UTF-8; whoever runs the command flushes it
/// @param home null where the environment has none
/// @param directory the working directory
/// @param zone that times are shown in
/// @param host what this machine can run; found out when asked for
/// @param machine what it is besides; found out when asked for
/// @param stores opens the store at a root
/// @param library where jimg's own files lie; null when it runs from classes
public record CommandContext(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    @Nullable Path home,
    Path directory,
    @Nullable Path library,
    InstantSource clock,
    LocalZone zone,
    Supplier<Platform> host,
    Supplier<Machine> machine,
    Function<Path, LocalStore> stores,
    Terminal terminal) {

  public CommandContext {
    env = Map.copyOf(env);
  }

  /// The variable's value, empty where it is not set.
  public String variable(String name) {
    return env.getOrDefault(name, "");
  }
}
