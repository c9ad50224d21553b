package io.jimg.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command lines that are recorded, in the order in which they are run: each may stand on what
/// the ones before it did.
record Script(List<Step> steps) {

  /// Stands for the registry's host and port.
  static final String REGISTRY = "REGISTRY";

  private static final Path DIRECTORY = Path.of("src/test/resources/golden/docker");
  private static final String NO_LINE_END = "\n\\ no line end\n";

  /// @param name the name of the recording
  /// @param line what is typed behind the program's name; single quotes work as in a shell
  record Step(String name, String line) {

    List<String> words(String registry) {
      var words = new ArrayList<String>();
      String[] parts = (line + " ").split("'", -1);
      var word = new StringBuilder();
      boolean open = false;
      for (int i = 0; i < parts.length; i++) {
        if (i % 2 == 1) {
          word.append(parts[i]);
          open = true;
          continue;
        }
        for (char c : parts[i].toCharArray()) {
          if (c != ' ') {
            word.append(c);
            open = true;
          } else if (open) {
            words.add(word.toString());
            word.setLength(0);
            open = false;
          }
        }
      }
      words.replaceAll(typed -> GoldenImages.named(typed).replace(REGISTRY, registry));
      return words;
    }

    /// The recording, as it is on disk.
    String recorded(Outcome outcome) {
      return "$ docker "
          + line
          + "\nexit "
          + outcome.status()
          + "\n--- stdout\n"
          + closed(outcome.out())
          + "--- stderr\n"
          + closed(outcome.err());
    }

    private static String closed(String text) {
      return text.isEmpty() || text.endsWith("\n") ? text : text + NO_LINE_END;
    }

    /// What the recording says.
    Outcome recording() {
      String text = read(file());
      int exit = text.indexOf("\nexit ") + 6;
      int out = text.indexOf("\n--- stdout\n", exit);
      int err = text.indexOf("--- stderr\n", out);
      return new Outcome(
          Integer.parseInt(text.substring(exit, out)),
          opened(text.substring(out + 12, err)),
          opened(text.substring(err + 11)));
    }

    private static String opened(String text) {
      return text.endsWith(NO_LINE_END)
          ? text.substring(0, text.length() - NO_LINE_END.length())
          : text;
    }

    Path file() {
      return DIRECTORY.resolve(name + ".txt");
    }
  }

  static Script read() {
    var steps = new ArrayList<Step>();
    for (String line : read(DIRECTORY.resolve("script")).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        steps.add(new Step(line.substring(0, colon), line.substring(colon + 2)));
      }
    }
    return new Script(List.copyOf(steps));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
