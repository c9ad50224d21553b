package io.jimg.registry;

import static io.jimg.registry.Fixture.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.CertificateDirectories;
import io.jimg.config.docker.Credential;
import io.jimg.error.InvalidInput;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.tls.RegistryTls;
import io.jimg.registry.tls.SystemTrust;
import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Peers;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Tls;
import io.jimg.testing.TokenServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What lies in certs.d, and what it is good for.
class CertificatesTest {

  private static final Sample.Image IMAGE = Images.hello("hello");
  private static final String UNKNOWN =
      "tls: failed to verify certificate: x509: certificate signed by unknown authority";

  @TempDir Path configuration;
  private final Tls authority = Tls.authority("ours");
  private String name = "";
  private Tls own = authority;

  @BeforeEach
  void aNameThatDoesNotLookLocal() throws IOException {
    name = InetAddress.getLocalHost().getHostName();
    own = authority.issue(name);
  }

  private Path directory(String registry) throws IOException {
    return Files.createDirectories(configuration.resolve("docker/certs.d").resolve(registry));
  }

  private String host(FakeRegistry registry) {
    return name + registry.host().substring(registry.host().indexOf(':'));
  }

  private RawManifest pull(String host) {
    var env = Map.of("XDG_CONFIG_HOME", configuration.toString(), "SSL_CERT_FILE", "/nowhere");
    return pull(host, env);
  }

  private RawManifest pull(String host, Map<String, String> env) {
    var settings =
        new Fixture()
            .settings()
            .withCertificates(CertificateDirectories.of(env, Path.of("/nowhere")));
    try (var client = new RegistryClient(settings, _ -> Credential.ANONYMOUS)) {
      return client.manifest(Reference.parse(host + "/a:1"));
    }
  }

  @Test
  void anAuthorityVouchesForItsRegistryAndForNoOther() throws IOException {
    try (var registry = FakeRegistry.startTls(own).serve("a", "1", IMAGE);
        var other = FakeRegistry.startTls(own).serve("a", "1", IMAGE)) {
      assertTrue(failure(() -> pull(host(registry))).endsWith(UNKNOWN));
      authority.writeCertificate(directory(host(registry)).resolve("ca.crt"));
      assertEquals(IMAGE.digest(), pull(host(registry)).descriptor().digest());
      assertTrue(failure(() -> pull(host(other))).endsWith(UNKNOWN));
    }
  }

  @Test
  void theSystemsAuthoritiesVouchForEverybody() throws IOException {
    var bundle = configuration.resolve("bundle.pem");
    authority.writeCertificate(bundle);
    try (var registry = FakeRegistry.startTls(own).serve("a", "1", IMAGE)) {
      pull(host(registry), Map.of("SSL_CERT_FILE", bundle.toString()));
      var env = Map.of("SSL_CERT_FILE", "/nowhere", "SSL_CERT_DIR", "/nowhere:" + configuration);
      assertEquals(IMAGE.digest(), pull(host(registry), env).descriptor().digest());
    }
  }

  @Test
  void whatIsWrongWithACertificateOfAKnownAuthorityIsTold() throws IOException {
    try (var registry = FakeRegistry.startTls(authority.issueExpired(name));
        var misnamed = FakeRegistry.startTls(authority.issue("example.com"))) {
      authority.writeCertificate(directory(host(registry)).resolve("ca.crt"));
      authority.writeCertificate(directory(host(misnamed)).resolve("ca.crt"));
      String expired = failure(() -> pull(host(registry)));
      String told = "x509: certificate has expired or is not yet valid: current time ";
      assertTrue(expired.contains(told), expired);
      String other = failure(() -> pull(host(misnamed)));
      assertTrue(other.endsWith("x509: certificate is valid for example.com, not " + name), other);
    }
  }

  @Test
  void aRegistryThatAsksIsShownTheCertificateKeptForIt() throws IOException {
    var client = authority.issue("ann");
    try (var registry = FakeRegistry.startTls(own, authority).serve("a", "1", IMAGE)) {
      var directory = directory(host(registry));
      authority.writeCertificate(directory.resolve("ca.crt"));
      String refused = failure(() -> pull(host(registry)));
      assertTrue(refused.contains("tls: "), refused);
      client.writeCertificate(directory.resolve("client.cert"));
      client.writeKey(directory.resolve("client.key"));
      assertEquals(IMAGE.digest(), pull(host(registry)).descriptor().digest());
    }
  }

