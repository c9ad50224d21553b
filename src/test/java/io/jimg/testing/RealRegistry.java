package io.jimg.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/// A docker-registry of a test's own on a free port, gone with the test. A test that needs one is
/// skipped where the program is not installed.
public final class RealRegistry implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int PAUSE_MILLIS = 50;

  private final Process process;
  private final int port;

  private RealRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// One that lets only `ann` with the password `secret` in.
  ///
  /// @param directory for all that it writes
  public static RealRegistry withPassword(Path directory) {
    String hash = "ann:$2y$05$bT5U/vnVUCT5vrwP3G8yguU4e5C6jAa/LX.A3GgHVlUEKteEyGAkO\n";
    Path file = directory.resolve("htpasswd");
    write(file, hash);
    return start(directory, "auth: {htpasswd: {realm: test, path: " + file + "}}\n");
  }

  /// One that lets in whoever has a token of `issuer`.
  public static RealRegistry withTokens(Path directory, TokenIssuer issuer) {
    Path authority = directory.resolve("authority.pem");
    issuer.writeAuthority(authority);
    return start(
        directory,
        """
        auth:
          token: {realm: "%s", service: %s, issuer: %s, rootcertbundle: "%s"}
        """
            .formatted(issuer.realm(), TokenIssuer.NAME, TokenIssuer.NAME, authority));
  }

  /// One that speaks TLS, for this machine's name, with those who show a certificate of
  /// `authority`.
  public static RealRegistry withTls(Path directory, Tls authority, Tls own) {
    own.writeCertificate(directory.resolve("own.crt"));
    own.writeKey(directory.resolve("own.key"));
    authority.writeCertificate(directory.resolve("authority.crt"));
    return start(
        directory,
        "",
        tls(directory) + ", clientcas: [%s]}".formatted(directory.resolve("authority.crt")));
  }

  /// One that speaks TLS with everybody.
  public static RealRegistry withTls(Path directory, Tls own) {
    own.writeCertificate(directory.resolve("own.crt"));
    own.writeKey(directory.resolve("own.key"));
    return start(directory, "", tls(directory) + "}");
  }

  private static String tls(Path directory) {
    return ", tls: {certificate: %s, key: %s"
        .formatted(directory.resolve("own.crt"), directory.resolve("own.key"));
  }

  private static RealRegistry start(Path directory, String access) {
    return start(directory, access, "");
  }

  private static RealRegistry start(Path directory, String access, String tls) {
    String program = Peers.program("docker-registry");
    int port = freePort();
    Path settings = directory.resolve("registry.yml");
    write(
        settings,
        """
        version: 0.1
        log: {level: warn}
        storage: {filesystem: {rootdirectory: "%s"}}
        http: {addr: "127.0.0.1:%d"%s}
        """
                .formatted(directory.resolve("registry"), port, tls)
            + access);
    try {
      var log = directory.resolve("registry.log").toFile();
      var process =
          new ProcessBuilder(program, "serve", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      var registry = new RealRegistry(process, port);
      registry.awaitAnswer();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (System.nanoTime() < end && process.isAlive()) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        pause();
      }
    }
    close();
    throw new IllegalStateException("docker-registry does not start");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String host() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
