package io.jimg;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the pages name is there.
class DocsTest {

  private static final Path DOCS = Path.of("docs");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)[^)]*\\)");
  private static final Pattern TYPE = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|record|enum|interface) ([A-Z]\\w*)");
  private static final Pattern FLAG = Pattern.compile("`(--[a-z-]+)`");
  private static final Pattern COMMAND = Pattern.compile("`([a-z ]+)`");

  @Test
  void linksLeadSomewhere() throws IOException {
    var dead = new ArrayList<String>();
    int links = 0;
    for (var page : pages()) {
      for (var link : LINK.matcher(Files.readString(page)).results().toList()) {
        links++;
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          dead.add(page + ": " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), dead);
    assertTrue(links > 20, links + " links");
  }

  @Test
  void typesOfTheArchitectureAreThere() throws IOException {
    var named = matches(TYPE, Files.readString(DOCS.resolve("architecture.md")));
    var declared = new TreeSet<String>();
    try (var sources = Files.walk(Path.of("src"))) {
      for (var source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (var type : DECLARED.matcher(Files.readString(source)).results().toList()) {
          declared.add(type.group(1));
        }
      }
    }
    assertTrue(named.size() > 20, named.toString());
    named.removeAll(declared);
    assertEquals(Set.of(), named);
  }

  @Test
  void packagesAreThoseThatTheBuildHolds() throws IOException {
    var said = new TreeSet<String>();
    for (var cells : rows("architecture.md")) {
      // What cli may use is told in words.
      said.add(name(cells[0]) + (name(cells[0]).equals("cli") ? "" : ":" + words(cells[2])));
    }
    var held = new TreeSet<String>();
    for (String line : LayeringTest.TABLE.lines().toList()) {
      String[] cells = line.split("\\|");
      String name = cells[0].strip();
      held.add(name + (name.equals("cli") ? "" : ":" + words(cells[1])));
    }
    assertEquals(held, said);
  }

  @Test
  void flagsOfTheCompatibilityTableAreThere() throws IOException {
    var missing = new ArrayList<String>();
    int flags = 0;
    Path page = DOCS;
    for (var cells : rows("compatibility.md")) {
      var command = COMMAND.matcher(cells[0]);
      if (command.find()) {
        page = DOCS.resolve("cli").resolve(command.group(1).replace(' ', '_') + ".md");
      }
      for (var flag : FLAG.matcher(cells[1]).results().toList()) {
        flags++;
        if (!Files.exists(page) || !Files.readString(page).contains(flag.group(1))) {
          missing.add(page + ": " + flag.group(1));
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(flags > 50, flags + " flags");
  }

  private static List<Path> pages() throws IOException {
    try (var docs = Files.walk(DOCS)) {
      return Stream.concat(
              Stream.of(Path.of("README.md")), docs.filter(path -> path.toString().endsWith(".md")))
          .toList();
    }
  }

  /// The cells of the first table of a page, without its head.
  private static List<String[]> rows(String page) throws IOException {
    return Files.readAllLines(DOCS.resolve(page)).stream()
        .dropWhile(line -> !line.startsWith("|---"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.substring(1).split("(?<!\\\\)\\|"))
        .toList();
  }

  private static String name(String cell) {
    return cell.replace("`", "").strip();
  }

  private static Set<String> words(String cell) {
    return Stream.of(cell.strip().split("[ ,–]+"))
        .filter(word -> !word.isEmpty())
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).collect(toSet());
  }
}
