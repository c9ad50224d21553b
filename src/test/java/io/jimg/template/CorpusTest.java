package io.jimg.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.BadTemplate;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The corpus: templates whose expected results came from Go. `language.jsonl` was rendered by
/// `docker version --format`, `data.jsonl` by text/template itself on JSON data,
/// `inspect.jsonl` by `docker image inspect`. Run with
/// `-Dgolden=update` and both peers to make the results again (src/test/sh/record-templates).
class CorpusTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/golden/template");
  private static final Path LANGUAGE = DIRECTORY.resolve("language.jsonl");
  private static final Path INSPECT = DIRECTORY.resolve("inspect.jsonl");
  private static final Path DATA = DIRECTORY.resolve("data.jsonl");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

  /// One line of a corpus file.
  private record Line(String template, @Nullable String data, Outcome expected) {}

  private static List<Line> read(Path file) throws IOException {
    var lines = new ArrayList<Line>();
    for (var text : Files.readAllLines(file)) {
      var object = (JsonObject) JsonReader.read(text);
      var data = object.members().get("data");
      lines.add(
          new Line(
              object.text("template", ""),
              data == null ? null : JsonWriter.text(data),
              Outcome.of(object)));
    }
    return lines;
  }

  private static void write(Path file, List<Line> lines, List<Outcome> outcomes)
      throws IOException {
    var text = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      text.add(Outcome.line(lines.get(i).template(), lines.get(i).data(), outcomes.get(i)));
    }
    Files.write(file, text);
  }

  private static Outcome language(Line line) {
    return Outcome.of("version", line.template(), GoData.version(), AddedFunctions.ROWS);
  }

  private static Outcome data(Line line) {
    String json = line.data() == null ? "null" : line.data();
    return Outcome.of("", line.template(), GoData.of(json), AddedFunctions.ROWS);
  }

  @Test
  void theLanguageIsDockers() throws Exception {
    var lines = read(LANGUAGE);
    if (UPDATE) {
      GoPeers.needDocker();
      write(LANGUAGE, lines, GoPeers.docker(lines.stream().map(Line::template).toList()));
      return;
    }
    assertSame(lines, lines.stream().map(CorpusTest::language).toList());
  }

  /// Docker's two stages: its own types, and when that fails the raw document, strictly.
  private static Outcome inspect(Line line) {
    GoTemplate template;
    try {
      template = GoTemplate.parse(line.template(), AddedFunctions.ROWS);
    } catch (BadTemplate e) {
      return new Outcome(null, e.sentence());
    }
    try {
      return new Outcome(template.render(InspectData.typed()), null);
    } catch (BadTemplate _) {
      return Outcome.of(template.missingKeyError(), InspectData.RAW);
    }
  }

  @Test
  void inspectShowsDockersTypesAndThenTheRawDocument() throws Exception {
    var lines = read(INSPECT);
    if (UPDATE) {
      GoPeers.needDocker();
      write(INSPECT, lines, GoPeers.inspect(lines.stream().map(Line::template).toList()));
      return;
    }
    assertSame(lines, lines.stream().map(CorpusTest::inspect).toList());
  }

  @Test
  void dataIsShownAsGoShowsIt() throws Exception {
    var lines = read(DATA);
    if (UPDATE) {
      GoPeers.needGoTemplate();
      var cases = lines.stream().map(l -> new GoPeers.Case(l.template(), "" + l.data())).toList();
      write(DATA, lines, GoPeers.goTemplate(cases));
      return;
    }
    assertSame(lines, lines.stream().map(CorpusTest::data).toList());
  }

  /// All differences at once.
  private static void assertSame(List<Line> lines, List<Outcome> actual) {
    var expected = new StringBuilder();
    var found = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).expected().equals(actual.get(i))) {
        String head = (i + 1) + ": " + lines.get(i).template() + "\n   ";
        expected.append(head).append(lines.get(i).expected()).append('\n');
        found.append(head).append(actual.get(i)).append('\n');
      }
    }
    assertEquals(expected.toString(), found.toString());
  }

  @Test
  void theCorpusIsLargeAndNoTwoCasesDifferInALiteralOnly() throws IOException {
    var shapes = new HashSet<String>();
    var twins = new ArrayList<String>();
    for (var file : List.of(LANGUAGE, DATA, INSPECT)) {
      for (var line : read(file)) {
        boolean unique = shapes.add(shape(line.template()) + shape("" + line.data()));
        if (!unique) {
          twins.add(line.template());
        }
      }
    }
    assertEquals(List.of(), twins);
    assertTrue(shapes.size() >= 600, () -> "only " + shapes.size() + " cases");
  }

  /// The template with every plain word in quotes and every plain decimal replaced.
  private static String shape(String template) {
    return template
        .replaceAll("\"[a-z ]*\"", "\"w\"")
        .replaceAll("(?<![\\w.%+-])[1-9][0-9]*(?![\\w.])", "1");
  }
}
