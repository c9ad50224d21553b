package io.jimg.registry.conversation;

import static io.jimg.testing.Match.blobs;
import static io.jimg.testing.Match.get;
import static io.jimg.testing.Match.manifests;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.CertificateDirectories;
import io.jimg.config.docker.Credential;
import io.jimg.config.network.ProxyRules;
import io.jimg.error.IntegrityFailure;
import io.jimg.reference.Reference;
import io.jimg.registry.Fixture;
import io.jimg.registry.RegistryClient;
import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import io.jimg.testing.Tls;
import io.jimg.testing.TokenServer;
import io.jimg.testing.TunnelProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mirrors of the Hub, and a Hub behind them: a registry with a certificate for the Hub's name,
/// reached through a proxy.
class MirrorsTest {

  private static final Reference NAME = Reference.parse("test/app:1");
  private static final Credential HUB_USER = new Credential.Basic("ann", "hub-password");

  @TempDir Path directory;
  private final Sample.Image image = Images.large(1, 300_000);
  private final Fixture fixture = new Fixture();
  private final List<String> askedFor = new ArrayList<>();
  private TunnelProxy proxy;
  private FakeRegistry hub;
  private FakeRegistry mirror;
  private RegistryClient client;

  @BeforeEach
  void start() {
    var authority = Tls.authority("ours");
    authority.writeCertificate(directory.resolve("ca.pem"));
    hub = FakeRegistry.startTls(authority.issue("registry-1.docker.io"));
    hub.serve("test/app", "1", image);
    mirror = FakeRegistry.start();
    proxy = TunnelProxy.start().leading("registry-1.docker.io:443", hub.host());
    client = client(mirror.uri().toString());
  }

  @AfterEach
  void stop() {
    client.close();
    proxy.close();
    hub.close();
    mirror.close();
  }

  private RegistryClient client(String... mirrors) {
    var env =
        Map.of(
            "HTTPS_PROXY",
            "127.0.0.1:" + proxy.port(),
            "SSL_CERT_FILE",
            directory.resolve("ca.pem").toString());
    var settings =
        fixture
            .settings()
            .withProxies(ProxyRules.of(env))
            .withCertificates(CertificateDirectories.of(env, null))
            .withMirrors(List.of(mirrors));
    return new RegistryClient(settings, this::credential);
  }

  private Credential credential(String host) {
    askedFor.add(host);
    return host.equals(Reference.HUB) ? HUB_USER : Credential.ANONYMOUS;
  }

  private byte[] layer(int offset) {
    var got = new ByteArrayOutputStream();
    var layer = image.layers().getFirst().descriptor();
    client.blob(
        NAME,
        layer,
        offset,
        body -> {
          try {
            body.transferTo(got);
          } catch (IOException e) {
            throw new AssertionError("a blob body throws none", e);
          }
        });
    return got.toByteArray();
  }

  @Test
  void aMirrorThatHasItIsTheOnlyOneToBeAsked() {
    mirror.serve("test/app", "1", image);
    assertEquals(image.digest(), client.head(NAME));
    assertEquals(image.digest(), client.manifest(NAME).descriptor().digest());
    assertArrayEquals(image.layers().getFirst().stored(), layer(0));
    assertEquals(List.of("1"), client.tags(NAME.repository()));
    assertEquals(List.of(), hub.lines());
    assertEquals(4, mirror.requests().size());
  }

