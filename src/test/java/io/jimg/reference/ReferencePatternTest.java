package io.jimg.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencePatternTest {

  /// Go's own cases of path.Match.
  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      textBlock =
          """
          abc abc true
          * abc true
          *c abc true
          a* a true
          a* abc true
          a* ab/c false
          a*/b abc/b true
          a*/b a/c/b false
          a*b*c*d*e*/f axbxcxdxe/f true
          a*b*c*d*e*/f axbxcxdxexxx/f true
          a*b*c*d*e*/f axbxcxdxe/xxx/f false
          a*b*c*d*e*/f axbxcxdxexxx/fff false
          a*b?c*x abxbbxdbxebxczzx true
          a*b?c*x abxbbxdbxebxczzy false
          ab[c] abc true
          ab[b-d] abc true
          ab[e-g] abc false
          ab[^c] abc false
          ab[^b-d] abc false
          ab[^e-g] abc true
          a\\*b a*b true
          a\\*b ab false
          a?b a☺b true
          a[^a]b a☺b true
          a???b a☺b false
          a[^a][^a][^a]b a☺b false
          [a-ζ]* α true
          *[a-ζ] A false
          a?b a/b false
          a*b a/b false
          [\\]a] ] true
          [\\-] - true
          [x\\-] x true
          [x\\-] - true
          [x\\-] z false
          [\\-x] x true
          [\\-x] - true
          [\\-x] a false
          []a] ] error
          [-] - error
          [x-] x error
          [x-] - error
          [x-] z error
          [-x] x error
          [-x] - error
          [-x] a error
          \\ a error
          [a-b-c] a error
          [ a error
          [^ a error
          [^bc a error
          a[ a error
          a[ ab error
          a[ x error
          a/b[ x error
          *x xxx true
          """)
  void aPatternMatchesAsInGo(String pattern, String name, String expected) {
    var parsed = new ReferencePattern(pattern);
    if (expected.equals("error")) {
      var error = assertThrows(InvalidInput.class, () -> parsed.matches(name));
      assertEquals("syntax error in pattern", error.sentence());
    } else {
      assertEquals(Boolean.parseBoolean(expected), parsed.matches(name));
    }
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          foo/**/ba[rz] foo false
          foo/**/ba[rz] foo/any/bat false
          foo/**/ba[rz] foo/a/bar true
          foo/**/ba[rz] foo/c/baz:tag true
          foo/*/baz:tag foo/c/baz:tag true
          */foo/c/baz example.com/foo/c/baz:tag true
          busy*:*libc busybox:1.36-glibc true
          busybox docker.io/library/busybox:1 true
          docker.io/library/busybox busybox false
          * busybox:1 true
          * u/busybox:1 false
          *:1 busybox:1 true
          """)
  void aReferenceMatchesByItsFamiliarFormWithOrWithoutTag(
      String pattern, String reference, boolean expected) {
    assertEquals(expected, new ReferencePattern(pattern).matches(Reference.parse(reference)));
  }

  @Test
  void mutatedPatternsMatchOrAreRefused() {
    var random = new SplittableRandom(20260802);
    String alphabet = "a-z*?[]^\\/b☺:";
    for (int i = 0; i < 20_000; i++) {
      var pattern = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        pattern.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        boolean _ = new ReferencePattern(pattern.toString()).matches("a/bz:-☺");
      } catch (InvalidInput refused) {
        assertEquals("syntax error in pattern", refused.sentence());
      }
    }
  }
}
