package io.jimg.registry.transport;

import static io.jimg.registry.Fixture.failure;
import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jimg.config.RegistryCertificates;
import io.jimg.reference.Reference;
import io.jimg.registry.Fixture;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.tls.RegistryTls;
import io.jimg.registry.tls.SystemTrust;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.RawServer;
import io.jimg.testing.Sample;
import io.jimg.testing.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportErrorsTest {

  private static final Sample.Image IMAGE = Images.hello("hello");

  @TempDir Path directory;
  private final Fixture fixture = new Fixture();
  private final RegistryClient client = fixture.client();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aRefusedConnectionIsToldAtOnce() {
    assertEquals(
        "Get \"http://127.0.0.1:1/v2/x/manifests/y\": dial tcp 127.0.0.1:1: connect: connection"
            + " refused",
        pull("127.0.0.1:1/x:y"));
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void loopbackWithoutAPortIsTriedOnBothPorts() {
    assertEquals(
        "Get \"http://127.9.9.9/v2/x/manifests/y\": dial tcp 127.9.9.9:80: connect: connection"
            + " refused",
        pull("127.9.9.9/x:y"));
    assertEquals(2, fixture.trace.size());
  }

  @Test
  void anUnknownHostIsToldAtOnce() {
    assertEquals(
        "Get \"https://nosuchhost.invalid/v2/x/manifests/y\": dial tcp: lookup"
            + " nosuchhost.invalid: no such host",
        pull("nosuchhost.invalid/x:y"));
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void aHeadIsCalledHead() {
    assertEquals(
        "Head \"http://127.0.0.1:1/v2/x/manifests/y\": dial tcp 127.0.0.1:1: connect: connection"
            + " refused",
        failure(() -> client.head(Reference.parse("127.0.0.1:1/x:y"))));
  }

  @Test
  void silenceIsATimeout() {
    try (var registry = FakeRegistry.start();
        var impatient = fixture.impatient()) {
      registry.fault(Match.any(), Faults.stall());
      assertEquals(
          "Get \"http://"
              + registry.host()
              + "/v2/a/manifests/1\": read tcp "
              + registry.host()
              + ": i/o timeout",
          failure(() -> impatient.manifest(name(registry, "a:1"))));
      assertEquals(5, registry.requests().size());
    }
  }

  @Test
  void aClosedConnectionIsAnEndOfFile() {
    try (var registry = FakeRegistry.start();
        var impatient = fixture.impatient()) {
      registry.fault(Match.any(), Faults.noAnswer());
      assertEquals(
          "Get \"http://" + registry.host() + "/v2/a/manifests/1\": EOF",
          failure(() -> impatient.manifest(name(registry, "a:1"))));
      assertEquals(5, registry.requests().size());
    }
  }

  @Test
  void whatIsNeitherHttpNorTlsIsMalformed() {
    try (var raw = RawServer.answering("SSH-2.0-OpenSSH\r\n")) {
      assertEquals(
          "Get \"http://"
              + raw.host()
              + "/v2/a/manifests/1\": net/http: HTTP/1.x transport connection broken: malformed"
              + " HTTP response \"SSH-2.0-OpenSSH\"",
          pull(raw.host() + "/a:1"));
    }
  }

  @Test
  void aTlsServerOnLoopbackIsFoundByItsComplaint() {
    var own = Tls.authority("nobody").issue("127.0.0.1");
    try (var registry = FakeRegistry.startTls(own).serve("a", "1", IMAGE)) {
      client.manifest(name(registry, "a:1"));
      client.manifest(name(registry, "a:1"));
      assertEquals(2, registry.requests().size());
    }
    try (var raw = RawServer.answering(RawServer.GO_WANTS_TLS)) {
      pull(raw.host() + "/a:1");
      assertEquals(2, raw.requests().size());
    }
  }

  @Test
  void remoteHostsAreVerified() throws IOException {
    var server = HttpsServer.create(new InetSocketAddress(0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(Tls.authority("nobody").issue(own()).context()));
    server.start();
    String host = own() + ":" + server.getAddress().getPort();
    String unknown =
        "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    try (var insecure = fixture.insecure(host)) {
      assertEquals(
          "Get \"https://" + host + "/v2/a/manifests/1\": " + unknown, pull(host + "/a:1"));
      assertEquals(1, fixture.trace.size());
      failure(() -> insecure.manifest(Reference.parse(host + "/a:1")));
      assertTrue(fixture.trace.contains("GET https://" + host + "/v2/a/manifests/1 404"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void trustInARegistryIsNoTrustInItsTokenServer() throws IOException {
    var server = HttpsServer.create(new InetSocketAddress(0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(Tls.authority("nobody").issue(own()).context()));
    server.start();
    String realm = "https://" + own() + ":" + server.getAddress().getPort() + "/token";
    try (var registry = FakeRegistry.start()) {
      registry.fault(
          Match.any(),
          Faults.answer(401, Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\""), ""));
      assertEquals(
          "Get \"http://"
              + registry.host()
              + "/v2/a/manifests/1\": Get \""
              + realm
              + "\": tls: failed to verify certificate: x509: certificate signed by unknown"
              + " authority",
          failure(() -> client.manifest(name(registry, "a:1"))));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void remoteHostsWithoutTlsAreOnlyGoneToWhenListed() throws IOException {
    String notFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    try (var raw = RawServer.answering(notFound)) {
      String host = own() + raw.host().substring(raw.host().indexOf(':'));
      assertEquals(
          "Get \"https://"
              + host
              + "/v2/a/manifests/1\": http: server gave HTTP response to HTTPS client",
          pull(host + "/a:1"));
      try (var listed = fixture.insecure(host)) {
        failure(() -> listed.manifest(Reference.parse(host + "/a:1")));
      }
      assertTrue(fixture.trace.contains("GET http://" + host + "/v2/a/manifests/1 404"));
    }
  }

  @Test
  void aPlainServerThatIsListedMayBeSilentAboutTls() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(0), 0);
    server.start();
    String host = own() + ":" + server.getAddress().getPort();
    try (var listed = fixture.insecure(host)) {
      failure(() -> listed.manifest(Reference.parse(host + "/a:1")));
      assertTrue(fixture.trace.contains("GET http://" + host + "/v2/a/manifests/1 404"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void certificatesThatDoNotFitAreToldInGosWords() throws IOException {
    var authority = Tls.authority("us");
    String prefix = "tls: failed to verify certificate: x509: ";
    assertEquals(
        prefix + "certificate is valid for example.com, not localhost",
        trusting(authority, authority.issue("example.com"), "localhost"));
    assertEquals(
        prefix + "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
        trusting(authority, authority.issue("example.com"), "127.0.0.1"));
    assertEquals(
        prefix + "certificate is valid for 10.0.0.1, not 127.0.0.1",
        trusting(authority, authority.issue("10.0.0.1"), "127.0.0.1"));
    assertEquals(
        prefix + "certificate is not valid for any names, but wanted to match localhost",
        trusting(authority, authority.issue("10.0.0.1"), "localhost"));
    assertEquals(
        prefix + "certificate relies on legacy Common Name field, use SANs instead",
        trusting(authority, Tls.authority("localhost"), "localhost"));
    assertEquals("", trusting(authority, authority.issue("localhost"), "localhost"));
    assertEquals("", trusting(authority, authority.issue("127.0.0.1"), "127.0.0.1"));
  }

  @Test
  void datesAndNamesAreToldBeforeWhoSigned() throws IOException {
    var known = Tls.authority("us");
    var unknown = Tls.authority("others");
    String prefix = "tls: failed to verify certificate: x509: ";
    assertTrue(
        trusting(known, unknown.issueExpired("10.0.0.1"), "127.0.0.1")
            .matches(
                prefix
                    + "certificate has expired or is not yet valid: current time"
                    + " [-0-9]{10}T[0-9:]{8}Z is after [-0-9]{10}T[0-9:]{8}Z"));
    assertEquals(
        prefix + "certificate is valid for 10.0.0.1, not 127.0.0.1",
        trusting(known, unknown.issue("10.0.0.1"), "127.0.0.1"));
    assertEquals(
        prefix + "certificate signed by unknown authority",
        trusting(known, unknown.issue("127.0.0.1"), "127.0.0.1"));
  }

  /// What is said when `host` shows `own` to somebody who trusts `authority`; nothing where they
  /// come to terms.
  private String trusting(Tls authority, Tls own, String host) throws IOException {
    var file = directory.resolve("ca.crt");
    authority.writeCertificate(file);
    var certificates = new RegistryCertificates(List.of(Files.readString(file)), List.of());
    var tls =
        RegistryTls.verified(
            certificates,
            RegistryCertificates.NONE,
            new SystemTrust(List::of),
            InstantSource.system());
    var client = new OkHttpClient.Builder().sslSocketFactory(tls.sockets(), tls.trust()).build();
    try (var registry = FakeRegistry.startTls(own)) {
      String port = registry.host().substring(registry.host().indexOf(':'));
      var request = new Request.Builder().url("https://" + host + port + "/").build();
      try {
        client.newCall(request).execute().close();
        return "";
      } catch (IOException failure) {
        String sentence = TransportErrors.of(request, failure, null).sentence();
        return sentence.substring(sentence.indexOf("\": ") + 3);
      }
    }
  }

  @Test
  void whatAnswersAGreetingInTlsWithoutSpeakingItIsTold() throws IOException {
    String host = own();
    assertEquals("http: server gave HTTP response to HTTPS client", greeted(host, "HTTP/1.1 400"));
    String other = "tls: first record does not look like a TLS handshake";
    assertEquals(other, greeted(host, "SSH-2.0-OpenSSH\r\n"));
    assertEquals(other, greeted(host, "<html>Bad Request</html>"));
    assertEquals("unexpected EOF", greeted(host, "no"));
    assertEquals("EOF", greeted(host, ""));
    assertEquals(
        "remote error: tls: protocol version not supported",
        greeted(host, "\u0015\u0003\u0001\0\u0002\u0002F"));
    assertEquals(
        "remote error: tls: handshake failure", greeted(host, "\u0015\u0003\u0001\0\u0002\u0002("));
  }

  private String greeted(String host, String answer) {
    try (var raw = RawServer.answering(answer)) {
      String sentence = pull(host + raw.host().substring(raw.host().indexOf(':')) + "/a:1");
      return sentence.substring(sentence.indexOf("\": ") + 3);
    }
  }

  @Test
  void aGreetingInTlsThatIsNotAnsweredIsATimeout() throws IOException {
    try (var listener = new ServerSocket(0, 5);
        var impatient = fixture.impatient()) {
      String host = own() + ":" + listener.getLocalPort();
      assertEquals(
          "Get \"https://" + host + "/v2/a/manifests/1\": net/http: TLS handshake timeout",
          failure(() -> impatient.manifest(Reference.parse(host + "/a:1"))));
    }
  }

  @Test
  void aStalledHandshakeIsATimeout() throws IOException {
    try (var listener = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        var impatient = fixture.impatient()) {
      String host = "127.0.0.1:" + listener.getLocalPort();
      assertEquals(
          "Get \"http://" + host + "/v2/a/manifests/1\": read tcp " + host + ": i/o timeout",
          failure(() -> impatient.manifest(Reference.parse(host + "/a:1"))));
    }
  }

  @Test
  void anInterruptedConnectStopsAtOnce() throws IOException, InterruptedException {
    try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var full = new Socket(listener.getInetAddress(), listener.getLocalPort());
        var queued = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      String host = "127.0.0.1:" + listener.getLocalPort();
      var said = new AtomicReference<>("");
      var thread = Thread.ofPlatform().start(() -> said.set(pull(host + "/a:1")));
      Thread.sleep(200);
      long start = System.nanoTime();
      thread.interrupt();
      thread.join();
      assertTrue(System.nanoTime() - start < 2_000_000_000L);
      assertEquals("Get \"http://" + host + "/v2/a/manifests/1\": context canceled", said.get());
      assertTrue(full.isConnected() && queued.isConnected());
    }
  }

  /// A name that leads here and does not look like it.
  private static String own() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  private String pull(String name) {
    return failure(() -> client.manifest(Reference.parse(name)));
  }
}
