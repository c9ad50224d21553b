package io.jimg.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.RealRegistry;
import io.jimg.testing.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docker-registry with a certificate of an authority of its own.
class RealTlsRegistryTest {

  @TempDir Path home;
  @TempDir Path directory;
  private final Tls authority = Tls.authority("ours");
  private FakeRegistry source;
  private Cli jimg;
  private String name = "";

  @BeforeEach
  void start() throws IOException {
    name = InetAddress.getLocalHost().getHostName();
    source = FakeRegistry.start().serve("app", "1", Images.multiArch("one"));
    jimg = new Cli(home).with("XDG_CONFIG_HOME", home.resolve("configuration").toString());
    jimg.out("pull", source.host() + "/app:1");
  }

  @AfterEach
  void stop() {
    source.close();
  }

  private Path certificates(String host) throws IOException {
    return Files.createDirectories(home.resolve("configuration/docker/certs.d").resolve(host));
  }

  @Test
  void anAuthorityInCertsDIsEnough() throws IOException {
    try (var registry = RealRegistry.withTls(directory, authority.issue(name))) {
      String host = name + ":" + registry.port();
      String image = host + "/nets/app:1";
      jimg.out("tag", source.host() + "/app:1", image);
      String refused = jimg.run("push", image).err();
      assertTrue(refused.contains("x509: certificate signed by unknown authority"), refused);
      authority.writeCertificate(certificates(host).resolve("ca.crt"));
      roundTrip(image);
      Files.delete(certificates(host).resolve("ca.crt"));
      assertEquals(1, jimg.run("pull", image).status());
      assertEquals(0, jimg.run("--insecure-registry", host, "pull", image).status());
    }
  }

  @Test
  void aClientCertificateOpensTheDoor() throws IOException {
    try (var registry = RealRegistry.withTls(directory, authority, authority.issue(name))) {
      String host = name + ":" + registry.port();
      String image = host + "/nets/app:1";
      jimg.out("tag", source.host() + "/app:1", image);
      var directory = certificates(host);
      authority.writeCertificate(directory.resolve("ca.crt"));
      var refused = jimg.withHints().run("push", image);
      assertEquals(1, refused.status());
      assertTrue(refused.err().contains("remote error: tls: "), refused::toString);
      assertTrue(refused.err().contains("as client.cert and client.key\n"), refused::toString);
      var client = authority.issue("ann");
      client.writeCertificate(directory.resolve("client.cert"));
      client.writeKey(directory.resolve("client.key"));
      roundTrip(image);
    }
  }

  private void roundTrip(String image) {
    jimg.out("push", image);
    jimg.out("rmi", image);
    String pulled = jimg.out("pull", image);
    assertTrue(pulled.contains("Status: "), pulled);
  }
}
