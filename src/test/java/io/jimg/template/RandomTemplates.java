package io.jimg.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Random templates and the JSON they are executed on: mostly sensible, often enough wrong. The
/// same
/// seed gives the same cases.
final class RandomTemplates {

  private static final List<String> NAMES =
      List.of(
          "Id", "Tags", "Labels", "Size", "Config", "Env", "N", "B", "F", "a", "b", "é", "Nope");
  private static final List<String> TEXTS =
      List.of(
          "",
          "x",
          "abc",
          "a b",
          "sha256:0123",
          "<&>'\"",
          "é日",
          "\uD83D\uDE00",
          "tab\\tx",
          "l\\nn",
          "%d %s",
          "\\x00",
          "UPPER lower",
          "a,b,c",
          "10",
          "\\u2028",
          "`");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "3",
          "10",
          "255",
          "-0",
          "0x1F",
          "0b101",
          "0o17",
          "017",
          "1_000",
          "1.5",
          "-2.25",
          "1e3",
          "1e-7",
          "1e21",
          "0.1",
          "123456789.0",
          "1e100",
          "0x1p-2",
          "'a'",
          "'\\n'",
          "'é'",
          "1i",
          "2.5i",
          "1+2i",
          "9223372036854775807",
          "100000",
          "1e6");
  private static final List<String> BAD =
      List.of(
          "{{",
          "}}",
          "{{end}}",
          "{{else}}",
          "{{.}",
          "{{\"",
          "{{`",
          "{{'",
          "{{/*",
          "{{1x}}",
          "{{$q}}",
          "{{nofunc}}",
          "{{(}}",
          "{{.a..b}}",
          "{{|}}",
          "{{if}}",
          "{{range}}",
          "{{1 | 2}}",
          "{{break}}",
          "{{08}}",
          "{{define}}",
          "{{template}}",
          "{{#}}",
          "{{1.a}}",
          "{{nil.a}}",
          "{{$x, $y := 1}}",
          "{{99999999999999999999}}",
          "{{\"\\q\"}}",
          "{{'ab'}}",
          "{{else if 1}}",
          "{{-}}",
          "{{:}}",
          "{{range $i,}}{{end}}",
          "{{with 1",
          "{{a.b}}",
          "{{\n\n",
          "{{print 1 }",
          "{{ é }}",
          "{{=}}");
  private static final List<String> TYPED =
      List.of(
          "$.Client.Os",
          "$.Client.Platform",
          "$.Client.Platform.Name",
          "$.Server.Platform",
          "$.Server.Platform.Name",
          "$.Server.Experimental",
          "$.Client.Nope",
          "$.Client.Os.Nope",
          "$.Nope",
          ".Client.Os",
          ".Nope");
  private static final String VERBS = "vvvvvsssdddqqxXTtbocUeEfFgGOwz%";
  private static final String FLAGS = "+-# 0";

  private final SplittableRandom random;
  private final boolean withData;
  private StringBuilder out = new StringBuilder();
  private final List<String> variables = new ArrayList<>();
  private final List<String> templates = new ArrayList<>();
  private int ranges;
  private int budget;

  private RandomTemplates(SplittableRandom random, boolean withData) {
    this.random = random;
    this.withData = withData;
  }

  static List<GoPeers.Case> cases(long seed, int count) {
    var random = new SplittableRandom(seed);
    var cases = new ArrayList<GoPeers.Case>();
    for (int i = 0; i < count; i++) {
      var generator = new RandomTemplates(random, true);
      String data = generator.json(3);
      cases.add(new GoPeers.Case(generator.template(), data));
    }
    return cases;
  }

  /// Templates that look at no value but their own literals.
  static List<String> language(long seed, int count) {
    var random = new SplittableRandom(seed);
    var templates = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      templates.add(new RandomTemplates(random, false).template());
    }
    return templates;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  // --- data

  private String json(int depth) {
    int kind = depth == 3 ? 9 : random.nextInt(depth > 0 ? 11 : 7);
    return switch (kind) {
      case 0 -> "null";
      case 1 -> chance(50) ? "true" : "false";
      case 2, 3 -> pick(List.of("0", "1", "-5", "1.50", "1e3", "1234567890123", "0.1", "42"));
      case 4, 5, 6 -> text().replace("\\x00", "\\u0000").replace("`", "'");
      case 7, 8 -> array(depth);
      default -> object(depth);
    };
  }

  private String array(int depth) {
    var items = new ArrayList<String>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(json(depth - 1));
    }
    return "[" + String.join(",", items) + "]";
  }

  private String object(int depth) {
    var members = new ArrayList<String>();
    for (var name : NAMES.subList(0, NAMES.size() - 1)) {
      if (chance(depth == 3 ? 70 : 35)) {
        members.add("\"" + name + "\":" + json(depth - 1));
      }
    }
    return "{" + String.join(",", members) + "}";
  }

  private String text() {
    return "\"" + pick(TEXTS).replace("\"", "\\\"") + "\"";
  }

  // --- templates

  private String template() {
    budget = 4 + random.nextInt(12);
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = pick(List.of("one", "two"));
      if (!templates.contains(name) || chance(10)) {
        var defined = new RandomTemplates(random, withData);
        defined.budget = 3;
        defined.sequence(1);
        out.append("{{define \"").append(name).append("\"}}").append(defined.out);
        out.append("{{end}}");
        templates.add(name);
      }
    }
    sequence(0);
    if (chance(6)) {
      out.insert(random.nextInt(out.length() + 1), pick(BAD));
    } else if (chance(3) && !out.isEmpty()) {
      out.deleteCharAt(random.nextInt(out.length()));
    }
    return new String(out.toString().getBytes(UTF_8), UTF_8); // half a character becomes a sign
  }

  private void sequence(int depth) {
    int known = variables.size();
    for (int i = 1 + random.nextInt(4); i > 0 && budget > 0; i--) {
      budget--;
      piece(depth);
    }
    if (depth > 0) {
      variables.subList(known, variables.size()).clear();
    }
  }

  private void piece(int depth) {
    int kind = random.nextInt(depth < 4 ? 22 : 12);
    switch (kind) {
      case 0, 1 -> out.append(pick(List.of(" text ", "\n", ",", "é ", " \t\n", "}", "{ ")));
      case 2 -> out.append(pick(List.of("{{/* c */}}", "{{- /* c */ -}}", " {{/* c\n */ -}} ")));
      case 3, 4, 5, 6, 7, 8 -> action(pipeline(2));
      case 9 -> declare();
      case 10 -> {
        if (!variables.isEmpty()) {
          action(pick(variables) + " = " + pipeline(1));
        }
      }
      case 11 -> {
        if (ranges > 0) {
          out.append("{{if ").append(pipeline(1)).append("}}");
          out.append(pick(List.of("{{break}}", "{{continue}}"))).append("{{end}}");
        }
      }
      case 12, 13, 14 -> branch("if", depth);
      case 15, 16 -> branch("with", depth);
      case 17, 18, 19 -> range(depth);
      case 20 -> invoke();
      default -> block(depth);
    }
  }

  private void action(String inside) {
    out.append(chance(10) ? "{{- " : chance(20) ? "{{ " : "{{").append(inside);
    out.append(chance(10) ? " -}}" : chance(20) ? " }}" : "}}");
  }

  private void declare() {
    String name = "$" + pick(List.of("x", "y", "z", "long_name", "é"));
    action(name + " := " + pipeline(2));
    variables.add(name);
  }

  private void branch(String word, int depth) {
    int known = variables.size();
    String name = "$" + pick(List.of("v", "w"));
    boolean declares = chance(15);
    action(word + " " + (declares ? name + " := " : "") + pipeline(2));
    if (declares) {
      variables.add(name);
    }
    sequence(depth + 1);
    boolean chains = word.equals("if") || !withData; // else with: newer than the Go that reads data
    while (chains && chance(20)) {
      action("else " + word + " " + pipeline(1));
      sequence(depth + 1);
    }
    if (chance(40)) {
      action("else");
      sequence(depth + 1);
    }
    action("end");
    variables.subList(known, variables.size()).clear();
  }

  private void range(int depth) {
    int known = variables.size();
    String over = chance(60) ? iterable() : pipeline(1);
    switch (random.nextInt(4)) {
      case 0 -> {
        action("range $i, $e := " + over);
        variables.addAll(List.of("$i", "$e"));
      }
      case 1 -> {
        action("range $e := " + over);
        variables.add("$e");
      }
      default -> action("range " + over);
    }
    ranges++;
    sequence(depth + 1);
    ranges--;
    if (chance(30)) {
      action("else");
      sequence(depth + 1);
    }
    action("end");
    variables.subList(known, variables.size()).clear();
  }

  private String iterable() {
    return withData
        ? pick(List.of(".Tags", ".Labels", ".Config", "$.Tags", ".", ".Config.Env", "$.Labels"))
        : pick(
            List.of(
                "(split \"a,b,c\" \",\")",
                "(split \"\" \"\")",
                "split \"xyz\" \"\"",
                "3",
                "(len \"ab\")",
                "0",
                "-1",
                ".Client.Os",
                ".Client.Platform",
                ".Server.Platform"));
  }

  private void invoke() {
    String name = templates.isEmpty() || chance(5) ? "none" : pick(templates);
    action("template \"" + name + "\"" + (chance(60) ? " " + pipeline(1) : ""));
  }

  private void block(int depth) {
    String name = "block" + random.nextInt(1000);
    out.append("{{block \"").append(name).append("\" ").append(pipeline(1)).append("}}");
    var inside = new RandomTemplates(random, withData);
    inside.budget = 2;
    inside.sequence(depth + 1);
    out.append(inside.out).append("{{end}}");
  }

  // --- pipelines

  private String pipeline(int depth) {
    var pipe = new StringBuilder(command(depth));
    while (chance(15)) {
      pipe.append(chance(90) ? " | " : "|").append(function(depth - 1, true));
    }
    return pipe.toString();
  }

  private String command(int depth) {
    return depth > 0 && chance(55) ? function(depth, false) : operand(depth);
  }

  private String operand(int depth) {
    int kind = random.nextInt(100);
    if (kind < 20) {
      return text();
    }
    if (kind < 38) {
      return pick(NUMBERS);
    }
    if (kind < 42) {
      return pick(List.of("true", "false", "nil", "`raw\\n`"));
    }
    if (kind < 54 && !variables.isEmpty()) {
      return pick(variables) + (withData && chance(25) ? fields() : "");
    }
    if (kind < 64 && depth > 0) {
      return "(" + pipeline(depth - 1) + ")" + (withData && chance(15) ? fields() : "");
    }
    if (withData && kind < 95) {
      return (chance(20) ? "$" : "") + fields();
    }
    return withData ? pick(List.of(".", "$")) : pick(TYPED);
  }

  private String fields() {
    var fields = new StringBuilder();
    for (int i = chance(65) ? 1 : 2 + random.nextInt(2); i > 0; i--) {
      fields.append('.').append(pick(NAMES));
    }
    return fields.toString();
  }

  private String function(int depth, boolean piped) {
    int missing = piped ? 1 : 0;
    String name =
        pick(
            List.of(
                "print",
                "println",
                "printf",
                "printf",
                "printf",
                "printf",
                "len",
                "index",
                "index",
                "slice",
                "eq",
                "ne",
                "lt",
                "le",
                "gt",
                "ge",
                "and",
                "or",
                "not",
                "html",
                "js",
                "urlquery",
                "json",
                "split",
                "title",
                "lower",
                "upper",
                "pad",
                "truncate",
                "join"));
    return switch (name) {
      case "len", "not", "json", "title", "lower", "upper" -> call(name, 1 - missing, depth);
      case "ne", "lt", "le", "gt", "ge" -> call(name, 2 - missing, depth);
      case "printf" -> printf(depth);
      case "index" -> call(name, 1 + random.nextInt(2), depth);
      case "slice" -> call(name, random.nextInt(4), depth);
      case "split" -> "split " + (piped ? "\",\"" : argument(depth) + " \",\"");
      case "join" -> "join (split \"a,b\" \",\") " + (piped ? "" : argument(depth));
      case "pad" -> "pad " + argument(depth) + " " + random.nextInt(-1, 4) + (piped ? "" : " 1");
      case "truncate" -> "truncate " + argument(depth) + (piped ? "" : " " + pick(NUMBERS));
      default -> call(name, random.nextInt(4), depth);
    };
  }

  private String call(String name, int arguments, int depth) {
    var call = new StringBuilder(name);
    int count = chance(97) ? arguments : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      call.append(' ').append(argument(depth));
    }
    return call.toString();
  }

  private String argument(int depth) {
    return operand(depth - 1);
  }

  private String printf(int depth) {
    var format = new StringBuilder();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      format.append(pick(List.of("", " ", "|", "é", "x="))).append(verb());
    }
    var call = new StringBuilder("printf \"").append(format).append('"');
    int given = chance(85) ? count : random.nextInt(4);
    for (int i = 0; i < given; i++) {
      call.append(' ').append(argument(depth));
    }
    return call.toString();
  }

  private String verb() {
    var verb = new StringBuilder("%");
    while (chance(30)) {
      verb.append(FLAGS.charAt(random.nextInt(FLAGS.length())));
    }
    if (chance(4)) {
      verb.append('[').append(random.nextInt(4)).append(']');
    }
    if (chance(25)) {
      verb.append(chance(10) ? "*" : "" + random.nextInt(12));
    }
    if (chance(20)) {
      verb.append('.').append(chance(10) ? "*" : chance(10) ? "" : "" + random.nextInt(8));
    }
    return verb.append(VERBS.charAt(random.nextInt(VERBS.length()))).toString();
  }
}
