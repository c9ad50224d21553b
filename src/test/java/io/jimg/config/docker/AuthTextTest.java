package io.jimg.config.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.config.docker.Credential.Basic;
import io.jimg.error.InvalidInput;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthTextTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "YTpi,         a, b",
    "YTo=,         a, ''",
    "YTpiOmM=,     a, b:c",
    "YTrDqQ==,     a, é",
    "YTpiAAA=,     a, b",
    "YT|pi||,       a, b",
    "YTpi|YTpi,     a, ba:b",
  })
  void aUserAndAPasswordAreDecoded(String auth, String user, String password) {
    assertEquals(new Basic(user, password), AuthText.decode(auth.replace('|', '\n')));
  }

  /// Positions as Go's encoding/base64 reports them.
  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "Y, 0",
    "YW, 0",
    "YWI, 0",
    "YWJjY, 4",
    "YWJjYW, 4",
    "YWJj!, 4",
    "Y!Jj, 1",
    "=, 0",
    "Y===, 1",
    "YW=, 3",
    "YW=x, 2",
    "YWI==, 4",
    "YWI=x, 4",
    "YW==x, 4",
    "YW==YW==, 4",
    "é, 0",
    "Yé==, 1",
  })
  void badBase64IsReportedWithItsPosition(String auth, int position) {
    var refusal = assertThrows(InvalidInput.class, () -> AuthText.decode(auth));
    assertEquals("illegal base64 data at input byte " + position, refusal.sentence());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"YWJj", "OmI=", "''"})
  void withoutUserAndColonItIsNoAuth(String auth) {
    var refusal = assertThrows(InvalidInput.class, () -> AuthText.decode(auth));
    assertEquals("Invalid auth configuration file", refusal.sentence());
  }

  @Test
  void whatIsEncodedIsDecoded() {
    var random = new SplittableRandom(20260805);
    for (int i = 0; i < 2_000; i++) {
      var password = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        password.appendCodePoint(random.nextInt(1, 0xd800));
      }
      var basic = new Basic("user", password.toString());
      assertEquals(basic, AuthText.decode(AuthText.encode("user", basic.password())));
    }
  }
}
