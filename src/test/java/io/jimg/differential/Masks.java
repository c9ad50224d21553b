package io.jimg.differential;

import io.jimg.differential.Case.Mask;
import io.jimg.testing.Cli;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What is taken out of outputs before they are compared: only what no two runs of Docker agree
/// on, and what jimg counts on the disk.
final class Masks {

  private static final Pattern LAYER =
      Pattern.compile(
          "[0-9a-f]{12}: (Pulling fs layer|Waiting|Downloading|Verifying Checksum|Download complete"
              + "|Pull complete|Already exists)");

  private Masks() {}

  /// Applies what holds for every line, and the masks of this one.
  static Cli.Result settled(Cli.Result result, Case line) {
    return new Cli.Result(
        result.status(), settled(result.out(), line.masks()), settled(result.err(), line.masks()));
  }

  private static String settled(String text, List<Mask> masks) {
    String settled =
        layers(text)
            .replaceAll("(?:Get|Head|Post|Put) \"https?://[^\"]*\"", "REQUEST")
            .replaceAll("(?s)(deleted: .*Total reclaimed space: )[^\n]*", "$1SIZE")
            .replaceAll("read tcp [0-9.:>-]+", "read tcp ADDRESSES")
            .replaceAll("current time [^ ]+ is after [-0-9:TZ]+", "current time NOW is after THEN");
    for (var mask : masks) {
      settled =
          switch (mask) {
            case ORDER ->
                settled.lines().sorted().map(line -> line + "\n").reduce("", String::concat);
            case AGE ->
                narrow(
                    settled.replaceAll(
                        "(Less than a second|1 second|[0-9]+ seconds|About a minute) ago",
                        "a moment ago"));
            case DISK -> narrow(settled.replaceAll("\\b[0-9.]+(e\\+03)?[kMG]?B\\b", "SIZE"));
          };
    }
    return settled;
  }

  /// Columns without their width.
  private static String narrow(String text) {
    return text.replaceAll(" {2,}", "  ");
  }

  /// The lines of each layer together and without the states that Docker may leave out: which of
  /// them are shown, and in which order, is chance.
  private static String layers(String text) {
    var settled = new StringBuilder();
    var run = new TreeMap<String, List<String>>();
    for (String line : text.split("(?<=\n)")) {
      var layer = LAYER.matcher(line.stripTrailing());
      if (layer.matches()) {
        var states = run.computeIfAbsent(line.substring(0, 12), _ -> new ArrayList<>());
        if (!layer.group(1).matches("Waiting|Downloading|Verifying Checksum|Download complete")) {
          states.add(line);
        }
      } else {
        run.values().forEach(states -> states.forEach(settled::append));
        run.clear();
        settled.append(line);
      }
    }
    run.values().forEach(states -> states.forEach(settled::append));
    return settled.toString();
  }

  /// The substitutions that make Docker's text jimg's.
  static String ofJimg(String text) {
    return text.replace("Error response from daemon: ", "Error: ")
        .replace("SRun '", "Run '")
        .replaceAll("(?<![\\w./-])[dD]ocker(?![\\w./-]| Hub| Image [Fm])", "jimg");
  }
}
