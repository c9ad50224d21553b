package io.jimg.output.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.error.BadTemplate;
import io.jimg.image.FoundRepository;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonWriter;
import io.jimg.output.table.ListFormat;
import io.jimg.output.table.TextOutput;
import io.jimg.testing.DockerCli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rows of `search` beside those of the real Docker command line for the same repositories.
class SearchLikeDockerTest {

  private static final List<FoundRepository> FOUND =
      List.of(
          new FoundRepository(
              "alpine", "A minimal Docker image based on Alpine Linux", 10999, true),
          new FoundRepository("ann/thing", "x".repeat(46), 0, false),
          new FoundRepository("wide", "\u6f22".repeat(23) + " e\u0301", 1, false),
          new FoundRepository("lines", "one\ntwo\r\nthree\r", -1, false),
          new FoundRepository("html", "<b>&amp;</b> \"q\" \u2028", 5, true),
          new FoundRepository("", "", 0, false));

  private static final List<String> FORMATS =
      List.of(
          "",
          "table",
          "json",
          "{{.Name}}",
          "{{json .}}",
          "{{json .IsOfficial}} {{.IsOfficial}} {{.StarCount}}",
          "table {{.Name}}\\t{{.IsOfficial}}",
          "table {{.Description}}",
          "{{.Name}}: {{.Description}} {{upper .Name}}",
          "{{.Foo}}",
          "table {{.IsAutomated}}",
          "{{",
          "x");

  @Test
  void rowsPrintAsDockerPrintsThem() {
    try (var docker = new DockerCli()) {
      for (var found : List.of(FOUND, List.<FoundRepository>of())) {
        docker.serve("/images/search", answer(found));
        for (String format : FORMATS) {
          for (boolean truncated : new boolean[] {true, false}) {
            assertEquals(docker(docker, format, truncated), ours(found, format, truncated), format);
          }
        }
      }
    }
  }

  private static String docker(DockerCli docker, String format, boolean truncated) {
    var words = new ArrayList<>(List.of("search", "x"));
    if (!format.isEmpty()) {
      words.addAll(List.of("--format", format));
    }
    if (!truncated) {
      words.add("--no-trunc");
    }
    var result = docker.run(words.toArray(String[]::new));
    return result.out() + result.err().strip();
  }

  private static String ours(List<FoundRepository> found, String format, boolean truncated) {
    var bytes = new ByteArrayOutputStream();
    String failure = "";
    try {
      new SearchRows(format.isEmpty() ? ListFormat.TABLE : format, truncated)
          .print(found, TextOutput.plain(new PrintStream(bytes, true, UTF_8)));
    } catch (BadTemplate e) {
      failure = e.sentence();
    }
    return bytes.toString(UTF_8) + failure;
  }

  private static String answer(List<FoundRepository> found) {
    var results = new ArrayList<JsonValue>();
    for (var repository : found) {
      var members = new LinkedHashMap<String, JsonValue>();
      members.put("name", new JsonValue.JsonText(repository.name()));
      members.put("description", new JsonValue.JsonText(repository.description()));
      members.put("star_count", new JsonValue.JsonNumber("" + repository.stars()));
      members.put("is_official", new JsonValue.JsonBoolean(repository.official()));
      results.add(new JsonObject(members));
    }
    return JsonWriter.text(new JsonValue.JsonArray(results));
  }
}
