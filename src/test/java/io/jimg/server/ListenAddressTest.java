package io.jimg.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5000, 127.0.0.1, 5000",
    ":5000, 127.0.0.1, 5000",
    "0.0.0.0:0, 0.0.0.0, 0",
    "[::1]:65535, 0:0:0:0:0:0:0:1, 65535",
  })
  void readsHostAndPort(String text, String host, int port) {
    var address = ListenAddress.parse(text);
    assertEquals(host, address.getAddress().getHostAddress());
    assertEquals(port, address.getPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5000",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "::1:5000",
        "127.0.0.1:-1",
        "127.0.0.1:123456",
        "no host:1",
        "127.0.0.1:٣"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThrows(InvalidInput.class, () -> ListenAddress.parse(text));
  }
}
