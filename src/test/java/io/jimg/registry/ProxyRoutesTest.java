package io.jimg.registry;

import static io.jimg.registry.Fixture.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.Credential;
import io.jimg.config.InsecureRegistries;
import io.jimg.config.ProxyRules;
import io.jimg.error.Unsupported;
import io.jimg.reference.Reference;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.RawServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyRoutesTest {

  private static final String END = "Content-Length: 0\r\nConnection: close\r\n\r\n";
  private static final String FORBIDDEN = "HTTP/1.1 403 Forbidden\r\n" + END;
  private static final String AUTHENTICATE =
      "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n" + END;

  private final Fixture fixture = new Fixture();

  @Test
  void aTunnelIsAskedForAndItsRefusalTold() {
    try (var proxy = RawServer.answering(FORBIDDEN);
        var client = client(Map.of("HTTPS_PROXY", "http://" + proxy.host()))) {
      assertEquals(
          "Get \"https://registry.test/v2/a/manifests/1\": proxyconnect tcp: 403",
          failure(() -> client.manifest(Reference.parse("registry.test/a:1"))));
      assertTrue(proxy.requests().getFirst().startsWith("CONNECT registry.test:443 HTTP/1.1\r\n"));
      assertFalse(proxy.requests().getFirst().contains("Proxy-Authorization"));
    }
  }

  @Test
  void aPasswordIsShownToTheProxyOnce() {
    try (var proxy = RawServer.answering(AUTHENTICATE);
        var client = client(Map.of("HTTPS_PROXY", "http://ann:pw@" + proxy.host()))) {
      assertEquals(
          "Get \"https://registry.test/v2/a/manifests/1\": Proxy Authentication Required",
          failure(() -> client.manifest(Reference.parse("registry.test/a:1"))));
      assertTrue(
          proxy.requests().getLast().contains("Proxy-Authorization: Basic YW5uOnB3\r\n"),
          proxy.requests().toString());
    }
  }

  @Test
  void aProxyThatIsNotThereIsNamed() {
    try (var client = client(Map.of("HTTPS_PROXY", "127.0.0.1:1"))) {
      assertEquals(
          "Get \"https://registry.test/v2/a/manifests/1\": proxyconnect tcp: dial tcp 127.0.0.1:1:"
              + " connect: connection refused",
          failure(() -> client.manifest(Reference.parse("registry.test/a:1"))));
    }
  }

  @Test
  void plainHttpIsPassedOnAndLoopbackNeedsNoProxy() {
    var image = Images.hello("hello");
    try (var proxy = FakeRegistry.start().serve("a", "1", image);
        var tunnel = RawServer.answering("not a proxy\r\n\r\n");
        var client =
            client(Map.of("HTTP_PROXY", "http://" + proxy.host(), "HTTPS_PROXY", tunnel.host()))) {
      client.manifest(Reference.parse("registry.test:5000/a:1"));
      assertEquals("registry.test:5000", proxy.requests().getFirst().header("Host"));
      client.manifest(Reference.parse(proxy.host() + "/a:1"));
      assertEquals(proxy.host(), proxy.requests().getLast().header("Host"));
    }
  }

  @Test
  void aProxyThatWantsTlsIsNotSupported() {
    try (var client = client(Map.of("HTTPS_PROXY", "https://proxy.test"))) {
      assertEquals(
          "proxies of scheme https are not supported",
          assertThrows(
                  Unsupported.class, () -> client.manifest(Reference.parse("registry.test/a:1")))
              .sentence());
    }
  }

  private RegistryClient client(Map<String, String> env) {
    var settings =
        fixture
            .settings()
            .withInsecure(InsecureRegistries.of(List.of("registry.test:5000")))
            .withProxies(ProxyRules.of(env));
    return new RegistryClient(settings, _ -> Credential.ANONYMOUS);
  }
}
