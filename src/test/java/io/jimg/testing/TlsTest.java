package io.jimg.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private final Tls authority = Tls.authority("trusted");
  private final Tls stranger = Tls.authority("stranger");
  private final Tls client = authority.issue("client");

  @Test
  void speaksOnlyToThoseWhoTrustIt() {
    try (var registry = FakeRegistry.startTls(authority.issue("127.0.0.1"));
        var friend = new Http(registry.uri(), client.context(authority));
        var other = new Http(registry.uri(), client.context(stranger))) {
      assertEquals(200, friend.get("/v2/").statusCode());
      assertThrows(UncheckedIOException.class, () -> other.get("/v2/"));
    }
  }

  @Test
  void asksForACertificate() {
    try (var registry = FakeRegistry.startTls(authority.issue("127.0.0.1"), authority);
        var known = new Http(registry.uri(), client.context(authority));
        var unknown = new Http(registry.uri(), stranger.context(authority))) {
      assertEquals(200, known.get("/v2/").statusCode());
      assertThrows(UncheckedIOException.class, () -> unknown.get("/v2/"));
    }
  }

  @Test
  void canBeSomebodyElseOrTooOld() {
    for (var bad :
        new Tls[] {authority.issue("example.com"), authority.issueExpired("127.0.0.1")}) {
      try (var registry = FakeRegistry.startTls(bad);
          var http = new Http(registry.uri(), client.context(authority))) {
        assertThrows(UncheckedIOException.class, () -> http.get("/v2/"));
      }
    }
  }

  @Test
  void writesWhatCertsDirectoriesHold(@TempDir Path directory) throws Exception {
    authority.writeCertificate(directory.resolve("ca.crt"));
    client.writeKey(directory.resolve("client.key"));
    assertTrue(Files.readString(directory.resolve("ca.crt")).startsWith("-----BEGIN CERT"));
    assertTrue(Files.readString(directory.resolve("client.key")).startsWith("-----BEGIN PRIV"));
  }
}
