package io.jimg.output.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.BadTemplate;
import io.jimg.template.AddedFunctions;
import io.jimg.template.GoTemplate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainTemplateTest {

  private static final RowShape SHAPE =
      new RowShape(
          "x.row", List.of(new RowShape.Column("ID", "THE ID"), new RowShape.Column("Tag", "TAG")));
  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{{.ID}}",
          "{{ .Tag }}",
          "{{.Tag",
          "{{if .Tag}}",
          "{{if .Tag }}{{.Tag}}",
          "{{else}}",
          "{{end}}",
          "{{.Foo}}",
          ".ID",
          " ",
          "\n",
          "\t",
          "a",
          "-",
          "{{- .ID}}",
          "{",
          "}",
          "{{/* c */}}",
          ".",
          "1",
          "\u2003",
          "\u000b",
          "\"}}\"");

  /// Whatever the short cut prints, the template engine prints as well; and it is taken by what
  /// people write.
  @Test
  void whatIsPlainPrintsAsTheTemplateEnginePrintsIt() {
    var random = new SplittableRandom(3);
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(6); n >= 0; n--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String template = text.toString();
      var plain = PlainTemplate.of(template);
      var fitted = plain == null ? null : plain.fit(SHAPE);
      if (fitted != null) {
        taken++;
        var row = new PairRow("id-" + i, i % 2 == 0 ? "" : "tag");
        var out = new StringBuilder();
        fitted.print(row, UnaryOperator.identity(), out);
        assertEquals(engine(template, row), out.toString(), template);
      }
    }
    assertTrue(taken > 5_000, () -> "too few were plain to prove much");
  }

  @Test
  void theTablesOfListsArePlain() {
    for (String template :
        List.of(
            "{{.ID}}",
            "{{.ID}}\t{{if .Tag }}{{.Tag}}{{else}}N/A{{end}}\t{{.Tag}}",
            "{{.ID}}:{{.Tag}}")) {
      var plain = PlainTemplate.of(template);
      assertTrue(plain != null && plain.fit(SHAPE) != null, template);
    }
  }

  private static @Nullable String engine(String template, Row row) {
    try {
      return GoTemplate.parse(template, AddedFunctions.ROWS)
          .render(SHAPE.value(row, UnaryOperator.identity()));
    } catch (BadTemplate e) {
      return e.sentence();
    }
  }

  private record PairRow(String id, String tag) implements Row {
    @Override
    public RowShape shape() {
      return SHAPE;
    }

    @Override
    public String value(int column) {
      return column == 0 ? id : tag;
    }
  }
}
