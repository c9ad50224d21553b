package io.jimg.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.differential.Case.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the files of the differential runner must hold, whether or not Docker is there to play
/// them.
class CaseFilesTest {

  private static final int FEWEST = 300;

  private final List<Group> groups = Group.all();
  private final List<Row> rows = Row.all();

  private java.util.stream.Stream<Case> lines() {
    return groups.stream().flatMap(group -> group.cases().stream()).filter(line -> !line.setup());
  }

  @Test
  void atLeast300LinesDifferInMoreThanALiteral() {
    var shapes = lines().map(Shape::of).collect(Collectors.toSet());
    assertTrue(shapes.size() >= FEWEST, shapes.size() + " shapes");
  }

  @Test
  void noTwoLinesOfOneShapeShowTheSame() {
    var seen = new HashSet<String>();
    var twice = new ArrayList<String>();
    for (var group : groups) {
      for (var line : group.cases()) {
        if (!line.setup() && !seen.add(group.name() + line.head() + line.stdin() + line.config())) {
          twice.add(group.name() + ": " + line.head());
        }
      }
    }
    assertEquals(List.of(), twice);
  }

  @Test
  void everyRowThatAppliesHasALine() {
    var shown = lines().flatMap(line -> line.rows().stream()).collect(Collectors.toSet());
    var known = new TreeSet<String>();
    var missing = new TreeSet<String>();
    for (var row : rows) {
      assertTrue(known.add(row.id()), row.id() + " twice");
      if (row.applies() != shown.contains(row.id())) {
        missing.add(row.id() + (row.applies() ? " has no line" : " does not apply"));
      }
    }
    shown.removeAll(known);
    assertEquals(Set.of(), shown, "rows that are not in rows.txt");
    assertEquals(Set.of(), missing);
  }

  @Test
  void bothTextsDiffer() {
    lines()
        .filter(Case::bothTexts)
        .forEach(
            line -> {
              for (Stream stream : line.older().keySet()) {
                String older = line.older().get(stream);
                assertNotEquals(older, line.newer().get(stream), line.line() + " " + stream);
              }
            });
  }

  @Test
  void eachListedDifferenceIsOfOneLineAndOfAKindThatWasDecided() throws IOException {
    var entries = Differences.read().entries();
    assertTrue(entries.size() <= Differences.MOST, entries.size() + " entries");
    for (var entry : entries) {
      long lines =
          groups.stream()
              .filter(group -> group.name().equals(entry.group()))
              .flatMap(group -> group.cases().stream())
              .filter(line -> line.head().equals(entry.head()))
              .count();
      assertEquals(1, lines, entry.group() + ": " + entry.head());
      assertTrue(decided(entry.kind()), entry.kind());
    }
  }

  private static boolean decided(String kind) throws IOException {
    if (!kind.startsWith("decision ")) {
      return Differences.KINDS.contains(kind);
    }
    String number = String.format("%04d", Integer.parseInt(kind.substring("decision ".length())));
    try (var files = Files.list(Path.of("docs/decisions"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(number + "-"));
    }
  }

  /// With `-Ddifferential=update` the page is written anew.
  @Test
  void thePageOnCompatibilitySaysWhatIsCompared() throws IOException {
    var page = Path.of("docs/compatibility.md");
    String text = Files.readString(page);
    String current = ComparedPage.put(text, groups, Differences.read());
    if ("update".equals(System.getProperty("differential"))) {
      Files.writeString(page, current);
    } else {
      assertEquals(current, text, "stale: run CaseFilesTest with -Ddifferential=update");
    }
  }
}
