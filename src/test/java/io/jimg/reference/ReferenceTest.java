package io.jimg.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.oci.Digest;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

  private static final String F64 = "f".repeat(64);
  private static final String SHA256 = "sha256:" + F64;

  /// Typed, domain, path, tag, digest; F is a whole sha256 digest.
  private static final String PARTS =
      """
      nginx                                  | docker.io | library/nginx |        |
      nginx:1.25                             | docker.io | library/nginx | 1.25   |
      nginx@F                                | docker.io | library/nginx |        | F
      nginx:1.25@F                           | docker.io | library/nginx | 1.25   | F
      docker.io/nginx                        | docker.io | library/nginx |        |
      docker.io/library/nginx                | docker.io | library/nginx |        |
      index.docker.io/nginx                  | docker.io | library/nginx |        |
      index.docker.io/library/nginx:1        | docker.io | library/nginx | 1      |
      index.docker.io/fooo/bar               | docker.io | fooo/bar      |        |
      registry-1.docker.io/library/nginx     | registry-1.docker.io | library/nginx | |
      registry-1.docker.io/nginx             | registry-1.docker.io | nginx |   |
      fooo/bar                               | docker.io | fooo/bar      |        |
      library/a/b                            | docker.io | library/a/b   |        |
      docker.io/store/foo/bar                | docker.io | store/foo/bar |        |
      localhost                              | docker.io | library/localhost |    |
      localhost:5000                         | docker.io | library/localhost | 5000 |
      localhost/fooo                         | localhost | fooo          |        |
      localhost/fooo/bar:1                   | localhost | fooo/bar      | 1      |
      localhost:5000/fooo                    | localhost:5000 | fooo     |        |
      LOCALHOST/x                            | LOCALHOST | x             |        |
      Foo/bar                                | Foo       | bar           |        |
      FOO/bar                                | FOO       | bar           |        |
      LOCALDOMAIN/library/debian             | LOCALDOMAIN | library/debian |     |
      test.com                               | docker.io | library/test.com |     |
      foo.com:5000                           | docker.io | library/foo.com | 5000 |
      test.com:tag                           | docker.io | library/test.com | tag |
      test:5000/repo                         | test:5000 | repo          |        |
      test:5000/repo:tag                     | test:5000 | repo          | tag    |
      test:5000/repo@F                       | test:5000 | repo          |        | F
      test:5000/repo:tag@F                   | test:5000 | repo          | tag    | F
      foo.com:99999/bar                      | foo.com:99999 | bar       |        |
      test-com:8080/foo                      | test-com:8080 | foo       |        |
      sub-dom1.foo.com/bar/baz/quux:some-long-tag | sub-dom1.foo.com | bar/baz/quux | some-long-tag |
      b.gcr.io/test.example.com/my-app:test.example.com | b.gcr.io | test.example.com/my-app | test.example.com |
      xn--n3h.com/myimage:xn--n3h.com        | xn--n3h.com | myimage     | xn--n3h.com |
      192.168.1.1                            | docker.io | library/192.168.1.1 |  |
      192.168.1.1:5000                       | docker.io | library/192.168.1.1 | 5000 |
      192.168.1.1/repo                       | 192.168.1.1 | repo        |        |
      192.168.1.1:5000/repo:5050             | 192.168.1.1:5000 | repo   | 5050   |
      127.0.0.1:8000/private/moonbase        | 127.0.0.1:8000 | private/moonbase |  |
      [2001:db8::1]/repo                     | [2001:db8::1] | repo      |        |
      [2001:db8:1:2:3:4:5:6]/repo:tag        | [2001:db8:1:2:3:4:5:6] | repo | tag |
      [2001:db8::1]:5000/repo:tag@F          | [2001:db8::1]:5000 | repo | tag    | F
      [::1]:5000/repo                        | [::1]:5000 | repo         |        |
      [fc00::1]:5000/docker/docker           | [fc00::1]:5000 | docker/docker |    |
      test_com/foo                           | docker.io | test_com/foo  |        |
      a_b.com/c                              |           | a_b.com/c     |        |
      a_b.com/c:1                            |           | a_b.com/c     | 1      |
      foo_bar.com:8080                       | docker.io | library/foo_bar.com | 8080 |
      a__b                                   | docker.io | library/a__b  |        |
      a--b                                   | docker.io | library/a--b  |        |
      docker---rules/docker                  | docker.io | docker---rules/docker | |
      dock__er/docker                        | docker.io | dock__er/docker |      |
      a:_x                                   | docker.io | library/a     | _x     |
      a:TAG                                  | docker.io | library/a     | TAG    |
      a:x-._                                 | docker.io | library/a     | x-._   |
      sha256:abc                             | docker.io | library/sha256 | abc   |
      1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3 | docker.io \
        | library/1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3 | |
      thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev | docker.io \
        | library/thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev | |
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = PARTS)
  void aNameIsCutAsDockerCutsIt(
      String typed,
      @Nullable String domain,
      String path,
      @Nullable String tag,
      @Nullable String digest) {
    var expected =
        new Reference(
            domain == null ? "" : domain, path, tag, digest == null ? null : Digest.parse(SHA256));
    assertEquals(expected, Reference.parse(whole(typed)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = PARTS)
  void whatIsPrintedIsReadBackAsTheSame(String typed) {
    var reference = Reference.parse(whole(typed));
    assertEquals(reference, Reference.parse(reference.canonical()));
    assertEquals(reference, Reference.parse(reference.familiar()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nginx                       | nginx                 | docker.io/library/nginx
          library/nginx:1             | nginx:1               | docker.io/library/nginx:1
          docker.io/library/nginx@F   | nginx@F               | docker.io/library/nginx@F
          index.docker.io/nginx:1@F   | nginx:1@F             | docker.io/library/nginx:1@F
          library/a/b                 | library/a/b           | docker.io/library/a/b
          docker.io/u/app:2           | u/app:2               | docker.io/u/app:2
          quay.io/library/nginx       | quay.io/library/nginx | quay.io/library/nginx
          localhost/x:1               | localhost/x:1         | localhost/x:1
          [::1]:5000/a                | [::1]:5000/a          | [::1]:5000/a
          a_b.com/c                   | a_b.com/c             | a_b.com/c
          """)
  void aNameHasAFamiliarAndACanonicalForm(String typed, String familiar, String canonical) {
    var reference = Reference.parse(whole(typed));
    assertEquals(whole(familiar), reference.familiar());
    assertEquals(whole(canonical), reference.canonical());
    assertEquals(whole(canonical), reference.toString());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a ",
        " a",
        "a\n",
        "https://github.com/docker/docker",
        "-docker",
        ":tag",
        "@" + "sha256:ffffffffffffffffffffffffffffffff",
        "a:",
        "a@",
        "a:b:c",
        "a//b",
        "/a",
        "a/",
        "docker///docker",
        "docker.io/docker///docker",
        "docker/",
        "docker.io/",
        "-docker/docker",
        "docker-/docker",
        "-docker.io/docker/docker",
        "_docker/_docker",
        "____/____",
        "a..b",
        "a___b",
        "a.-b",
        "a-.b",
        "dock..er/docker",
        "dock_.er/docker",
        "dock-.er/docker",
        "a_",
        "a.",
        "a-",
        ".a",
        "a:.x",
        "a:-x",
        "a:x/y",
        "a.b:x/y",
        "a:\u00e9",
        "aa/asdf$$^/aa",
        "[fc00::1]",
        "[fc00::1]:5000",
        "[::1]:tag",
        "fc00::1:5000/debian",
        "[fe80::1%eth0]:5000/debian",
        "[2001:db8:3:4::192.0.2.33]:5000/debian",
        "[]/a",
        "[::1/x",
        "[::1]x/y",
        "x:1@sha256:abc",
        "x@sha256:fffffffffffffffffffffffffffffff",
        "x@:ffffffffffffffffffffffffffffffff",
        "x@sha256:ffffffffffffffffffffffffffffffffg",
        "x@256:ffffffffffffffffffffffffffffffff",
        "x@sha--256:ffffffffffffffffffffffffffffffff",
        "a.com:/x",
        "a..com/x",
        "a-.com/x",
        "a.com./x",
        "..",
        "../a",
        "a/../b"
      })
  void whatIsNoNameIsRefused(String typed) {
    assertRefused("invalid reference format", typed);
  }

  @Test
  void refusalsCarryDockersTexts() {
    var lowerCase = " must be lowercase";
    assertRefused("invalid reference format: repository name (library/JT)" + lowerCase, "JT");
    assertRefused("invalid reference format: repository name (library/JT)" + lowerCase, "JT:9");
    assertRefused("invalid reference format: repository name (library/A b)" + lowerCase, "A b");
    assertRefused(
        "invalid reference format: repository name (docker/Docker)" + lowerCase, "docker/Docker");
    assertRefused(
        "invalid reference format: repository name (Up/low)" + lowerCase, "a:50/Up/low:t");
    assertRefused(
        "invalid reference format: repository name (\u00c9)" + lowerCase, "localhost/\u00c9");
    assertRefused(
        "invalid reference format: repository name (library/x@SHA256)" + lowerCase,
        "x@SHA256:" + F64);
    assertRefused("repository name" + lowerCase, "A_b/c");
    assertRefused("repository name" + lowerCase, "A_b/c:x");
    assertRefused("repository name" + lowerCase, "a:\u212a");
    var hex = "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a";
    assertRefused(
        "invalid repository name (" + hex + "), cannot specify 64-byte hexadecimal strings", hex);
    assertEquals("library/" + hex, Reference.parse("docker.io/" + hex).path());
  }

  @Test
  void digestsMustBeOfAKnownAlgorithmWithItsLengthInLowerCase() {
    assertRefused("unsupported digest algorithm", "x@md5:" + F64);
    assertRefused("unsupported digest algorithm", "x@sha256+b64:" + F64);
    assertRefused("invalid checksum digest format", "x:y@SHA256:" + F64);
    assertRefused("invalid checksum digest format", "x@sha256:" + "F".repeat(64));
    assertRefused("invalid checksum digest length", "x@sha256:" + "f".repeat(32));
    assertRefused("invalid checksum digest length", "x@sha512:" + F64);
    assertEquals(
        new Digest("sha384", "f".repeat(96)),
        Reference.parse("x@sha384:" + "f".repeat(96)).digest());
    assertEquals(
        new Digest("sha512", "f".repeat(128)),
        Reference.parse("x@sha512:" + "f".repeat(128)).digest());
  }

  @Test
  void thePathHas255CharactersAtMostAndTheTag128() {
    var tooLong = "repository name must not be more than 255 characters";
    assertEquals("a".repeat(255), Reference.parse("example.com/" + "a".repeat(255) + ":t").path());
    assertRefused(tooLong, "example.com/" + "a".repeat(256) + ":tag");
    assertEquals(255, Reference.parse("a".repeat(247)).path().length());
    assertRefused(tooLong, "a".repeat(248));
    assertRefused(tooLong, "a".repeat(248) + "@md5:" + F64);
    assertEquals("t".repeat(128), Reference.parse("a:" + "t".repeat(128)).tag());
    assertRefused("invalid reference format", "a:" + "t".repeat(129));
  }

  @Test
  void theDefaultTagIsForNamesWithoutTagAndDigest() {
    assertEquals("nginx:latest", Reference.parse("nginx").withDefaultTag().familiar());
    assertEquals("nginx:1", Reference.parse("nginx:1").withDefaultTag().familiar());
    var digested = Reference.parse("nginx@" + SHA256);
    assertEquals(digested, digested.withDefaultTag());
  }

  @Test
  void partsCanBeExchanged() {
    var name = Reference.parse("quay.io/a/b:1@" + SHA256);
    assertEquals("quay.io/a/b", name.repository().canonical());
    assertEquals("quay.io/a/b:2@" + SHA256, name.withTag("2").canonical());
    var other = Digest.of(new byte[0]);
    assertEquals("quay.io/a/b:1@" + other, name.withDigest(other).canonical());
    var e = assertThrows(InvalidInput.class, () -> name.withTag("-foo"));
    assertEquals("invalid tag format", e.sentence());
    assertThrows(InvalidInput.class, () -> new Reference("", "a", null, null));
    assertThrows(InvalidInput.class, () -> new Reference("docker.io", "A", null, null));
    assertThrows(InvalidInput.class, () -> new Reference("a b", "a", null, null));
  }

  @Test
  void mutatedNamesAreReadOrRefusedAndReadBackAlike() {
    var random = new SplittableRandom(20260801);
    var corpus = new ArrayList<String>();
    PARTS.lines().forEach(line -> corpus.add(whole(line.split("\\|", -1)[0].strip())));
    String alphabet = "aZ09.:/@_-[]\u00e9 \u212aF";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
      for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
          default -> text.append(text, 0, at);
        }
      }
      assertReadBackAlike(text.toString());
    }
  }

  private static void assertReadBackAlike(String text) {
    try {
      var reference = Reference.parse(text);
      assertEquals(reference, Reference.parse(reference.canonical()), text);
    } catch (JimgException refused) {
      assertEquals(InvalidInput.class, refused.getClass(), text);
    }
    try {
      var query = ImageQuery.parse(text);
      assertEquals(query, ImageQuery.parse(text), text);
    } catch (JimgException refused) {
      assertEquals(InvalidInput.class, refused.getClass(), text);
    }
  }

  private static void assertRefused(String sentence, String typed) {
    var refusal = assertThrows(InvalidInput.class, () -> Reference.parse(typed), typed);
    assertEquals(sentence, refusal.sentence(), typed);
  }

  private static String whole(String text) {
    return text.replace("@F", "@" + SHA256);
  }
}
