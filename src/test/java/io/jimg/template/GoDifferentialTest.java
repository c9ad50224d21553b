package io.jimg.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Random templates, rendered by us and by Go.
class GoDifferentialTest {

  private static final int SHOWN = 20;
  private static final long SEED = Long.getLong("template.seed", 20_240_601);
  private static final int COUNT = Integer.getInteger("template.count", 10_000);

  @Test
  void randomTemplatesOnRandomDataAreRenderedAsGoRendersThem() throws Exception {
    GoPeers.needGoTemplate();
    var cases = RandomTemplates.cases(SEED, COUNT);
    var expected = GoPeers.goTemplate(cases);
    var differences = new ArrayList<String>();
    for (int i = 0; i < cases.size() && differences.size() < SHOWN; i++) {
      var one = cases.get(i);
      var ours = Outcome.of("", one.template(), GoData.of(one.data()), AddedFunctions.ROWS);
      note(differences, one, expected.get(i), ours);
    }
    assertEquals(List.of(), differences);
  }

  @Test
  void randomTemplatesAreRenderedAsDockerRendersThem() throws Exception {
    GoPeers.needDocker();
    var templates = RandomTemplates.language(SEED, COUNT / 50);
    templates.removeIf(GoDifferentialTest::isNoTemplate);
    var expected = GoPeers.docker(templates);
    var differences = new ArrayList<String>();
    for (int i = 0; i < templates.size() && differences.size() < SHOWN; i++) {
      String template = templates.get(i);
      var ours = Outcome.of("version", template, GoData.version(), AddedFunctions.ROWS);
      note(differences, new GoPeers.Case(template, "null"), expected.get(i), ours);
    }
    assertEquals(List.of(), differences);
  }

  /// The command aligns columns at tabs, and takes nothing for its own layout.
  private static boolean isNoTemplate(String text) {
    return text.isBlank() || text.contains("\t") || text.contains("\\t");
  }

  /// The program may be built with an older Go than Docker's (before 1.22), which does not range
  /// over
  /// integers and takes a closing parenthesis without an opening one for a character.
  private static boolean isOlder(Outcome expected) {
    String error = expected.error();
    return error != null
        && error.matches(
            "(?s).*: (range can't iterate over -?[0-9]+|unexpected \"\\)\" in [a-z ]+)");
  }

  /// Notes the case as lines of a corpus, so that every character can be seen.
  private static void note(
      List<String> differences, GoPeers.Case one, Outcome expected, Outcome ours) {
    if (!expected.equals(ours) && !expected.equals(GoPeers.NONE) && !isOlder(expected)) {
      differences.add(
          "\nGo:   "
              + Outcome.line(one.template(), one.data(), expected)
              + "\nours: "
              + Outcome.line("", null, ours));
    }
  }
}
