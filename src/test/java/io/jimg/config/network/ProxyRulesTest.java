package io.jimg.config.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.config.docker.Credential;
import io.jimg.config.docker.Credential.Basic;
import io.jimg.config.network.ProxyRules.Proxy;
import io.jimg.error.InvalidInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {

  private static final Map<String, String> BOTH =
      Map.of("HTTP_PROXY", "http://plain:3128", "HTTPS_PROXY", "http://secure:3129");

  @Test
  void eachSchemeHasItsProxy() {
    var rules = ProxyRules.of(BOTH);
    assertEquals(anonymous("http", "plain", 3128), rules.forUrl("http", "quay.io", 0));
    assertEquals(anonymous("http", "secure", 3129), rules.forUrl("https", "quay.io", 443));
    assertNull(rules.forUrl("ftp", "quay.io", 0));
    assertNull(ProxyRules.of(Map.of()).forUrl("https", "quay.io", 0));
    assertNull(ProxyRules.of(Map.of("HTTP_PROXY", "p")).forUrl("https", "quay.io", 0));
  }

  @Test
  void upperCaseVariablesComeBeforeLowerCase() {
    var lower = ProxyRules.of(Map.of("https_proxy", "low", "HTTPS_PROXY", ""));
    assertEquals(anonymous("http", "low", 80), lower.forUrl("https", "quay.io", 0));
    var both = ProxyRules.of(Map.of("https_proxy", "low", "HTTPS_PROXY", "up"));
    assertEquals(anonymous("http", "up", 80), both.forUrl("https", "quay.io", 0));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "proxy,                      http,   proxy, 80",
    "proxy:3128,                 http,   proxy, 3128",
    "http://proxy,               http,   proxy, 80",
    "HTTP://proxy/path?q#f,      http,   proxy, 80",
    "https://proxy,              https,  proxy, 443",
    "socks5://proxy,             socks5, proxy, 1080",
    "socks5://proxy:9050,        socks5, proxy, 9050",
    "socks5h://proxy:9050,       socks5h, proxy, 9050",
    "http://[::1]:3128,          http,   ::1,   3128",
    "http://[fd00::1],           http,   fd00::1, 80",
    "http://proxy:,              http,   proxy, 80",
    "10.0.0.1:8080,              http,   10.0.0.1, 8080",
  })
  void aProxyIsAUrlOrAHost(String value, String scheme, String host, int port) {
    assertEquals(
        anonymous(scheme, host, port),
        ProxyRules.of(Map.of("HTTPS_PROXY", value)).forUrl("https", "quay.io", 0));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"http://", "'a b'", "proxy:99999", "proxy:x", "://", "ftp://proxy:1"})
  void whatIsNoProxyIsReportedWithoutItsSecrets(String value) {
    var rules = ProxyRules.of(Map.of("HTTPS_PROXY", value));
    var refusal = assertThrows(InvalidInput.class, () -> rules.forUrl("https", "quay.io", 0));
    assertEquals("invalid proxy address in HTTPS_PROXY", refusal.sentence());
    assertNull(rules.forUrl("http", "quay.io", 0));
    assertNull(rules.forUrl("https", "localhost", 0));
  }

  @Test
  void aProxyMayWantACredential() {
    var rules = ProxyRules.of(Map.of("HTTPS_PROXY", "http://u:p%40%3a%zz@proxy:3128"));
    var proxy = new Proxy("http", "proxy", 3128, new Basic("u", "p@:%zz"));
    assertEquals(proxy, rules.forUrl("https", "quay.io", 0));
    assertEquals(
        "Proxy[scheme=http, host=proxy, port=3128,"
            + " credential=Basic[username=u, password=***]]",
        proxy.toString());
  }

  /// The cases of golang.org/x/net/http/httpproxy, and more.
  @ParameterizedTest(name = "{1} past {0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0/8           | 10.1.2.3         | true
          10.0.0.0/8           | 11.1.2.3         | false
          10.1.2.3/8           | 10.9.9.9         | true
          10.0.0.0/33          | 10.0.0.1         | false
          10.0.0.0/08          | 10.1.2.3         | true
          10.0.0.0/            | 10.1.2.3         | false
          fd00::/8             | fd12::1          | true
          fd00::/8             | fe12::1          | false
          192.168.1.1          | 192.168.1.1      | true
          192.168.1.1:5000     | 192.168.1.1:5000 | true
          192.168.1.1:5000     | 192.168.1.1:5001 | false
          192.168.1.1:443      | 192.168.1.1      | true
          192.168.01.1         | 192.168.1.1      | false
          [fd00::1]:5000       | fd00::1:5000     | false
          foo.com              | foo.com          | true
          foo.com              | FOO.com          | true
          foo.com              | bar.foo.com      | true
          foo.com              | barfoo.com       | false
          .foo.com             | foo.com          | false
          .foo.com             | bar.foo.com      | true
          *.foo.com            | bar.foo.com      | true
          *.foo.com            | foo.com          | false
          foo.com:443          | foo.com          | true
          foo.com:5000         | foo.com          | false
          foo.com:5000         | a.foo.com:5000   | true
          *                    | anything.io      | true
          x, *                 | anything.io      | true
          ' , a.io , b.io '    | b.io             | true
          :443                 | quay.io          | false
          bücher.example       | xn--bcher-kva.example | true
                               | quay.io          | false
                               | localhost        | true
                               | localhost:5000   | true
                               | LOCALHOST        | false
                               | 127.0.0.1:5000   | true
                               | 127.9.9.9        | true
                               | ::1              | true
                               | 1.2.3            | false
          """)
  void noProxyTakesHostsOut(@Nullable String noProxy, String hostPort, boolean direct) {
    var env = Map.of("HTTPS_PROXY", "p", "NO_PROXY", noProxy == null ? "" : noProxy);
    var split = HostPort.split(hostPort);
    String host = split == null ? hostPort : split.host();
    int port = split == null ? 0 : Integer.parseInt(split.port());
    assertEquals(direct, ProxyRules.of(env).forUrl("https", host, port) == null);
  }

  @Test
  void inTheEnvironmentOfACgiProgramHttpProxyIsRefused() {
    var env =
        Map.of("HTTP_PROXY", "http://evil", "HTTPS_PROXY", "http://good", "REQUEST_METHOD", "GET");
    var rules = ProxyRules.of(env);
    var refusal = assertThrows(InvalidInput.class, () -> rules.forUrl("http", "quay.io", 0));
    assertEquals(
        "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy",
        refusal.sentence());
    assertEquals(anonymous("http", "good", 80), rules.forUrl("https", "quay.io", 0));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://proxy:3128, http://proxy:3128",
    "http://user:secret@proxy:3128, http://xxxxx:xxxxx@proxy:3128",
    "user:secret@proxy:3128, xxxxx:xxxxx@proxy:3128",
    "http://user:s/e@cret@proxy, http://xxxxx:xxxxx@proxy",
    "secret://@proxy, secret://xxxxx:xxxxx@proxy",
    "a:secret@b://c, xxxxx:xxxxx@b://c",
  })
  void whatIsShownOfAProxyHidesItsPassword(String proxy, String shown) {
    assertEquals(shown, ProxyRules.shown(Map.of("https_proxy", proxy), "HTTPS_PROXY"));
  }

  private static Proxy anonymous(String scheme, String host, int port) {
    return new Proxy(scheme, host, port, Credential.ANONYMOUS);
  }
}