  @Test
  void whatAMirrorDoesNotHaveTheHubHas() {
    assertEquals(image.digest(), client.manifest(NAME).descriptor().digest());
    assertArrayEquals(image.layers().getFirst().stored(), layer(0));
    assertEquals(List.of("1"), client.tags(NAME.repository()));
    assertEquals(mirror.lines(), hub.lines());
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void mirrorsAreAskedInOrderAndADeadOneOnce() {
    mirror.serve("test/app", "1", image);
    client.close();
    client = client("http://127.0.0.1:1/", mirror.uri().toString());
    client.manifest(NAME);
    client.manifest(NAME);
    assertEquals(1, fixture.trace.stream().filter(line -> line.contains("127.0.0.1:1/")).count());
    assertEquals(2, mirror.requests().size());
    assertEquals(List.of(), hub.lines());
  }

  @Test
  void aMirrorIsTriedOnceWhateverItsTrouble() {
    mirror.serve("test/app", "1", image);
    mirror.fault(manifests(), Faults.answer(503).once());
    mirror.fault(manifests(), Faults.tooManyRequests("30").once());
    client.manifest(NAME);
    client.manifest(NAME);
    assertEquals(2, mirror.requests().size());
    assertEquals(2, hub.requests().size());
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void aMirrorMayHaveAPath() {
    client.close();
    client = client(mirror.uri() + "hub/");
    client.tags(NAME.repository());
    assertEquals(List.of("GET /hub/v2/test/app/tags/list"), mirror.lines());
  }

  @Test
  void theHubsPasswordIsForTheHub() {
    mirror.serve("test/app", "1", image).protect(new Access.Basic("ann", "hub-password"));
    client.manifest(NAME);
    assertEquals(1, mirror.requests().size());
    mirror.protect(new Access.Token(new TokenServer().noAnonymousPull()));
    client.close();
    client = client(mirror.uri().toString());
    client.manifest(NAME);
    assertTrue(mirror.requests().stream().allMatch(r -> secretless(r.header("Authorization"))));
    assertTrue(askedFor.contains(mirror.host()), askedFor::toString);
  }

  private static boolean secretless(@org.jspecify.annotations.Nullable String header) {
    return header == null || header.startsWith("Bearer ");
  }

  @Test
  void aTransferThatAMirrorBreaksOffGoesOnAtTheHub() {
    mirror.serve("test/app", "1", image);
    mirror.fault(blobs().and(get()), Faults.cutAfter(200_000));
    assertArrayEquals(image.layers().getFirst().stored(), layer(0));
    var ranges = hub.requests().stream().map(request -> request.header("Range")).toList();
    assertEquals(1, ranges.size());
    assertFalse(ranges.contains(null), "the Hub sends the rest alone");
    hub.fault(blobs(), Faults.answer(503));
    byte[] stored = image.layers().getFirst().stored();
    assertArrayEquals(Arrays.copyOfRange(stored, 100_000, stored.length), layer(100_000));
  }

  @Test
  void wrongContentOfAMirrorIsNotTakenAndItIsAskedNoMore() {
    mirror.serve("test/app", "1", image);
    mirror.fault(manifests(), Faults.corrupt(20));
    var pinned = NAME.repository().withDigest(image.digest());
    assertEquals(image.digest(), client.manifest(pinned).descriptor().digest());
    client.manifest(pinned);
    assertEquals(1, mirror.requests().size());
    client.close();
    client = client(mirror.uri().toString());
    mirror.fault(blobs(), Faults.lengthen(7));
    assertThrows(IntegrityFailure.class, () -> layer(0));
    assertTrue(client.distrustMirrors(NAME));
    assertFalse(client.distrustMirrors(NAME));
    assertArrayEquals(image.layers().getFirst().stored(), layer(0));
  }

  @Test
  void aPageForPeopleIsNoAnswerOfAMirror() {
    mirror.fault(manifests(), Faults.html(200));
    assertEquals(image.digest(), client.manifest(NAME).descriptor().digest());
  }

  @Test
  void otherRegistriesHaveNoMirrors() {
    mirror.serve("test/app", "1", image);
    try (var other = FakeRegistry.start().serve("test/app", "1", image)) {
      client.manifest(Fixture.name(other, "test/app:1"));
      assertEquals(List.of(), mirror.lines());
      assertFalse(client.distrustMirrors(Fixture.name(other, "test/app")));
    }
  }

  @Test
  void nobodyHasIt() {
    hub.fault(manifests(), Faults.answer(io.jimg.server.ErrorCode.MANIFEST_UNKNOWN));
    assertEquals(
        "manifest for test/app:1 not found: manifest unknown",
        Fixture.failure(() -> client.manifest(NAME)).split(": manifest unknown$")[0]);
    assertNull(client.head(NAME));
  }
}
