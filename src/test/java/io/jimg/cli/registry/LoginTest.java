package io.jimg.cli.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Access;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Match;
import io.jimg.testing.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {

  private static final String USAGE_WARNING =
      "WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n";
  private static final String AGAIN =
      """
      Authenticating with existing credentials... [Username: ann]

       Info -> To login with a different account, run 'jimg logout' followed by 'jimg login'


      """;

  @TempDir Path home;
  private final FakeRegistry registry = FakeRegistry.start();
  private final TokenServer tokens = new TokenServer().user("ann", "secret");
  private final List<String> echoes = new ArrayList<>();
  private Cli jimg;

  @BeforeEach
  void ownHome() {
    jimg = new Cli(home);
    registry.protect(new Access.Basic("ann", "secret"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aPasswordOnTheCommandLineIsWarnedOf() throws IOException {
    assertEquals(
        new Result(0, "Login Succeeded\n", USAGE_WARNING + unencrypted()),
        jimg.run("login", "-u", "ann", "-p", "secret", registry.host()));
    assertEquals(kept("\"auth\": \"YW5uOnNlY3JldA==\""), config());
  }

  @Test
  void aPasswordFromStandardInputLosesTheBlanksAroundIt() throws IOException {
    for (String input : List.of("secret", "secret\n", "secret\r\n", " secret \n\n")) {
      var result = fromInput(input);
      assertEquals(0, result.status(), result.err());
      jimg.out("logout", registry.host());
    }
    assertEquals(1, fromInput("sec ret").status());
  }

  @Test
  void nobodyIsAskedWithoutATerminal() {
    var refusal =
        new Result(1, "", "Error: Cannot perform an interactive login from a non TTY device\n");
    assertEquals(refusal, jimg.run("login", registry.host()));
    assertEquals(refusal, jimg.run("login", "-u", "ann", registry.host()));
    assertEquals(refusal, fromInput("\n"));
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void somebodyAtATerminalIsAskedAndThePasswordIsNotShown() {
    assertEquals(
        new Result(0, "Username: Password: \nLogin Succeeded\n", unencrypted()),
        jimg.typing(" ann\nsecret\n", echoes, "login", registry.host()));
    assertEquals(List.of("shown", "done", "hidden", "done"), echoes);
  }

  @Test
  void onlyWhatIsMissingIsAskedFor() {
    assertEquals(
        new Result(0, "Password: \nLogin Succeeded\n", unencrypted()),
        jimg.typing("secret\n", echoes, "login", "-u", "ann", registry.host()));
    jimg.out("logout", registry.host());
    assertEquals(
        new Result(0, "Username: Login Succeeded\n", USAGE_WARNING + unencrypted()),
        jimg.typing("ann\n", echoes, "login", "-p", "secret", registry.host()));
  }

  @Test
  void anAnswerIsNeeded() {
    assertEquals(
        new Result(1, "Username: ", "Error: Non-null Username Required\n"),
        jimg.typing("\n", echoes, "login", registry.host()));
    assertEquals(
        new Result(1, "Username: ", "Error: Non-null Username Required\n"),
        jimg.typing("", echoes, "login", registry.host()));
    assertEquals(
        new Result(1, "Username: Password: \n", "Error: Password Required\n"),
        jimg.typing("ann\n\n", echoes, "login", registry.host()));
  }

  @Test
  void whatIsKeptIsTriedFirst() throws IOException {
    jimg.out("login", "-u", "ann", "-p", "secret", registry.host());
    String before = config();
    assertEquals(new Result(0, "Login Succeeded\n", AGAIN), jimg.run("login", registry.host()));
    assertEquals(before, config());
  }

  @Test
  void whatIsKeptAndNotTakenAnyMoreLeadsToTheQuestionWithTheUsualUser() {
    jimg.out("login", "-u", "ann", "-p", "secret", registry.host());
    registry.protect(new Access.Basic("ann", "new"));
    assertEquals(
        new Result(
            0,
            "Username (ann): Password: \nLogin Succeeded\n",
            AGAIN
                + "Login did not succeed, error: Error: login attempt to http://"
                + registry.host()
                + "/v2/ failed with status: 401 Unauthorized\n"
                + unencrypted()),
        jimg.typing("\nnew\n", echoes, "login", registry.host()));
  }

  @Test
  void aTokenServerThatDoesNotTakeWhatIsKeptIsToldInFewWords() {
    jimg.out("login", "-u", "ann", "-p", "secret", registry.host());
    registry.protect(new Access.Token(new TokenServer().user("ann", "new")));
    assertEquals(
        new Result(
            1,
            "",
            AGAIN
                + "Stored credentials invalid or expired\n"
                + "Error: Cannot perform an interactive login from a non TTY device\n"),
        jimg.run("login", registry.host()));
  }

  @Test
  void anIdentityTokenIsKeptInPlaceOfThePasswordAndWithoutAWarning() throws IOException {
    registry.protect(new Access.Token(tokens));
    assertEquals(new Result(0, "Login Succeeded\n", ""), fromInput("secret"));
    String config = config();
    assertTrue(
        config.contains("\"auth\": \"YW5uOg==\",\n\t\t\t\"identitytoken\": \"refresh-"), config);
    assertEquals(
        new Result(
            1,
            "Username (ann): Password: \n",
            "Error: Get \"http://"
                + registry.host()
                + "/v2/\": unauthorized: authentication required\n"),
        jimg.typing("\nwrong\n", echoes, "login", registry.host()));
    assertEquals(config, config());
  }

  @Test
  void aWrongPasswordIsNotKept() {
    assertEquals(
        new Result(
            1,
            "",
            "Error: login attempt to http://"
                + registry.host()
                + "/v2/ failed with status: 401 Unauthorized\n"),
        fromInput("wrong"));
    assertEquals(false, Files.exists(home.resolve(".docker/config.json")));
  }

  @Test
  void aServerMayBeTypedAsAUrl() throws IOException {
    var result =
        jimg.run(
            "secret".getBytes(UTF_8),
            "login",
            "-u",
            "ann",
            "--password-stdin",
            "http://" + registry.host() + "/v1/");
    assertEquals(0, result.status(), result.err());
    assertEquals(kept("\"auth\": \"YW5uOnNlY3JldA==\""), config());
  }

  @Test
  void theHubIsAskedForAsDockerDoesWithoutItsWebLogin() {
    String hints =
        """
        You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT \
        grants better security and is required for organizations using SSO. Learn more at \
        https://docs.docker.com/go/access-tokens/

        """;
    String suggestion =
        "Log in with your Docker ID or email address to push and pull images from Docker Hub. If"
            + " you don't have a Docker ID, head over to https://hub.docker.com/ to create one.\n";
    String note =
        """

         Info -> A Personal Access Token (PAT) can be used instead.
                 To create a PAT, visit \u001b[4mhttps://app.docker.com/settings\u001b[0m
                \s
                \s
        """;
    for (String[] words :
        new String[][] {
          {"login"}, {"login", "docker.io"}, {"login", "https://index.docker.io/v1/"}
        }) {
      assertEquals(
          new Result(
              1,
              suggestion + hints + "Username: Password: \n",
              note + "Error: Password Required\n"),
          jimg.typing("ann\n\n", echoes, words));
    }
    jimg.with("DOCKER_CLI_HINTS", "false");
    assertEquals(
        suggestion + "Username: Password: \n", jimg.typing("ann\n\n", echoes, "login").out());
  }

  @Test
  void credentialsOfTheEnvironmentAreToldOfAndTried() {
    String mistake = "{\"auths\":{},\"x\":1}";
    String good = "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"YW5uOnNlY3JldA==\"}}}";
    String warning =
        """

         Warn -> DOCKER_AUTH_CONFIG is set and takes precedence.
                 Unset DOCKER_AUTH_CONFIG to restore the CLI auth behaviour.
        """
            + " ".repeat(9)
            + "\n";
    jimg.with("DOCKER_AUTH_CONFIG", good);
    assertEquals(
        new Result(0, "Login Succeeded\n", warning + AGAIN + unencrypted()),
        jimg.run("login", registry.host()));
    assertEquals(warning, jimg.run("logout", registry.host()).err());
    jimg.with("DOCKER_AUTH_CONFIG", mistake);
    assertEquals(
        "Failed to create credential store from DOCKER_AUTH_CONFIG:  json: unknown field \"x\"\n"
            + warning,
        jimg.run("logout", registry.host()).err());
  }

  @Test
  void logoutForgetsAndTheHubIsForgottenUnderAllItsNames() throws IOException {
    jimg.out("login", "-u", "ann", "-p", "secret", registry.host());
    assertEquals(
        new Result(0, "Removing login credentials for " + registry.host() + "\n", ""),
        jimg.run("logout", "https://" + registry.host() + "/v2/"));
    assertEquals("{\n\t\"auths\": {}\n}", config());
    for (String server : List.of("", "docker.io", "index.docker.io")) {
      Files.writeString(
          home.resolve(".docker/config.json"),
          """
          {"auths": {"https://index.docker.io/v1/": {"auth": "YTpi"},
            "https://index.docker.io/v1/access-token": {"auth": "YTpi"},
            "https://index.docker.io/v1/refresh-token": {"auth": "YTpi"}}}
          """);
      String shown = server.isEmpty() ? "https://index.docker.io/v1/" : server;
      assertEquals(
          new Result(0, "Removing login credentials for " + shown + "\n", ""),
          server.isEmpty() ? jimg.run("logout") : jimg.run("logout", server));
      assertEquals("{\n\t\"auths\": {}\n}", config());
    }
  }

  @Test
  void fiftyLoginsAtOnceKeepFiftyEntries() throws Exception {
    var registries = new ArrayList<FakeRegistry>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var logins = new ArrayList<Callable<Result>>();
      for (int i = 0; i < 50; i++) {
        var one = FakeRegistry.start().protect(new Access.Basic("ann", "secret"));
        registries.add(one);
        logins.add(
            () ->
                new Cli(home)
                    .run(
                        "secret".getBytes(UTF_8),
                        "login",
                        "-u",
                        "ann",
                        "--password-stdin",
                        one.host()));
      }
      for (var login : threads.invokeAll(logins)) {
        assertEquals("Login Succeeded\n", login.get().out(), login.get().err());
      }
    } finally {
      registries.forEach(FakeRegistry::close);
    }
    assertEquals(50, config().split("YW5uOnNlY3JldA==", -1).length - 1);
  }

  @Test
  void aFileThatCannotBeUnderstoodIsLeftAlone() throws IOException {
    var file = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    Files.writeString(file, "{\"auths\": {");
    var result = fromInput("secret");
    assertEquals(1, result.status());
    assertEquals(
        "WARNING: Error parsing config file ("
            + file
            + "): unexpected EOF\nError saving credentials: "
            + file
            + " cannot be understood and is left alone: unexpected EOF\n",
        result.err());
    assertEquals("{\"auths\": {", Files.readString(file));
  }

  @Test
  void aTokenServersTroubleIsNotTakenForAWrongPassword() {
    registry.protect(new Access.Token(tokens));
    registry.fault(
        Match.token(), Faults.answer(403, Map.of(), "{\"details\":\"account is disabled\"}"));
    assertEquals(
        "Error: Get \"http://" + registry.host() + "/v2/\": denied: account is disabled\n",
        fromInput("secret").err());
  }

  private Result fromInput(String input) {
    return jimg.run(
        input.getBytes(UTF_8), "login", "-u", "ann", "--password-stdin", registry.host());
  }

  private String unencrypted() {
    return "\nWARNING! Your credentials are stored unencrypted in '"
        + home.resolve(".docker/config.json")
        + "'.\n"
        + "Configure a credential helper to remove this warning. See\n"
        + "https://docs.docker.com/go/credential-store/\n\n";
  }

  private String kept(String members) {
    return "{\n\t\"auths\": {\n\t\t\""
        + registry.host()
        + "\": {\n\t\t\t"
        + members
        + "\n\t\t}\n\t}\n}";
  }

  private String config() throws IOException {
    return Files.readString(home.resolve(".docker/config.json"));
  }
}
