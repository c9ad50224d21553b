package io.jimg.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.cli.frame.Command;
import io.jimg.server.ErrorCode;
import io.jimg.testing.Access;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.RawServer;
import io.jimg.testing.Request;
import io.jimg.testing.Sample;
import io.jimg.testing.TokenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A secret in every place that can hold one, and every command at its most talkative: the secret
/// is on no output, in no file but those that are for it, and on no command line of a helper.
class CanaryTest {

  private static final String CANARY = "canary";

  /// Where the second column of the cases begins.
  private static final int COLUMN = 18;

  /// What is run of every command; `REG` is each of the registries in turn. A command without a
  /// line here fails the test.
  private static final String CASES =
      """
      pull              pull REG/app:1
      pull              pull --all-tags REG/app
      pull              pull -q REG/none
      pull              --error-format json pull REG/none
      pull              --error-format json pull REG/app:1
      login             login REG
      login             login -u ann -p canary-typed REG
      login             login -u ann --password-stdin REG
      login             login -u ann -p canary-typed --password-stdin REG
      logout            logout REG
      search            search REG/x
      tags              tags REG/app
      images            images --digests
      history           history REG/app:1
      inspect           inspect REG/app:1 REG/none
      image inspect     image inspect REG/app:1
      tag               tag REG/app:1 mine:1
      tag               tag REG/none mine:2
      tag               tag REG/app:1 REG/new:1
      push              push REG/new:1
      push              push --all-tags REG/app
      push              push -q REG/none
      push              --error-format json push REG/new:1
      rmi               rmi REG/app:1 REG/none
      import            import http://REG/nothing.tar?X-Amz-Signature=canary-signature mine:3
      image prune       image prune -f
      info              info
      completion bash   completion bash
      completion bash   __complete rmi REG/
      manifest inspect  manifest inspect -v --insecure REG/app:1
      manifest create   manifest create --insecure REG/list:1 REG/app:1
      manifest annotate manifest annotate --arch arm64 REG/list:1 REG/app:1
      manifest push     manifest push --insecure REG/list:1
      manifest rm       manifest rm REG/list:1
      ps                ps -a
      serve             serve --addr 127.0.0.1:none
      version           version
      system check      system check --deep
      system check      system check --repair
      system df         system df -v
      system prune      system prune -a -f
      """;

  /// What goes wrong at the registries.
  enum Weather {
    CALM,
    FORBIDDEN,
    TOKENS_REFUSED,
    TOKENS_GARBLED,
    NO_TOKENS,
    STORAGE_GONE,
    STORAGE_RUBBISH,
    UPLOADS_ELSEWHERE
  }

  @TempDir Path home;
  private final Sample.Image image = Images.large(2, 2000);
  private final List<FakeRegistry> registries = new ArrayList<>();
  private final Map<String, String> env = new LinkedHashMap<>();
  private final RawServer proxy =
      RawServer.answering(
          String.join(
              "\r\n",
              "HTTP/1.1 407 Proxy Authentication Required",
              "Proxy-Authenticate: Basic realm=p",
              "Content-Length: 0",
              "",
              ""));
  private final RawServer rubbish = RawServer.answering("rubbish\r\n\r\n");
  private String config = "";

