package io.jimg.registry.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth.docker.io            | ANYWHERE
          8.8.8.8                   | ANYWHERE
          172.32.0.1                | ANYWHERE
          100.128.0.1               | ANYWHERE
          [2001:db8::1]             | ANYWHERE
          a1.example.com            | ANYWHERE
          localhost                 | LOOPBACK
          LOCALHOST.                | LOOPBACK
          x.localhost               | LOOPBACK
          127.0.0.1                 | LOOPBACK
          127.255.0.9               | LOOPBACK
          127。0。0。1                | LOOPBACK
          １２７.0.0.1               | LOOPBACK
          [::1]                     | LOOPBACK
          [::ffff:127.0.0.1]        | LOOPBACK
          [::127.0.0.1]             | LOOPBACK
          [64:ff9b::7f00:1]         | LOOPBACK
          [2002:7f00:1::]           | LOOPBACK
          10.1.2.3                  | PRIVATE
          172.16.0.1                | PRIVATE
          192.168.0.1               | PRIVATE
          100.64.0.1                | PRIVATE
          [fd00::1]                 | PRIVATE
          [::ffff:10.0.0.1]         | PRIVATE
          169.254.169.254           | FORBIDDEN
          [fe80::1]                 | FORBIDDEN
          [::ffff:169.254.169.254]  | FORBIDDEN
          [64:ff9b::a9fe:a9fe]      | FORBIDDEN
          0.0.0.0                   | FORBIDDEN
          0.1.2.3                   | FORBIDDEN
          [::]                      | FORBIDDEN
          224.0.0.1                 | FORBIDDEN
          255.255.255.255           | FORBIDDEN
          2130706433                | FORBIDDEN
          2852039166                | FORBIDDEN
          0x7f000001                | FORBIDDEN
          0177.0.0.1                | FORBIDDEN
          127.1                     | FORBIDDEN
          127.0.0.1.                | LOOPBACK
          1.2.3.4.5                 | FORBIDDEN
          example.0x1               | FORBIDDEN
          """)
  void theHostOfAUrlTellsWhereItLeads(String host, Address expected) {
    var url = HttpUrl.parse("http://" + host + "/");
    assertNotNull(url);
    assertEquals(expected, Address.of(url.host()));
  }
}
