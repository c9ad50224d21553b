package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.cli.frame.Command;
import io.jimg.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/// docs/cli is what the program says of itself. `mvn test -Dtest=CliDocsTest -Ddocs=update` writes
/// it anew.
class CliDocsTest {

  private static final Path PAGES = Path.of("docs/cli");

  @TempDir Path home;

  @Test
  void pagesAreWhatTheProgramSays() throws IOException {
    var expected = pages();
    if ("update".equals(System.getProperty("docs"))) {
      for (String old : committed().keySet()) {
        Files.delete(PAGES.resolve(old));
      }
      Files.createDirectories(PAGES);
      for (var page : expected.entrySet()) {
        Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
      }
    }
    assertEquals(expected, committed());
  }

  private static Map<String, String> committed() throws IOException {
    var pages = new TreeMap<String, String>();
    if (Files.isDirectory(PAGES)) {
      try (var files = Files.list(PAGES)) {
        for (var file : files.toList()) {
          pages.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return pages;
  }

  private Map<String, String> pages() {
    var pages = new TreeMap<String, String>();
    var contents = new StringBuilder("# Commands\n\nEach as its `--help` has it.\n\n");
    contents.append("| command | |\n|---|---|\n");
    for (var words : commands()) {
      String name = String.join("_", words) + ".md";
      pages.put(name, page(words));
      contents.append("| [`jimg ").append(String.join(" ", words)).append("`](").append(name);
      contents.append(") | ").append(summary(words)).append(" |\n");
    }
    contents.append("\n## Options before the command\n\n").append(block(help(List.of())));
    pages.put("README.md", contents.toString());
    return pages;
  }

  /// The words of each command. Those that are called in several ways are here once, by the
  /// shortest.
  private static List<List<String>> commands() {
    var all = new ArrayList<List<String>>();
    Commands.COMMON.forEach(name -> all.add(List.of(name)));
    Commands.PLAIN.forEach(name -> all.add(List.of(name)));
    for (var group : Commands.GROUPS) {
      for (String name : group.members()) {
        var ways = Commands.aliases(group.name(), name);
        if (ways.isEmpty()) {
          all.add(List.of(group.name(), name));
        }
      }
    }
    for (String shell : Commands.COMPLETION.members()) {
      all.add(List.of(Commands.COMPLETION.name(), shell));
    }
    return all;
  }

  private static Command command(List<String> words) {
    @Nullable Command found =
        words.size() == 1
            ? Commands.top(words.getFirst())
            : Commands.member(words.getFirst(), words.getLast());
    if (found == null) {
      throw new IllegalStateException("no command " + words);
    }
    return found;
  }

  private static String summary(List<String> words) {
    String[] description = command(words).spec().usageMessage().description();
    return description[description.length - 1].lines().findFirst().orElseThrow();
  }

  private String page(List<String> words) {
    var page = new StringBuilder("# jimg ").append(String.join(" ", words)).append("\n\n");
    page.append(block(help(words)));
    var hidden = new ArrayList<OptionSpec>(command(words).spec().options());
    hidden.removeIf(option -> !option.hidden() || option.description().length == 0);
    if (!hidden.isEmpty()) {
      page.append("\njimg's own, not in the help, which is Docker's:\n\n| flag | |\n|---|---|\n");
      for (var option : hidden) {
        page.append("| `").append(option.longestName()).append(label(option)).append("` | ");
        page.append(option.description()[0]).append(" |\n");
      }
    }
    return page.toString();
  }

  private static String label(OptionSpec option) {
    return option.type() == Boolean.class ? "" : " " + option.paramLabel();
  }

  private String help(List<String> words) {
    var line = new ArrayList<>(words);
    line.add("--help");
    var result = new Cli(home).run(line.toArray(String[]::new));
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  private static String block(String text) {
    return "```\n" + text.strip() + "\n```\n";
  }
}
