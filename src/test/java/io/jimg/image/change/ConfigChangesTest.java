package io.jimg.image.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.testing.Docker;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigChangesTest {

  /// A line of `changes.tsv`: what Docker makes of some changes.
  ///
  /// @param engine `20` as the running engine does, `28` as only newer ones do
  /// @param changes what is given with `--change`
  /// @param expected the members that the changes set, or the sentence that refuses them
  record Case(String engine, List<String> changes, JsonValue expected) {

    static Case of(String line) {
      String[] columns = line.split("\t");
      return new Case(columns[0], texts(columns[1]), JsonReader.read(columns[2]));
    }

    private static List<String> texts(String array) {
      return ((JsonArray) JsonReader.read(array))
          .items().stream().map(item -> ((JsonText) item).text()).toList();
    }

    @Override
    public String toString() {
      return String.join(" | ", changes);
    }
  }

  static Stream<Case> cases() throws IOException {
    try (var in = ConfigChangesTest.class.getResourceAsStream("/golden/import/changes.tsv")) {
      return new String(in.readAllBytes(), UTF_8).lines().map(Case::of).toList().stream();
    }
  }

  @ParameterizedTest(name = "changes {0}")
  @MethodSource("cases")
  void changesAreDockers(Case change) {
    assertEquals(JsonWriter.text(change.expected()), JsonWriter.text(applied(change.changes())));
  }

  @Test
  void runningDockerAgrees() throws IOException {
    Docker.require();
    byte[] tar = new Tar().file("a", "a").bytes();
    for (var change : cases().filter(c -> c.engine().equals("20")).toList()) {
      assertEquals(
          JsonWriter.text(change.expected()),
          JsonWriter.text(imported(tar, change.changes())),
          change.toString());
    }
  }

  @Test
  void configKeepsWhatIsNotChangedAndItsOrder() {
    var config =
        JsonReader.readObject(
            "{\"Labels\":{\"b\":\"1\"},\"Env\":[\"A=1\"],\"User\":\"me\",\"New\":1}"
                .getBytes(UTF_8));
    assertEquals(
        "{\"User\":\"me\",\"Env\":[\"A=2\"],\"WorkingDir\":\"/w\",\"Labels\":{\"a\":\"2\","
            + "\"b\":\"1\"},\"New\":1}",
        JsonWriter.text(ConfigChanges.apply(List.of("LABEL a=2", "ENV A=2", "WORKDIR w"), config)));
  }

  @Test
  void whateverIsTypedIsAppliedOrRefusedWithASentence() throws IOException {
    var corpus = cases().map(Case::changes).toList();
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(corpus.get(random.nextInt(corpus.size())).getFirst());
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, "\\\"'${}[]:-= \n#`\t,\u00a0é".charAt(random.nextInt(19)));
          case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
          default -> text.append(corpus.get(random.nextInt(corpus.size())).getFirst());
        }
      }
      applied(List.of(text.toString()));
    }
  }

  /// The members that differ from an empty configuration, or the sentence.
  private static JsonValue applied(List<String> changes) {
    try {
      return changed(ConfigChanges.apply(changes, ConfigChanges.EMPTY));
    } catch (InvalidInput e) {
      return new JsonText(e.sentence());
    }
  }

  private static JsonObject changed(JsonObject config) {
    var changed = new LinkedHashMap<String, JsonValue>();
    config
        .members()
        .forEach(
            (name, value) -> {
              if (!value.equals(ConfigChanges.EMPTY.members().get(name))) {
                changed.put(name, value);
              }
            });
    return new JsonObject(changed);
  }

  private static JsonValue imported(byte[] tar, List<String> changes) {
    var command = new ArrayList<>(List.of("import"));
    changes.forEach(change -> command.addAll(List.of("-c", change)));
    command.add("-");
    var result = Docker.run(tar, command.toArray(String[]::new));
    if (result.status() != 0) {
      return new JsonText(result.err().replace("Error response from daemon: ", ""));
    }
    var shown = (JsonArray) JsonReader.read(Docker.run("inspect", result.out()).out());
    Docker.run("rmi", result.out());
    var config = ((JsonObject) shown.items().getFirst()).object("Config");
    return config == null ? new JsonText("no config") : changed(config);
  }
}
