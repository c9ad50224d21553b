package io.jimg.cli.frame;

import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.config.Settings;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// What the flags before the command say about registries; beside the settings of the file.
///
/// @param insecure registries that need no TLS
/// @param mirrors URLs to ask before the Hub
/// @param maxWait as Go writes durations; empty where it was not given
public record NetworkOptions(List<String> insecure, List<String> mirrors, String maxWait) {

  static final NetworkOptions NONE = new NetworkOptions(List.of(), List.of(), "");

  private static final String INSECURE = "--insecure-registry";
  private static final String MIRROR = "--registry-mirror";
  private static final String MAX_WAIT = "--max-wait";

  static void addTo(CommandSpec spec) {
    spec.addOption(
        Flags.texts("list", "Registry that may do without TLS or a valid certificate", INSECURE));
    spec.addOption(
        Flags.text(
            "duration",
            "Longest time to wait between the tries of one request, all in all (default 1m)",
            MAX_WAIT));
    spec.addOption(Flags.texts("list", "Mirror to ask before Docker Hub", MIRROR));
  }

  static NetworkOptions of(Invocation call) {
    return new NetworkOptions(call.texts(INSECURE), call.texts(MIRROR), call.text(MAX_WAIT));
  }

  /// `settings`, and what was given before them.
  Settings over(Settings settings) {
    boolean given = !insecure.isEmpty() || !mirrors.isEmpty() || !maxWait.isEmpty();
    return given ? settings.with(insecure, mirrors, maxWait) : settings;
  }
}
