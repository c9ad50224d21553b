package io.jimg.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jimg.error.BadTemplate;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.template.value.GoValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the template: an answer or a `BadTemplate`, soon, on a small stack.
class HostileTemplateTest {

  private static final Path CORPUS = Path.of("src/test/resources/golden/template");
  private static final int MUTATIONS = Integer.getInteger("template.mutations", 30_000);
  private static final long SMALL_STACK = 512 * 1024;
  private static final String ALPHABET =
      "{}()|.$\"'`\\ \n%:=-,*/0123456789abcdefinoprtux\u00e9\uD83D";

  private static final GoValue DATA =
      GoData.of("{\"a\":{\"b\":[1,\"x\",null,{\"c\":true}]},\"Id\":\"sha256:0123\",\"N\":null}");

  private static @Nullable String failure(String template) {
    try {
      var _ = GoTemplate.parse(template, AddedFunctions.ROWS).render(DATA);
      return null;
    } catch (BadTemplate e) {
      return e.sentence();
    }
  }

  /// The failure, worked out on a thread with a small stack; null when there was none.
  private static @Nullable String failureOnSmallStack(String template) throws InterruptedException {
    var failure = new AtomicReference<@Nullable String>();
    var escaped = new AtomicReference<@Nullable Throwable>();
    var thread = new Thread(null, () -> failure.set(failure(template)), "small", SMALL_STACK);
    thread.setUncaughtExceptionHandler((_, e) -> escaped.set(e));
    thread.start();
    thread.join();
    assertNull(escaped.get());
    return failure.get();
  }

  @Test
  void mutatedTemplatesEndInBadTemplateAtWorst() throws IOException {
    var templates = new ArrayList<String>();
    for (var file : List.of("language.jsonl", "data.jsonl")) {
      for (var line : Files.readAllLines(CORPUS.resolve(file), UTF_8)) {
        templates.add(((JsonObject) JsonReader.read(line)).text("template", ""));
      }
    }
    for (var one : RandomTemplates.cases(11, 500)) {
      templates.add(one.template());
    }
    var random = new SplittableRandom(20_240_602);
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int i = 0; i < MUTATIONS; i++) {
            var _ = failure(mutated(random, templates));
          }
        });
  }

  private static String mutated(SplittableRandom random, List<String> templates) {
    var text = new StringBuilder(templates.get(random.nextInt(templates.size())));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 1 -> text.delete(at, end);
        case 2 -> text.insert(at, text.substring(at, end));
        case 3 -> text.setLength(at);
        default -> {
          String other = templates.get(random.nextInt(templates.size()));
          int from = random.nextInt(other.length() + 1);
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(20)));
        }
      }
    }
    return text.toString();
  }

  @Test
  void deepParenthesesAreRefused() throws InterruptedException {
    String template = "{{" + "(".repeat(50_000) + "1" + ")".repeat(50_000) + "}}";
    assertEquals("template: :1: max expression depth exceeded", failureOnSmallStack(template));
  }

  @Test
  void deepBlocksAreRefused() throws InterruptedException {
    for (var open : List.of("{{if 1}}", "{{with 1}}", "{{range 1}}", "{{if 0}}{{else}}{{if 1}}")) {
      assertNotNull(failureOnSmallStack(open.repeat(30_000)));
    }
    assertNotNull(failureOnSmallStack("{{if 0}}" + "{{else if 0}}".repeat(30_000) + "{{end}}"));
    assertNotNull(failureOnSmallStack("{{block \"a\" 1}}".repeat(30_000)));
  }

  @Test
  void whatIsAllowedToBeDeepFitsASmallStack() throws InterruptedException {
    String parens = "{{" + "(".repeat(190) + "1" + ")".repeat(190) + "}}";
    assertNull(failureOnSmallStack(parens));
    assertNull(failureOnSmallStack("{{if 1}}".repeat(190) + "{{end}}".repeat(190)));
    String calls = "{{" + "print (".repeat(190) + "1" + ")".repeat(190) + "}}";
    assertNull(failureOnSmallStack(calls));
  }

  @Test
  void endlessRecursionIsRefusedInGosWords() throws InterruptedException {
    assertEquals(
        "template: :1:25: executing \"x\" at <{{template \"x\"}}>: "
            + "exceeded maximum template depth (300)",
        failureOnSmallStack("{{define \"x\"}}{{template \"x\"}}{{end}}{{template \"x\"}}"));
    String nested = "(print (print (print (print $))))";
    String body =
        "{{with " + nested + "}}{{if 1}}{{range 1}}{{template \"x\" $}}{{end}}{{end}}{{end}}";
    assertNotNull(
        failureOnSmallStack(
            "{{define \"x\"}}" + body + "{{end}}{{template \"x\" " + nested + "}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{range 9223372036854775807}}{{end}}",
        "{{range 9223372036854775807}}x{{end}}",
        "{{range 100000}}{{range 100000}}{{.}}{{end}}{{end}}",
        "{{$x := \"xxxxxxxxxx\"}}{{range 100}}{{$x = print $x $x}}{{end}}",
        "{{$x := \"xxxxxxxxxx\"}}{{range 18}}{{$x = print $x $x}}{{end}}{{range 99999}}{{html"
            + " $x}}{{end}}",
        "{{$x := pad \"x\" 3999999 1}}{{range 9999999}}{{if len $x}}{{end}}{{end}}",
        "{{$x := pad \"x\" 3999999 1}}{{range 9999999}}{{if index $x 5}}{{end}}{{end}}",
        "{{$x := pad \"x\" 3999999 1}}{{range 9999999}}{{if eq $x $}}{{end}}{{end}}",
        "{{range 99999}}{{printf \"%1000000d\" 1}}{{end}}",
        "{{range 99999}}{{if printf \"%1000000d\" 1}}{{end}}{{end}}",
        "{{printf \"%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d"
            + "%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d"
            + "%1000000d%1000000d%1000000d\" 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20}}",
        "{{printf \"%3900000s\" \"\" | urlquery | urlquery | urlquery | urlquery | urlquery}}",
        "{{split (pad \"x\" 3999999 1) \"\"}}",
        "{{$x := split (pad \"x\" 199999 1) \"\"}}{{range 99}}{{$x}}{{end}}",
        "{{range 99}}{{range split (pad \"x\" 199999 1) \"\"}}{{html .}}{{end}}{{end}}",
        "{{printf \"%q%q%q\" (pad \"x\" 3999999 1) (pad \"x\" 3999999 1)}}",
        "{{pad \"x\" 9223372036854775807 0}}",
        "{{pad \"x\" 2147483647 2147483647}}",
        "{{$x := split (pad \"x\" 999999 1) \"\"}}{{join $x (pad \"x\" 99999 1)}}",
        "{{$x := split (pad \"x\" 99999 1) \"\"}}{{range 99999}}{{if join $x \"\"}}{{end}}{{end}}",
        "{{$x := split (pad \"x\" 99999 1) \"\"}}{{range 99999}}{{if print $x}}{{end}}{{end}}",
      })
  void greedyTemplatesAreStopped(String template) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertNotNull(failure(template), template));
  }

  @Test
  void theLastPlaceInAnIntegerRangeIsFound() {
    assertNull(failure("{{range 9223372036854775807}}{{break}}{{end}}"));
  }
}
