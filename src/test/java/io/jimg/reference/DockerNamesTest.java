package io.jimg.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.error.InvalidInput;
import io.jimg.testing.Docker;
import io.jimg.testing.GoPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and patterns beside the real ones: `docker tag` reads its target in the client, before it
/// looks for the source.
class DockerNamesTest {

  private static final String F64 = "f".repeat(64);

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "x",
        "x:1",
        "x/y",
        "X",
        "X:1",
        "X/y",
        "x/Y",
        "A_b/c",
        "A_b/c:D",
        "a_b.com/c",
        "a__b",
        "a___b",
        "a.-b",
        "a:",
        "a@",
        ":a",
        "a:b:c",
        "a//b",
        "/a",
        "a/",
        "a b",
        "a:.x",
        "a:-x",
        "a:_x",
        "localhost",
        "localhost/\u00e9",
        "a.b:x/y",
        "a.b:99999/y",
        "[::1]:5000/a",
        "[::1/x",
        "[::1]",
        "https://a.io/b",
        "x@F",
        "x@md5:F",
        "x@SHA256:F",
        "x:y@SHA256:F",
        "x@sha256:abc",
        "x@sha512:F",
        "x@sha256:0",
        "F",
        "docker.io/F",
        "sha256:ab",
        "a:T129",
        "N248",
        "q.io/N256"
      })
  void aTargetIsRefusedInDockersWords(String shorthand) {
    Docker.require();
    String typed = expanded(shorthand);
    var docker = Docker.run("tag", "no-such-image-of-jimg", typed);
    String intro = "Error parsing reference: \"" + typed + "\" is not a valid repository/tag: ";
    String refusal = docker.err().startsWith(intro) ? docker.err().substring(intro.length()) : "";
    assertEquals(refusal, refusal(typed));
  }

  private static String expanded(String shorthand) {
    return shorthand
        .replace("@F", "@sha256:" + F64)
        .replace(":F", ":" + F64)
        .replace("sha256:0", "sha256:" + "A".repeat(64))
        .replaceFirst("(^|/)F$", "$1" + F64)
        .replace("T129", "t".repeat(129))
        .replace("N248", "n".repeat(248))
        .replace("N256", "n".repeat(256));
  }

  private static String refusal(String typed) {
    try {
      Reference _ = Reference.parse(typed);
      return "";
    } catch (InvalidInput e) {
      return e.sentence();
    }
  }

  @Test
  void randomPatternsMatchAsInGo() {
    var random = new SplittableRandom(20260806);
    var questions = new ArrayList<List<String>>();
    for (int i = 0; i < 20_000; i++) {
      questions.add(
          List.of("match", random("ab-z*?[]^\\/", 10, random), random("abz-/]*\\", 7, random)));
    }
    var answers = GoPeer.program("names").ask(questions);
    for (int i = 0; i < answers.size(); i++) {
      var question = questions.get(i);
      assertEquals(answers.get(i), match(question.get(1), question.get(2)), question.toString());
    }
  }

  private static String random(String alphabet, int maxLength, SplittableRandom random) {
    var text = new StringBuilder();
    for (int length = random.nextInt(maxLength); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static String match(String pattern, String name) {
    try {
      return Boolean.toString(new ReferencePattern(pattern).matches(name));
    } catch (InvalidInput e) {
      return e.sentence();
    }
  }
}