  @BeforeEach
  void hideSecrets() throws IOException {
    var tokens =
        new TokenServer()
            .mark("canary-")
            .user("ann", "canary-helper")
            .user("bob", "canary-other")
            .noAnonymousPull();
    var filed = registry(new Access.Basic("ann", "canary-file"));
    var helped = registry(new Access.Token(tokens));
    var fromEnvironment = registry(new Access.Basic("ann", "canary-environment"));
    var identified = registry(new Access.Token(tokens));
    var bearing = registry(new Access.Token(tokens));
    helper(helped.host());
    config =
        """
        {"auths": {
          "%s": {"auth": "%s"},
          "%s": {"auth": "YW5uOg==", "identitytoken": "%s"},
          "%s": {"registrytoken": "canary-bearer"}},
         "credHelpers": {"%s": "keeper"},
         "HttpHeaders": {"X-Meta-Secret": "canary-header"}}
        """
            .formatted(
                filed.host(),
                Base64.getEncoder().encodeToString("ann:canary-file".getBytes(UTF_8)),
                identified.host(),
                tokens.refreshToken("bob"),
                bearing.host(),
                helped.host());
    String auth = Base64.getEncoder().encodeToString("ann:canary-environment".getBytes(UTF_8));
    env.put(
        "DOCKER_AUTH_CONFIG",
        "{\"auths\":{\"" + fromEnvironment.host() + "\":{\"auth\":\"" + auth + "\"}}}");
    env.put("HTTP_PROXY", "http://ann:canary-proxy@" + proxy.host());
    env.put("HTTPS_PROXY", "http://ann:canary-proxy@" + proxy.host());
    env.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
    env.put("HOME", home.toString());
  }

  private FakeRegistry registry(Access access) {
    var registry = FakeRegistry.start().serve("app", "1", image).protect(access);
    registries.add(registry);
    return registry;
  }

