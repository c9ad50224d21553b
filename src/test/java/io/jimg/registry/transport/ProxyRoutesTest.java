package io.jimg.registry.transport;

import static io.jimg.registry.Fixture.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.CertificateDirectories;
import io.jimg.config.docker.Credential;
import io.jimg.config.network.InsecureRegistries;
import io.jimg.config.network.ProxyRules;
import io.jimg.config.network.SocksPasswords;
import io.jimg.reference.Reference;
import io.jimg.registry.Fixture;
import io.jimg.registry.RegistryClient;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.RawServer;
import io.jimg.testing.Sample;
import io.jimg.testing.Tls;
import io.jimg.testing.TunnelProxy;
import java.net.Authenticator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRoutesTest {

  private static final String END = "Content-Length: 0\r\nConnection: close\r\n\r\n";
  private static final String FORBIDDEN = "HTTP/1.1 403 Forbidden\r\n" + END;
  private static final String AUTHENTICATE =
      "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n" + END;

  private static final Sample.Image IMAGE = Images.hello("hello");

  @TempDir Path directory;
  private final Fixture fixture = new Fixture();

  @Test
  void aTunnelIsAskedForAndItsRefusalTold() {
    try (var proxy = RawServer.answering(FORBIDDEN);
        var client = client(Map.of("HTTPS_PROXY", "http://" + proxy.host()))) {
      assertEquals(
          "Get \"https://registry.test/v2/a/manifests/1\": proxyconnect tcp: 403",
          failure(() -> client.manifest(Reference.parse("registry.test/a:1"))));
      assertEquals(1, proxy.requests().size());
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
      assertEquals(1, proxy.requests().size());
    }
  }

  @Test
  void aSocksProxyThatIsNotThereIsNamed() {
    try (var client = client(Map.of("HTTPS_PROXY", "socks5://127.0.0.1:1"))) {
      assertEquals(
          "Get \"https://registry.test/v2/a/manifests/1\": socks connect tcp"
              + " 127.0.0.1:1->registry.test:443: dial tcp 127.0.0.1:1: connect: connection"
              + " refused",
          failure(() -> client.manifest(Reference.parse("registry.test/a:1"))));
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

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void tlsPassesThroughProxiesOfHttpAndOfHttps(String scheme) {
    var authority = authority();
    try (var proxy =
            scheme.equals("http")
                ? TunnelProxy.start()
                : TunnelProxy.startTls(authority.issue("localhost"));
        var registry = FakeRegistry.startTls(authority.issue("registry.test"));
        var client = client(trusting(scheme + "://ann:p%40w@localhost:" + proxy.port()))) {
      registry.serve("a", "1", IMAGE);
      proxy.leading("registry.test:443", registry.host()).protect("ann", "p@w");
      client.manifest(Reference.parse("registry.test/a:1"));
      assertEquals(List.of("registry.test:443 ann:p@w"), proxy.asked());
      assertEquals(null, registry.requests().getFirst().header("Proxy-Authorization"));
    }
  }

  @Test
  void aProxyIsOnlySpokenToInTlsWhenItsCertificateIsGood() {
    var authority = authority();
    var other = authority.issue("other.test");
    try (var unknown = TunnelProxy.startTls(Tls.authority("nobody").issue("localhost"));
        var misnamed = TunnelProxy.startTls(other);
        var one = client(trusting("https://ann:pw@localhost:" + unknown.port()));
        var two = client(trusting("https://ann:pw@localhost:" + misnamed.port()))) {
      String refused = failure(() -> one.manifest(Reference.parse("registry.test/a:1")));
      assertTrue(refused.endsWith("x509: certificate signed by unknown authority"), refused);
      refused = failure(() -> two.manifest(Reference.parse("registry.test/a:1")));
      assertTrue(refused.contains("tls: "), refused);
      assertEquals(List.of(), unknown.asked());
      assertEquals(List.of(), misnamed.asked());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5", "socks5h"})
  void socksIsToldTheNameAndNotAnAddress(String scheme) {
    var authority = authority();
    try (var proxy = TunnelProxy.start();
        var registry = FakeRegistry.startTls(authority.issue("registry.test"));
        var client = client(trusting(scheme + "://127.0.0.1:" + proxy.port()))) {
      registry.serve("a", "1", IMAGE);
      proxy.leading("registry.test:443", registry.host());
      client.manifest(Reference.parse("registry.test/a:1"));
      assertEquals(List.of("registry.test:443"), proxy.asked());
      assertEquals(
          "Get \"https://elsewhere.test/v2/a/manifests/1\": socks connect tcp 127.0.0.1:"
              + proxy.port()
              + "->elsewhere.test:443: unknown error host unreachable",
          failure(() -> client.manifest(Reference.parse("elsewhere.test/a:1"))));
    }
  }

  @Test
  void aSocksProxyIsShownItsPassword() {
    var authority = authority();
    try (var proxy = TunnelProxy.start();
        var registry = FakeRegistry.startTls(authority.issue("registry.test"))) {
      registry.serve("a", "1", IMAGE);
      proxy.leading("registry.test:443", registry.host()).protect("ann", "p@w");
      for (String password : List.of("p%40w", "wrong")) {
        var env = trusting("socks5://ann:" + password + "@127.0.0.1:" + proxy.port());
        Authenticator.setDefault(SocksPasswords.of(env)); // as Main does
        try (var client = client(env)) {
          if (password.equals("wrong")) {
            String refused = failure(() -> client.manifest(Reference.parse("registry.test/a:1")));
            assertTrue(refused.endsWith(": username/password authentication failed"), refused);
          } else {
            client.manifest(Reference.parse("registry.test/a:1"));
          }
        }
      }
      assertEquals(List.of("registry.test:443 ann:p@w", "ann:wrong"), proxy.asked());
    } finally {
      Authenticator.setDefault(null);
    }
  }

  private Tls authority() {
    var authority = Tls.authority("ours");
    authority.writeCertificate(directory.resolve("ca.pem"));
    return authority;
  }

  private Map<String, String> trusting(String proxy) {
    return Map.of("HTTPS_PROXY", proxy, "SSL_CERT_FILE", directory.resolve("ca.pem").toString());
  }

  private RegistryClient client(Map<String, String> env) {
    var settings =
        fixture
            .settings()
            .withInsecure(InsecureRegistries.of(List.of("registry.test:5000")))
            .withCertificates(CertificateDirectories.of(env, null))
            .withProxies(ProxyRules.of(env));
    return new RegistryClient(settings, _ -> Credential.ANONYMOUS);
  }
}
