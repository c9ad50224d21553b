package io.jimg.registry.conversation;

import static io.jimg.registry.Fixture.failure;
import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.docker.Credential;
import io.jimg.oci.Descriptor;
import io.jimg.registry.Fixture;
import io.jimg.registry.RegistryClient;
import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Request;
import io.jimg.testing.Sample;
import io.jimg.testing.Tls;
import io.jimg.testing.TokenServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

  private static final Sample.Image IMAGE = Images.hello("hello");
  private static final Descriptor CONFIG = IMAGE.config();
  private static final Credential ANN = new Credential.Basic("ann", "secret");

  private final FakeRegistry registry = FakeRegistry.start().serve("a/b", "1", IMAGE);
  private final FakeRegistry store = FakeRegistry.start().serve("a/b", "1", IMAGE);
  private final Fixture fixture = new Fixture();
  private final RegistryClient client = fixture.client(ANN);

  @AfterEach
  void close() {
    client.close();
    registry.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aPasswordStaysWithItsRegistry(int status) {
    registry.protect(new Access.Basic("ann", "secret"));
    registry.fault(
        Match.blobs().and(Match.header("Authorization")), Faults.redirectTo(status, store.uri()));
    assertArrayEquals(IMAGE.configBytes(), config());
    assertSecretsStayed();
  }

  @Test
  void aTokenStaysWithItsRegistry() {
    registry.protect(new Access.Token(new TokenServer().user("ann", "secret")));
    registry.fault(Match.blobs().and(Match.header("Authorization")), Faults.redirectTo(store));
    assertArrayEquals(IMAGE.configBytes(), config());
    assertSecretsStayed();
  }

  @Test
  void aStoreThatAsksForSecretsGetsNone() {
    for (var access :
        List.of(
            new Access.Basic("ann", "secret"),
            new Access.Token(new TokenServer().user("ann", "secret")))) {
      store.protect(access);
      registry.heal();
      registry.fault(Match.blobs(), Faults.redirectTo(store));
      assertEquals("unauthorized: authentication required", failure(this::config));
    }
    assertSecretsStayed();
    assertEquals(2, store.requests().size());
  }

  @Test
  void aWayOutAndBackBringsNoSecretBack() {
    registry.protect(new Access.Basic("ann", "secret"));
    registry.fault(Match.blobs().and(Match.header("Authorization")), Faults.redirectTo(store));
    store.fault(Match.blobs(), Faults.redirectTo(registry));
    assertEquals("unauthorized: authentication required", failure(this::config));
    assertSecretsStayed();
    assertNull(registry.requests().getLast().header("Authorization"));
  }

  @Test
  void withinTheRegistryASecretStaysOn() {
    registry.protect(new Access.Basic("ann", "secret"));
    registry.fault(Match.blobs().and(Match.header("Authorization")), Faults.redirectChain(3));
    assertArrayEquals(IMAGE.configBytes(), config());
    assertEquals(5, registry.requests().size());
  }

  @Test
  void circlesAndLongChainsAreLeft() {
    registry.fault(Match.blobs(), Faults.redirectLoop());
    assertEquals(
        "Get \"http://"
            + registry.host()
            + "/v2/a/b/blobs/"
            + CONFIG.digest()
            + "\": stopped after 10 redirects",
        failure(this::config));
    assertEquals(11, registry.requests().size());
  }

  @Test
  void aManifestMayBeRedirectedToo() {
    registry.fault(Match.manifests(), Faults.redirectTo(store));
    assertEquals(IMAGE.descriptor(), client.manifest(name(registry, "a/b:1")).descriptor());
    String accept = store.requests().getFirst().header("Accept");
    assertTrue(accept != null && accept.contains("manifest.list"));
  }

  @Test
  void httpsIsNotLeftForHttp() {
    var authority = Tls.authority("nobody");
    try (var secure =
        FakeRegistry.startTls(authority.issue("127.0.0.1")).serve("a/b", "1", IMAGE)) {
      secure.fault(Match.blobs(), Faults.redirectTo(store));
      assertTrue(
          failure(() -> client.content(name(secure, "a/b"), CONFIG))
              .endsWith(" is refused: it leads from https to http"));
      registry.fault(Match.blobs(), Faults.redirectTo(secure));
      secure.heal();
      assertArrayEquals(IMAGE.configBytes(), config());
    }
    assertEquals(List.of(), store.lines());
  }

  @Test
  void aTokenServerMayNotSendUsInwardOrToHttp() {
    registry.protect(new Access.Token(new TokenServer().user("ann", "secret")));
    for (String place : List.of("http://169.254.169.254/latest/", "http://0.0.0.0/", "ftp://x/")) {
      registry.heal();
      registry.forget();
      registry.fault(Match.token(), Faults.redirect(place));
      failure(this::config);
      assertEquals(1, registry.count(Match.token()));
    }
  }

  @Test
  void aPasswordDoesNotFollowTheTokenServersRedirect() {
    registry.protect(new Access.Token(new TokenServer().user("ann", "secret")));
    registry.fault(Match.token(), Faults.redirectTo(store));
    store.fault(Match.token(), Faults.answer(200, Map.of(), "{\"token\":\"t\"}"));
    failure(this::config);
    assertTrue(store.requests().size() > 0);
    assertSecretsStayed();
  }

  @Test
  void aRealmWithoutTlsIsRefusedByARegistryWithTls() {
    var authority = Tls.authority("nobody");
    try (var secure = FakeRegistry.startTls(authority.issue("127.0.0.1"))) {
      secure.fault(
          Match.any(),
          Faults.answer(
              401, Map.of("WWW-Authenticate", "Bearer realm=\"" + store.uri() + "token\""), ""));
      assertEquals(
          "Get \"https://"
              + secure.host()
              + "/v2/a/b/manifests/1\": token auth challenge realm "
              + store.uri()
              + "token is refused: it leads from https to http",
          failure(() -> client.manifest(name(secure, "a/b:1"))));
    }
    assertEquals(List.of(), store.lines());
  }

  @Test
  void foreignLayersAreNotFetchedFromTheirUrls() {
    var foreign =
        new Descriptor(
            CONFIG.mediaType(),
            Images.hello("elsewhere").id(),
            7,
            null,
            Map.of(),
            List.of(store.uri() + "layer"));
    assertEquals("unknown blob", failure(() -> client.content(name(registry, "a/b"), foreign)));
    assertEquals(List.of(), store.lines());
  }

  private byte[] config() {
    return client.content(name(registry, "a/b"), CONFIG);
  }

  private void assertSecretsStayed() {
    assertEquals(
        List.of(),
        store.requests().stream()
            .filter(Match.header("Authorization").or(Match.header("Cookie")))
            .map(Request::line)
            .toList());
  }
}
