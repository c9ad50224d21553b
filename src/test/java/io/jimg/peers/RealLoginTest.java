package io.jimg.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Cli;
import io.jimg.testing.Docker;
import io.jimg.testing.Images;
import io.jimg.testing.Layout;
import io.jimg.testing.Peers;
import io.jimg.testing.RealRegistry;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.TokenIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins and what they are good for, at real registries and beside the real Docker: each reads
/// what
/// the other kept.
class RealLoginTest {

  private static final Sample.Image IMAGE = Images.large(2, 5000);

  @TempDir Path home;
  private Path ours;
  private Path theirs;
  private Cli jimg;

  @BeforeEach
  void ownHome() throws IOException {
    Docker.require();
    ours = Files.createDirectory(home.resolve("ours"));
    theirs = Files.createDirectory(home.resolve("theirs"));
    jimg = new Cli(home).with("DOCKER_CONFIG", ours.toString());
  }

  @Test
  void aPasswordFile() throws IOException {
    try (var registry = RealRegistry.withPassword(home)) {
      both(registry, "\"auth\": \"YW5uOnNlY3JldA==\"");
    }
  }

  @Test
  void aTokenServer() throws IOException {
    try (var issuer = new TokenIssuer("ann", "secret");
        var registry = RealRegistry.withTokens(home, issuer)) {
      both(registry, "\"identitytoken\": \"" + TokenIssuer.REFRESH_TOKEN + "\"");
      assertTrue(issuer.requests().contains("POST"), issuer.requests().toString());
    }
  }

  private void both(RealRegistry registry, String kept) throws IOException {
    String host = registry.host();
    fill(host);
    var refused = jimg.run("pull", host + "/app:1");
    assertEquals(1, refused.status(), refused.out());
    assertEquals(1, jimgLogin(host, "wrong").status());
    assertEquals(1, dockerLogin(host, "wrong").status());
    var wrong = dockerLogin(host, "wrong").err();
    assertEquals(
        wrong.replace("Error response from daemon: ", "Error: "),
        jimgLogin(host, "wrong").err().strip());

    assertEquals("Login Succeeded\n", jimgLogin(host, "secret").out());
    assertEquals("Login Succeeded", dockerLogin(host, "secret").out());
    assertEquals(content(theirs), content(ours));
    assertTrue(content(ours).contains(kept), content(ours));

    var pulled = jimg.run("pull", "-q", host + "/app:1");
    assertEquals(host + "/app:1\n", pulled.out(), pulled.err());
    jimg.with("DOCKER_CONFIG", theirs.toString());
    assertEquals("1\n", jimg.out("tags", "-q", host + "/app"), "jimg knows theirs");
    jimg.with("DOCKER_CONFIG", ours.toString());
    jimg.out("tag", host + "/app:1", host + "/pushed:1");
    var pushed = jimg.run("push", "-q", host + "/pushed:1");
    assertEquals(host + "/pushed:1\n", pushed.out(), pushed.err());
    assertEquals("1\n", jimg.out("tags", "-q", host + "/pushed"));
    var again = docker(ours, "pull", "-q", host + "/pushed:1");
    assertEquals(host + "/pushed:1", again.out(), again.err());
    docker(ours, "rmi", host + "/pushed:1");
    var dockers = docker(ours, "pull", "-q", host + "/app:1");
    docker(ours, "rmi", host + "/app:1");
    assertEquals(host + "/app:1", dockers.out(), dockers.err());

    assertEquals(
        "Removing login credentials for " + host + "\n", jimg.out("logout", "http://" + host));
    docker(theirs, "logout", host);
    assertEquals(content(theirs), content(ours));
  }

  private void fill(String host) {
    var layout = new Layout(home.resolve("layout")).put("app", IMAGE);
    Shell.run(
            Peers.program("skopeo"),
            "copy",
            "-q",
            "--dest-tls-verify=false",
            "--dest-creds=ann:secret",
            layout.name("app"),
            "docker://" + host + "/app:1")
        .orThrow();
  }

  private Cli.Result jimgLogin(String host, String password) {
    return jimg.run(password.getBytes(UTF_8), "login", "-u", "ann", "--password-stdin", host);
  }

  private Docker.Result dockerLogin(String host, String password) {
    return Docker.run(
        password.getBytes(UTF_8),
        "--config",
        theirs.toString(),
        "login",
        "-u",
        "ann",
        "--password-stdin",
        host);
  }

  private static Docker.Result docker(Path config, String... words) {
    var all = new ArrayList<>(List.of("--config", config.toString()));
    all.addAll(List.of(words));
    return Docker.run(all.toArray(String[]::new));
  }

  private static String content(Path config) throws IOException {
    return Files.readString(config.resolve("config.json"));
  }
}