  /// Keeps one secret, whatever it is told, and the words it was called with.
  private void helper(String host) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    var program = home.resolve("bin/docker-credential-keeper");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$0 $*" >>"$HOME/helper.log"
        cat >/dev/null
        echo '{"ServerURL":"%s","Username":"ann","Secret":"canary-helper"}'
        """
            .formatted(host));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void close() {
    registries.forEach(FakeRegistry::close);
    proxy.close();
    rubbish.close();
  }

  @ParameterizedTest
  @EnumSource
  void noCommandTellsASecret(Weather weather) throws IOException {
    for (var registry : registries) {
      set(weather, registry);
      for (var line : lines()) {
        run(line.replace("REG", registry.host()));
      }
    }
    assertTrue(sent("canary-header") && sent("canary-bearer"), "nobody was told anything");
    noFileTellsASecret();
  }

  /// Without this, a test that is never let in would prove little.
  @Test
  void inCalmWeatherTheSecretsOpenTheRegistries() throws IOException {
    for (var registry : registries.subList(0, 4)) {
      set(Weather.CALM, registry);
      var pulled = run("pull " + registry.host() + "/app:1");
      assertEquals(0, pulled.status(), pulled.err());
      run("tag " + registry.host() + "/app:1 " + registry.host() + "/new:1");
      var pushed = run("push " + registry.host() + "/new:1");
      assertEquals(0, pushed.status(), pushed.err());
      assertTrue(pulled.err().contains("GET http://" + registry.host() + "/v2/"), pulled.err());
    }
    assertTrue(Files.readString(home.resolve("helper.log")).endsWith("keeper get\n"));
  }

  private void set(Weather weather, FakeRegistry registry) {
    switch (weather) {
      case CALM -> redirect(registry, registries.getFirst().uri() + "storage");
      case FORBIDDEN -> registry.fault(Match.manifests(), Faults.answer(ErrorCode.DENIED));
      case TOKENS_REFUSED ->
          registry.fault(
              Match.token(), Faults.answer(401, Map.of(), "{\"details\":\"no such user\"}"));
      case TOKENS_GARBLED ->
          registry.fault(
              Match.token(), Faults.answer(200, Map.of(), "{\"token\":\"canary-garbled\""));
      case NO_TOKENS ->
          registry.fault(
              Match.token(), Faults.answer(200, Map.of(), "{\"token\":\"canary\\ntoken\"}"));
      case STORAGE_GONE -> redirect(registry, "http://127.0.0.1:1");
      case UPLOADS_ELSEWHERE ->
          registry.fault(
              Match.uploads().and(Match.method("POST")),
              Faults.answer(
                  202, Map.of("Location", "http://127.0.0.1:1/up?_state=canary-state"), ""));
      case STORAGE_RUBBISH -> redirect(registry, "http://" + rubbish.host());
    }
  }

  /// Sends whoever wants a blob elsewhere, with a signature.
  private void redirect(FakeRegistry registry, String to) {
    for (var digest : image.blobs().keySet()) {
      String place = to + "/" + digest + "?X-Amz-Signature=canary-signature";
      registry.fault(Match.blob(digest), Faults.redirect(place));
      registries
          .getFirst()
          .fault(
              Match.path("/storage/" + digest),
              Faults.answer(200, Map.of(), image.blobs().get(digest)));
    }
  }

  private boolean sent(String secret) {
    return registries.stream()
        .flatMap(registry -> registry.requests().stream())
        .map(Request::headers)
        .anyMatch(headers -> headers.toString().contains(secret));
  }

  @Test
  void whereTokensComeFromIsKeptOfThoseWhoHaveNothingToShow() throws IOException {
    var registry = registry(new Access.Token(new TokenServer().mark("canary-")));
    var realms = home.resolve("store/jimg/realms");
    for (var helped : registries) {
      run("pull " + helped.host() + "/app:1");
      run("pull " + helped.host() + "/app:1");
    }
    assertEquals(
        registry.uri() + "\t" + registry.uri() + "token\tfake\n", Files.readString(realms));
    Files.delete(realms);
    var place = "http://ann:canary-realm@" + registry.host() + "/token?key=canary-key";
    var challenge = Map.of("WWW-Authenticate", "Bearer realm=\"" + place + "\",service=\"fake\"");
    registry.fault(Match.manifests(), Faults.answer(401, challenge, "").once());
    assertEquals(0, run("pull " + registry.host() + "/app:1").status());
    noFileTellsASecret();
  }

  @Test
  void aProxyThatRefusesIsNotTold() throws IOException {
    for (var line : lines()) {
      run(line.replace("REG", "registry.invalid"));
    }
    assertTrue(proxy.requests().toString().contains("Proxy-Authorization"), "it was not asked");
    env.put("HTTPS_PROXY", "http://ann:canary-proxy@127.0.0.1:1");
    run("pull registry.invalid/app");
    env.put("HTTPS_PROXY", "http://ann:canary proxy@127.0.0.1:x");
    run("pull registry.invalid/app");
    env.put("HTTPS_PROXY", "socks5://ann:canary-proxy@127.0.0.1:1");
    run("--max-wait 0s tags registry.invalid/app");
    noFileTellsASecret();
  }

  @Test
  void whatIsMalformedIsNotShown() throws IOException {
    String host = registries.getFirst().host();
    for (String headers :
        new String[] {"canary", "=canary", "\"X-Meta-A=canary", "X-Meta-A=canary\u0007"}) {
      env.put("DOCKER_CUSTOM_HEADERS", headers);
      run("tags " + host + "/app");
    }
    env.remove("DOCKER_CUSTOM_HEADERS");
    for (String line :
        List.of(
            "search ann:canary@h.invalid/x",
            "login -u ann -p canary-typed ann:canary@127.0.0.1:1",
            "login -u ann -p canary-typed https://ann:canary@127.0.0.1:1/v1/",
            "logout ann:canary@127.0.0.1:1",
            "tags ann:canary@h.invalid/x",
            "--registry-mirror https://ann:canary@h.invalid pull alpine",
            "import http://ann:canary@127.0.0.1:1/x.tar?canary")) {
      run(line);
    }
    for (String auths :
        new String[] {
          "{\"auths\":{\"h\":{\"auth\":\"canary!\"}}}",
          "{\"auths\":{\"h\":{\"auth\":\"canary",
          "{\"auths\":{\"h\":{\"password\":\"canary\"}}}",
          "\"canary\"",
          "canary"
        }) {
      env.put("DOCKER_AUTH_CONFIG", auths);
      run("tags " + host + "/app");
      env.remove("DOCKER_AUTH_CONFIG");
      config = auths;
      run("tags " + host + "/app");
      run("login -u ann -p canary-typed " + host);
      run("images");
    }
    config = "{\"HttpHeaders\": {\"X-Meta-A\": \"canary\\n\"}}";
    run("tags " + host + "/app");
    noFileTellsASecret();
  }

  @Test
  void aHelperThatFailsIsNotRepeated() throws IOException {
    Files.writeString(
        home.resolve("bin/docker-credential-keeper"),
        "#!/bin/sh\necho \"$0 $*\" >>\"$HOME/helper.log\"\ncat\nexit 3\n");
    config = "{\"credsStore\": \"keeper\"}";
    var host = registries.getFirst().host();
    registries.getFirst().protect(new Access.Basic("ann", "canary-typed"));
    assertEquals(1, run("login -u ann -p canary-typed " + host).status());
    run("tags " + host + "/app");
    run("logout " + host);
    noFileTellsASecret();
  }

  @Test
  void everyCommandIsTried() {
    var tried = new LinkedHashSet<Class<?>>();
    for (String line : CASES.lines().toList()) {
      var words = List.of(line.substring(0, COLUMN).strip().split(" "));
      var command =
          words.size() == 1
              ? Commands.top(words.getFirst())
              : Commands.member(words.getFirst(), words.get(1));
      tried.add(known(line, command));
    }
    var missing = new LinkedHashSet<String>();
    for (String name : commands()) {
      int blank = name.indexOf(' ');
      var command =
          blank < 0
              ? Commands.top(name)
              : Commands.member(name.substring(0, blank), name.substring(blank + 1));
      if (!tried.contains(known(name, command))) {
        missing.add(name);
      }
    }
    assertEquals(Set.of(), missing, "commands without a canary case");
  }

  private static Class<?> known(String name, @Nullable Command command) {
    if (command == null) {
      throw new AssertionError("no such command: " + name);
    }
    return command.getClass();
  }

  private static List<String> commands() {
    var names = new ArrayList<>(Commands.COMMON);
    names.addAll(Commands.PLAIN);
    var groups = new ArrayList<>(Commands.GROUPS);
    groups.add(Commands.COMPLETION);
    for (var group : groups) {
      group.members().forEach(member -> names.add(group.name() + " " + member));
    }
    return names;
  }

  private static List<String> lines() {
    return CASES.lines().map(line -> line.substring(COLUMN)).toList();
  }

  /// Runs a line with all that makes a command talk, and looks at what it says.
  private Cli.Result run(String line) throws IOException {
    var directory = Files.createDirectories(home.resolve(".docker"));
    Files.writeString(directory.resolve("config.json"), config);
    var jimg = new Cli(home).withHints();
    env.forEach(jimg::with);
    var words = new ArrayList<>(List.of("--debug", "--log-level", "debug"));
    words.addAll(Arrays.asList(line.split(" ")));
    var result = jimg.run("canary-input\n".getBytes(UTF_8), words.toArray(String[]::new));
    assertSilent(line + "\n" + result.out() + result.err(), result.out() + result.err());
    return result;
  }

  private void noFileTellsASecret() throws IOException {
    var program = home.resolve("bin");
    var config = home.resolve(".docker/config.json");
    try (var files = Files.walk(home)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.equals(config) && !file.startsWith(program)) {
          assertSilent(file.toString(), Files.readString(file, ISO_8859_1));
        }
      }
    }
  }

  private static void assertSilent(String where, String text) {
    for (String needle : needles()) {
      assertTrue(!text.contains(needle), () -> needle + " in " + where);
    }
  }

  /// The canary as it is, and in base64 behind any number of bytes.
  private static List<String> needles() {
    var needles = new ArrayList<>(List.of(CANARY));
    for (int before = 0; before < 3; before++) {
      String padded = "x".repeat(before) + CANARY;
      String encoded = Base64.getEncoder().encodeToString(padded.getBytes(UTF_8));
      needles.add(encoded.substring((before * 8 + 5) / 6, padded.length() * 8 / 6));
    }
    return needles;
  }
}
