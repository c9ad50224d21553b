package io.jimg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// docs/security.md names guards and tests: they are there, under these names.
class SecurityPageTest {

  private static final Pattern CODE = Pattern.compile("`(\\w+)`([^`|]*)");
  private static final Pattern METHOD = Pattern.compile("\\b([a-z]\\w*[A-Z]\\w*)");

  @Test
  void guardsAndTestsAreThere() throws IOException {
    var problems = new ArrayList<String>();
    int tests = 0;
    for (String line : Files.readAllLines(Path.of("docs/security.md"))) {
      String[] cells = line.split(" \\| ");
      if (line.startsWith("| ") && cells.length == 3 && !cells[0].equals("| attack")) {
        guards(cells[1], problems);
        tests += tests(cells[2], problems);
      }
    }
    assertEquals(List.of(), problems);
    assertTrue(tests > 30, tests + " tests are named");
  }

  private static void guards(String cell, List<String> problems) throws IOException {
    for (var guard : CODE.matcher(cell).results().toList()) {
      if (source("src/main/java", guard.group(1)) == null) {
        problems.add("no guard " + guard.group(1));
      }
    }
  }

  private static int tests(String cell, List<String> problems) throws IOException {
    int count = 0;
    for (var test : CODE.matcher(cell).results().toList()) {
      String text = source("src/test/java", test.group(1));
      if (text == null) {
        problems.add("no test " + test.group(1));
        continue;
      }
      for (var method : METHOD.matcher(test.group(2)).results().toList()) {
        count++;
        if (!text.contains("void " + method.group(1))) {
          problems.add("no " + method.group(1) + " in " + test.group(1));
        }
      }
    }
    return count;
  }

  private static @Nullable String source(String root, String type) throws IOException {
    try (var files = Files.walk(Path.of(root))) {
      var file = files.filter(path -> path.endsWith(type + ".java")).findFirst();
      return file.isEmpty() ? null : Files.readString(file.get());
    }
  }
}