  @Test
  void whereARegistrySendsUsItsAuthorityVouchesButOurCertificateStaysBehind() throws IOException {
    var client = authority.issue("ann");
    try (var tokens = FakeRegistry.startTls(own);
        var blobs = FakeRegistry.startTls(own, authority);
        var registry = FakeRegistry.startTls(own).serve("a", "1", IMAGE)) {
      var directory = directory(host(registry));
      authority.writeCertificate(directory.resolve("ca.crt"));
      client.writeCertificate(directory.resolve("client.cert"));
      client.writeKey(directory.resolve("client.key"));
      var issuer = new TokenServer();
      tokens.protect(new Access.Token(issuer));
      String realm = "https://" + host(tokens) + TokenServer.PATH;
      registry.fault(
          Match.any().and(request -> request.header("Authorization") == null),
          Faults.answer(
              401, Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"x\""), ""));
      assertEquals(IMAGE.digest(), pull(host(registry)).descriptor().digest());
      registry.fault(Match.manifests(), Faults.redirect("https://" + host(blobs) + "/x"));
      String refused = failure(() -> pull(host(registry)));
      assertTrue(refused.contains(host(blobs)) && refused.contains("tls: "), refused);
    }
  }

  @Test
  void halfAPairIsNoPair() throws IOException {
    Files.writeString(directory("r.test").resolve("client.cert"), "");
    assertEquals(
        "missing key client.key for client certificate client.cert. CA certificates must use the"
            + " extension .crt",
        invalid("r.test"));
    Files.writeString(directory("s.test:5000").resolve("client.key"), "");
    assertEquals(
        "missing client certificate client.cert for key client.key", invalid("s.test:5000"));
  }

  @Test
  void whatIsNoCertificateOrNoKeyIsToldInGosWords() throws IOException {
    var directory = directory("r.test");
    var client = authority.issue("ann");
    Files.writeString(directory.resolve("client.cert"), "rubbish");
    Files.writeString(directory.resolve("client.key"), "rubbish");
    assertEquals("tls: failed to find any PEM data in certificate input", invalid("r.test"));
    client.writeCertificate(directory.resolve("client.cert"));
    assertEquals("tls: failed to find any PEM data in key input", invalid("r.test"));
    Files.writeString(
        directory.resolve("client.key"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertEquals("tls: failed to parse private key", invalid("r.test"));
    authority.issue("bob").writeKey(directory.resolve("client.key"));
    assertEquals("tls: private key does not match public key", invalid("r.test"));
    client.writeKey(directory.resolve("client.key"));
    Files.delete(directory.resolve("client.cert"));
    Files.createDirectory(directory.resolve("client.cert"));
    assertEquals(
        "open " + directory.resolve("client.cert") + ": is a directory", invalid("r.test"));
  }

  private String invalid(String host) {
    return assertThrows(InvalidInput.class, () -> pull(host)).sentence();
  }

  /// openssl, as people use it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "genrsa -traditional -out KEY 2048",
        "genrsa -out KEY 2048",
        "ecparam -name prime256v1 -genkey -out KEY",
        "ecparam -name secp384r1 -genkey -noout -out KEY",
        "genpkey -algorithm ed25519 -out KEY"
      })
  void keysOfEveryFormAreRead(String how) throws IOException {
    String openssl = Peers.program("openssl");
    var key = configuration.resolve("k.pem");
    shell(openssl + " " + how.replace("KEY", key.toString()));
    var certificate = configuration.resolve("c.pem");
    shell(openssl + " req -x509 -new -key " + key + " -subj /CN=ann -days 2 -out " + certificate);
    var directory = directory("127.0.0.2:1");
    Files.copy(certificate, directory.resolve("client.cert"));
    Files.copy(key, directory.resolve("client.key"));
    var loaded =
        CertificateDirectories.of(
                Map.of("XDG_CONFIG_HOME", configuration.toString()), Path.of("/nowhere"))
            .load(List.of("127.0.0.2:1"));
    assertEquals(1, loaded.pairs().size());
    RegistryTls.verified(loaded, loaded, new SystemTrust(List::of), InstantSource.system());
  }

  private static void shell(String line) {
    var result = Shell.run(line.split(" "));
    assertEquals(0, result.status(), result::output);
  }
}
