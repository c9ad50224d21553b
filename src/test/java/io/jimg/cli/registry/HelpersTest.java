package io.jimg.cli.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Access;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways in that the command lines of clouds make for Docker, unchanged: their programs are
/// played by scripts that speak Docker's protocol.
class HelpersTest {

  /// Keeps what it is given in a file, one registry at most, and its own command lines in another.
  private static final String KEEPER =
      """
      #!/bin/sh
      cd "$HOME" && echo "$0 $*" >>keeper.log
      case $1 in
        store) cat >kept;;
        get) server=$(cat)
          if grep -qF "\\"$server\\"" kept 2>/dev/null; then cat kept; else
            echo 'credentials not found in native keychain'; exit 1; fi;;
        erase) cat >/dev/null; rm -f kept;;
        list) echo '{}';;
      esac
      """;

  @TempDir Path home;
  private final FakeRegistry registry = FakeRegistry.start();
  private Cli jimg;

  @BeforeEach
  void ownHome() throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve(".docker"));
    registry.serve("app", "1", Images.large(1, 10));
    jimg =
        new Cli(home)
            .with("PATH", home.resolve("bin") + ":/usr/bin:/bin")
            .with("HOME", home.toString());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /// `aws ecr get-login-password | jimg login --username AWS --password-stdin REGISTRY`
  @Test
  void amazonsPasswordComesThroughAPipe() {
    String password = "eyJwYXlsb2FkIjoi".repeat(150);
    registry.protect(new Access.Basic("AWS", password));
    var login =
        jimg.run(
            (password + "\n").getBytes(UTF_8),
            "login",
            "--username",
            "AWS",
            "--password-stdin",
            registry.host());
    assertEquals("Login Succeeded\n", login.out(), login.err());
    pull();
  }

  /// What the Amazon ECR credential helper is set up as.
  @Test
  void amazonsHelperKnowsThePasswordOfEveryRegistry() throws IOException {
    registry.protect(new Access.Basic("AWS", "short-lived"));
    install(
        "ecr-login",
        "#!/bin/sh\nread -r server\n[ \"$1 $server\" = \"get "
            + registry.host()
            + "\" ] &&\n"
            + "printf '{\"ServerURL\":\"%s\",\"Username\":\"AWS\",\"Secret\":\"short-lived\"}'"
            + " \"$server\"\n");
    config("{\"credsStore\": \"ecr-login\"}");
    pull();
  }

  /// What `gcloud auth configure-docker` writes, a helper for each of its registries.
  @Test
  void googlesHelperIsAskedForItsRegistryOnly() throws IOException {
    registry.protect(
        new Access.Token(
            new TokenServer().user("_dcgcloud_token", "ya29.access").noAnonymousPull()));
    install(
        "gcloud",
        """
        #!/bin/sh
        echo asked >>"$HOME/gcloud.log"
        cat >/dev/null
        echo '{"Secret": "ya29.access", "Username": "_dcgcloud_token"}'
        """);
    config("{\"credHelpers\": {\"gcr.io\": \"gcloud\", \"" + registry.host() + "\": \"gcloud\"}}");
    pull();
    assertEquals("asked\n", Files.readString(home.resolve("gcloud.log")));
    try (var other = FakeRegistry.start().protect(new Access.Basic("a", "b"))) {
      assertTrue(jimg.run("tags", other.host() + "/x").err().contains("no basic auth credentials"));
    }
    assertEquals("asked\n", Files.readString(home.resolve("gcloud.log")));
  }

  /// `DOCKER_COMMAND=jimg az acr login`: asks `ps`, which must have nothing to complain of, then
  /// logs in with a refresh token as the password.
  @Test
  void azuresCommandLogsInWithARefreshToken() throws IOException {
    String nobody = "00000000-0000-0000-0000-000000000000";
    registry.protect(
        new Access.Token(new TokenServer().user(nobody, "acr-refresh").noAnonymousPull()));
    var check = jimg.run("ps");
    assertEquals(0, check.status());
    assertEquals("", check.err());
    var login =
        jimg.run("login", "--username", nobody, "--password", "acr-refresh", registry.host());
    assertEquals(
        new Result(
            0,
            "Login Succeeded\n",
            "WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n"),
        login);
    String config = Files.readString(home.resolve(".docker/config.json"));
    assertTrue(config.contains("\"identitytoken\": \"refresh-"), config);
    pull();
    assertEquals(1, registry.count(Match.method("POST").and(Match.token())));
  }

  @Test
  void aHelperKeepsWhatALoginBringsAndForgetsItAtLogout() throws IOException {
    install("keeper", KEEPER);
    config("{\"credsStore\": \"keeper\", \"mine\": 1}");
    registry.protect(new Access.Basic("ann", "secret"));
    assertEquals(
        new Result(0, "Login Succeeded\n", ""),
        jimg.run(
            "secret".getBytes(UTF_8), "login", "-u", "ann", "--password-stdin", registry.host()));
    assertEquals(
        "{\"ServerURL\":\"" + registry.host() + "\",\"Username\":\"ann\",\"Secret\":\"secret\"}\n",
        Files.readString(home.resolve("kept")));
    String config = Files.readString(home.resolve(".docker/config.json"));
    assertEquals(
        "{\n\t\"auths\": {\n\t\t\""
            + registry.host()
            + "\": {}\n\t},\n\t\"credsStore\": \"keeper\",\n\t\"mine\": 1\n}",
        config);
    pull();
    jimg.out("logout", registry.host());
    assertEquals(false, Files.exists(home.resolve("kept")));
    assertTrue(
        jimg.run("tags", registry.host() + "/app").err().contains("no basic auth credentials"));
    assertEquals(false, Files.readString(home.resolve("keeper.log")).contains("secret"));
  }

  @Test
  void anIdentityTokenIsKeptUnderTheUserThatHelpersKnowForIt() throws IOException {
    install("keeper", KEEPER);
    config("{\"credHelpers\": {\"" + registry.host() + "\": \"keeper\"}}");
    registry.protect(new Access.Token(new TokenServer().user("ann", "secret").noAnonymousPull()));
    jimg.out("login", "-u", "ann", "-p", "secret", registry.host());
    String kept = Files.readString(home.resolve("kept"));
    assertTrue(kept.contains("\"Username\":\"<token>\",\"Secret\":\"refresh-"), kept);
    pull();
  }

  @Test
  void aHelperThatIsMissingFailsTheLogin() throws IOException {
    config("{\"credsStore\": \"nope\"}");
    assertEquals(
        new Result(
            1,
            "",
            "Error saving credentials: error storing credentials - err: exec:"
                + " \"docker-credential-nope\": executable file not found in $PATH, out: ``\n"),
        jimg.run("x".getBytes(UTF_8), "login", "-u", "ann", "--password-stdin", registry.host()));
  }

  @Test
  void headersOfTheEnvironmentTakeThePlaceOfThoseInTheFile() throws IOException {
    config("{\"HttpHeaders\": {\"X-Meta-A\": \"file\", \"Other\": \"x\"}}");
    jimg.out("tags", registry.host() + "/app");
    assertEquals("file", registry.requests().getLast().header("X-Meta-A"));
    assertEquals(null, registry.requests().getLast().header("Other"));
    jimg.with("DOCKER_CUSTOM_HEADERS", "x-meta-b=env,Other=y");
    jimg.out("tags", registry.host() + "/app");
    assertEquals(null, registry.requests().getLast().header("X-Meta-A"));
    assertEquals("env", registry.requests().getLast().header("X-Meta-B"));
    jimg.with("DOCKER_CUSTOM_HEADERS", "x");
    assertEquals(
        new Result(
            1,
            "",
            "failed to set custom headers from DOCKER_CUSTOM_HEADERS environment variable: missing"
                + " \"=\" in key=value pair\n"),
        jimg.run("tags", registry.host() + "/app"));
  }

  private void pull() {
    String name = registry.host() + "/app:1";
    assertEquals(name + "\n", jimg.out("pull", "-q", name));
  }

  private void config(String json) throws IOException {
    Files.writeString(home.resolve(".docker/config.json"), json);
  }

  private void install(String suffix, String script) throws IOException {
    var program = home.resolve("bin/docker-credential-" + suffix);
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
