package io.jimg.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.BadTemplate;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructTest {

  /// A row of a table, as Docker's formatter has it: a pointer to a struct with methods.
  private static final GoType ROW =
      GoType.struct(
          "formatter.imageContext",
          StructShape.builder()
              .unexported("trunc", GoType.BOOL)
              .unexported("repo", GoType.STRING)
              .method("ID", GoType.STRING)
              .method("Repository", GoType.STRING)
              .method(
                  "Label",
                  GoFunction.of(
                      a -> GoValue.text("label " + ((GoValue.Text) a[1]).value()), GoType.STRING))
              .json(row -> "{\"ID\":\"<none>\"}")
              .build());

  private final List<Integer> asked = new ArrayList<>();

  private GoValue row() {
    var values =
        List.of(
            GoValue.bool(true),
            GoValue.text("nginx"),
            GoValue.text("0123"),
            GoValue.text("docker.io/nginx"));
    return GoValue.Pointer.to(
        new GoValue.Struct(
            ROW,
            index -> {
              asked.add(index);
              return values.get(index);
            }));
  }

  private static String render(String template, GoValue value) {
    return GoTemplate.parse(template, AddedFunctions.ROWS).render(value);
  }

  private static String failure(String template, GoValue value) {
    return assertThrows(BadTemplate.class, () -> render(template, value)).sentence();
  }

  @Test
  void onlyWhatTheTemplateNamesIsWorkedOut() {
    assertEquals("0123", render("{{.ID}}", row()));
    assertEquals(List.of(2), asked);
  }

  @Test
  void methodsTakeTheirArgumentsAndNoOthers() {
    assertEquals("label a", render("{{.Label \"a\"}}", row()));
    assertEquals("label a", render("{{\"a\" | .Label}}", row()));
    assertEquals(
        "template: :1:2: executing \"\" at <.ID>: wrong number of args for ID: want 0 got 1",
        failure("{{.ID 1}}", row()));
    assertEquals(
        "template: :1:2: executing \"\" at <.Label>: wrong number of args for Label: want 1 got 0",
        failure("{{.Label}}", row()));
    assertEquals(
        "template: :1:9: executing \"\" at <1>: expected string; found 1",
        failure("{{.Label 1}}", row()));
  }

  @Test
  void aFieldThatIsNotThereIsAnErrorInGosWords() {
    assertEquals(
        "template: :1:2: executing \"\" at <.Foo>: "
            + "can't evaluate field Foo in type *formatter.imageContext",
        failure("{{.Foo}}", row()));
    assertEquals(
        "template: :1:2: executing \"\" at <.trunc>: "
            + "trunc is an unexported field of struct type *formatter.imageContext",
        failure("{{.trunc}}", row()));
    assertEquals(
        "template: :1:5: executing \"\" at <.ID.Foo>: can't evaluate field Foo in type string",
        failure("{{.ID.Foo}}", row()));
  }

  @Test
  void fieldsArePrintedAndMethodsAreNot() {
    assertEquals("{true nginx}", render("{{.}}", row()));
    assertEquals("&{true nginx}", render("{{printf \"%v\" .}}", row()));
    assertEquals("&{trunc:true repo:nginx}", render("{{printf \"%+v\" .}}", row()));
    assertEquals(
        "&formatter.imageContext{trunc:true, repo:\"nginx\"}",
        render("{{printf \"%#v\" .}}", row()));
    assertEquals("*formatter.imageContext", render("{{printf \"%T\" .}}", row()));
  }

  @Test
  void aStructMayKnowHowItReadsAsJsonAndAsText() {
    assertEquals("{\"ID\":\"<none>\"}", render("{{json .}}", row()));
    var time =
        GoType.struct(
            "time.Time",
            StructShape.builder()
                .unexported("wall", GoType.INT)
                .text(t -> "2024-01-02 03:04:05 +0000 UTC")
                .json(t -> "\"2024-01-02T03:04:05Z\"")
                .build());
    var moment = GoValue.Struct.of(time, List.of(GoValue.number(1)));
    assertEquals("2024-01-02 03:04:05 +0000 UTC", render("{{.}}", moment));
    assertEquals("\"2024-01-02 03:04:05 +0000 UTC\"", render("{{printf \"%q\" .}}", moment));
    assertEquals("{1} 2024-01-02 03:04:05 +0000 UTC", render("{{printf \"%d %s\" . .}}", moment));
    assertEquals("\"2024-01-02T03:04:05Z\"", render("{{json .}}", moment));
    assertEquals(
        "[2024-01-02 03:04:05 +0000 UTC]",
        render("{{.}}", GoValue.Slice.of(GoType.sliceOf(time), List.of(moment))));
  }

  @Test
  void structFieldsKeepTheirOrderInJsonAndMayBeLeftOutWhenEmpty() {
    var type =
        GoType.struct(
            "image.Metadata",
            StructShape.builder()
                .field("Zulu", GoType.STRING, "zulu", Omit.NEVER)
                .field("Empty", GoType.STRING, "empty", Omit.EMPTY)
                .field("None", GoType.STRINGS, "none", Omit.EMPTY)
                .field("Nil", GoType.STRING_MAP)
                .field("Hidden", GoType.STRING, "-", Omit.ALWAYS)
                .field("Alpha", GoType.INT)
                .build());
    var value =
        GoValue.Struct.of(
            type,
            List.of(
                GoValue.text("<z>"),
                GoValue.text(""),
                GoValue.strings(List.of()),
                new GoValue.MapOf(GoType.STRING_MAP, null),
                GoValue.text("h"),
                GoValue.number(3)));
    assertEquals("{\"zulu\":\"<z>\",\"Nil\":null,\"Alpha\":3}", GoJson.encode(value));
    assertEquals("{<z>  [] map[] h 3}", render("{{.}}", value));
    assertEquals("<no value>||map[]", render("{{.Nil.x}}|{{index .Nil \"x\"}}|{{.Nil}}", value));
  }

  @Test
  void typedMapsAndListsTellTheirTypes() {
    var labels = GoValue.stringMap(Map.of("b", "2", "a", "1"));
    assertEquals("map[a:1 b:2]", render("{{.}}", labels));
    assertEquals(
        "map[string]string{\"a\":\"1\", \"b\":\"2\"}", render("{{printf \"%#v\" .}}", labels));
    assertEquals(
        "template: :1:4: executing \"\" at <.a.x>: can't evaluate field x in type string",
        failure("{{.a.x}}", labels));
    var raw = GoData.of("{\"a\":\"1\"}");
    assertEquals(
        "template: :1:4: executing \"\" at <.a.x>: can't evaluate field x in type interface {}",
        failure("{{.a.x}}", raw));
    assertEquals(
        "template: :1:7: executing \"\" at <.l>: "
            + "wrong type for value; expected []string; got []interface {}",
        failure("{{join .l \",\"}}", GoData.of("{\"l\":[\"a\"]}")));
    assertEquals("a,b", render("{{join . \",\"}}", GoValue.strings(List.of("a", "b"))));
  }

  @Test
  void missingKeysAreErrorsWhereThatIsAskedFor() {
    var strict = GoTemplate.parse("{{.a}}{{.b.c}}", AddedFunctions.ROWS).missingKeyError();
    assertEquals(
        "template: :1:10: executing \"\" at <.b.c>: map has no entry for key \"b\"",
        assertThrows(BadTemplate.class, () -> strict.render(GoData.of("{\"a\":1}"))).sentence());
    var deeper = GoTemplate.parse("{{(index . \"b\").c}}", AddedFunctions.ROWS).missingKeyError();
    assertEquals(
        "template: :1:11: executing \"\" at <\"b\">: nil data; no entry for key \"c\"",
        assertThrows(BadTemplate.class, () -> deeper.render(GoData.of("{\"a\":1}"))).sentence());
  }

  @Test
  void theHeaderOfATableKeepsItsNames() {
    var names = GoValue.stringMap(Map.of("ID", "IMAGE ID", "Size", "SIZE"));
    var template =
        GoTemplate.parse(
            "{{lower .ID}}|{{truncate .ID 2}}|{{json .Size}}|{{join (split .ID \",\") \"-\"}}|"
                + "{{pad .Size 1 1}}|{{len .ID}}",
            AddedFunctions.ROWS);
    assertEquals("image id|IM|\"SIZE\"|IMAGE ID| SIZE |8", template.render(names));
    assertEquals(
        "IMAGE ID|IMAGE ID|SIZE|IMAGE ID| SIZE |8",
        template.with(AddedFunctions.HEADER).render(names));
  }
}
