package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.FailureClass;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonWriter;
import io.jimg.server.ErrorCode;
import io.jimg.testing.Access;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Fault;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.RawServer;
import io.jimg.testing.Tls;
import io.jimg.testing.TokenServer;
import io.jimg.testing.TunnelProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What failures say beside Docker's words: to people, and to programs.
class ErrorsTest {

  private static final String QUOTA =
      "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"You have reached your pull rate"
          + " limit. You may increase the limit by authenticating and upgrading:"
          + " https://www.docker.com/increase-rate-limit\"}]}";

  private static final String PLAIN =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String image;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start().serve("test/app", "1", Images.hello("one"));
    jimg = new Cli(home).withHints();
    image = registry.host() + "/test/app:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Path config() {
    return home.resolve(".docker/config.json");
  }

  private void know(String user, String password) throws IOException {
    Files.createDirectories(config().getParent());
    String auth = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    Files.writeString(
        config(), "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + auth + "\"}}}");
  }

  private String hint(String... words) {
    var result = jimg.run(words);
    assertEquals(1, result.status(), result::toString);
    var lines = result.err().lines().toList();
    assertEquals(2, lines.size(), result::toString);
    assertTrue(lines.getLast().startsWith("hint: "), result::toString);
    return lines.getLast().substring("hint: ".length());
  }

  @Test
  void whoWasNobodyIsToldSo() {
    registry.protect(new Access.Basic("ann", "pw"));
    assertEquals(
        registry.host()
            + " refused the manifest, asked anonymously, since "
            + config()
            + " has no credentials for it: check the name, or run 'jimg login "
            + registry.host()
            + "' if it is private",
        hint("pull", image));
  }

  @Test
  void whoWasSomebodyIsToldAsWhomAndFromWhere() throws IOException {
    know("ann", "old");
    registry.protect(new Access.Basic("ann", "new"));
    assertEquals(
        registry.host()
            + " refused the manifest, asked as \"ann\" with the credentials of "
            + config()
            + ": check the name and whether this account may pull it",
        hint("pull", image));
    registry.protect(new Access.Token(new TokenServer().user("ann", "new")));
    assertEquals(
        "the token server of "
            + registry.host()
            + " refused the token, asked as \"ann\" with the credentials of "
            + config()
            + ": run 'jimg login "
            + registry.host()
            + "' again, or 'jimg logout "
            + registry.host()
            + "' to ask anonymously",
        hint("pull", image));
  }

  @Test
  void aHelperThatCannotBeUsedIsNamed() throws IOException {
    Files.createDirectories(config().getParent());
    Files.writeString(config(), "{\"credsStore\":\"nosuch\"}");
    registry.protect(new Access.Basic("ann", "pw"));
    String hint = hint("pull", image);
    assertTrue(hint.contains("anonymously, since docker-credential-nosuch ("), hint);
  }

  @Test
  void theStepThatWasRefusedIsNamed() {
    registry.fault(Match.blobs(), Faults.answer(ErrorCode.DENIED));
    assertTrue(hint("pull", image).contains(" refused the blob, asked anonymously: "));
    registry.fault(Match.tags(), Faults.answer(ErrorCode.DENIED));
    assertTrue(
        hint("pull", "-a", registry.host() + "/test/app").contains(" refused the tags, asked"));
  }

  @Test
  void aUsedUpQuotaIsNotTriedAgainAndItsEndIsTold() {
    registry.fault(
        Match.manifests(),
        Faults.answer(
            429, Map.of("ratelimit-limit", "100;w=21600", "Retry-After", "18120"), QUOTA));
    long before = Instant.now().getEpochSecond();
    String hint = hint("pull", image);
    assertEquals(1, registry.requests().size());
    var told =
        Pattern.compile(
                "the pull quota of "
                    + registry.host()
                    + ", asked anonymously, is used up until (\\S+) \\(in 5h2m\\); signed in users"
                    + " have a larger one: run 'jimg login'")
            .matcher(hint);
    assertTrue(told.matches(), hint);
    long reset = Instant.parse(told.group(1)).getEpochSecond();
    assertTrue(reset >= before + 18120 && reset <= before + 18180, hint);
  }

  @Test
  void whoSignsUnknownCertificatesIsToBeMadeKnown() throws IOException {
    String name = InetAddress.getLocalHost().getHostName();
    try (var secure = FakeRegistry.startTls(Tls.authority("nobody").issue(name))) {
      String host = name + secure.host().substring(secure.host().indexOf(':'));
      assertEquals(
          "put the certificate of who signed it into ~/.config/docker/certs.d/"
              + host
              + "/ca.crt, or do without verification with --insecure-registry "
              + host,
          hint("pull", host + "/a:1"));
      var refused = jimg.run("--insecure-registry", host, "pull", host + "/a:1");
      assertTrue(refused.err().contains("manifest unknown"), refused::toString);
    }
  }

  @Test
  void plainHttpIsToBeAllowed() throws IOException {
    String name = InetAddress.getLocalHost().getHostName();
    try (var plain = RawServer.answering(PLAIN)) {
      String host = name + plain.host().substring(plain.host().indexOf(':'));
      assertEquals(
          host + " speaks plain HTTP: allow that with --insecure-registry " + host,
          hint("pull", host + "/test/app:1"));
    }
    String host = name + registry.host().substring(registry.host().indexOf(':'));
    assertEquals(0, jimg.run("--insecure-registry", host, "pull", host + "/test/app:1").status());
  }

  @Test
  void namesAndProxiesThatLeadNowhereAreNamed() {
    assertTrue(hint("pull", "nosuch.invalid/a:1").startsWith("check the name nosuch.invalid, "));
    jimg.with("HTTPS_PROXY", "127.0.0.1:1");
    assertEquals(
        "the way out was HTTPS_PROXY; hosts in NO_PROXY are gone to directly",
        hint("pull", "nosuch.invalid/a:1"));
  }

  @Test
  void whatDockerHasAllWordsForGetsNoMore() {
    assertEquals(1, jimg.run("pull", registry.host() + "/test/app:2").err().lines().count());
    assertEquals(1, jimg.run("pull", "127.0.0.1:1/a").err().lines().count());
    registry.protect(new Access.Basic("ann", "pw"));
    assertEquals(1, jimg.run("--error-format", "docker", "pull", image).err().lines().count());
  }

  /// Twelve ways to fail, and what each is to a program.
  @Test
  void programsTellFailuresApart() throws IOException {
    String name = InetAddress.getLocalHost().getHostName();
    assertJson("not-found", "manifest", 404, false, "pull", registry.host() + "/test/app:2");
    assertJson("dns", "manifest", 0, false, "pull", "nosuch.invalid/a:1");
    assertJson("unreachable", "manifest", 0, true, "pull", "127.0.0.1:1/a:1");
    try (var plain = RawServer.answering(PLAIN);
        var secure = FakeRegistry.startTls(Tls.authority("nobody").issue(name));
        var proxy = TunnelProxy.start()) {
      String host = name + secure.host().substring(secure.host().indexOf(':'));
      String port = plain.host().substring(plain.host().indexOf(':'));
      assertJson("protocol", "manifest", 0, false, "pull", name + port + "/a:1");
      assertJson("tls", "manifest", 0, false, "pull", host + "/a:1");
      jimg.with("HTTPS_PROXY", "127.0.0.1:" + proxy.port());
      assertJson("proxy", "manifest", 0, true, "--max-wait", "0s", "pull", "elsewhere.test/a:1");
    }
    fault(Faults.answer(ErrorCode.UNAUTHORIZED));
    assertJson("unauthorized", "manifest", 401, false, "pull", image);
    fault(Faults.answer(ErrorCode.DENIED));
    assertJson("denied", "manifest", 403, false, "pull", image);
    fault(Faults.answer(429, Map.of("Retry-After", "90"), QUOTA));
    var quota = assertJson("quota", "manifest", 429, true, "pull", image);
    assertEquals("90", quota.get("retryAfter"));
    fault(Faults.tooManyRequests("120"));
    assertJson("throttled", "manifest", 429, true, "--max-wait", "0s", "pull", image);
    fault(Faults.answer(503));
    assertJson("unavailable", "manifest", 503, true, "--max-wait", "0s", "pull", image);
    fault(Faults.answer(400));
    assertJson("rejected", "manifest", 400, false, "pull", image);
    fault(Faults.redirect("http://169.254.169.254/"));
    assertJson("misdirected", "manifest", 0, false, "pull", image);
    fault(Faults.corrupt(20));
    String pinned = registry.host() + "/test/app@" + Images.hello("one").digest();
    assertLocal("integrity", 1, "pull", pinned);
  }

  @Test
  void everyCommandThatAsksRegistriesSaysWhichStepWasRefused() {
    jimg.out("pull", image);
    jimg.out("tag", image, registry.host() + "/test/other:1");
    registry.protect(new Access.Token(new TokenServer()));
    String other = registry.host() + "/test/other:1";
    assertJson("denied", "upload", 401, false, "push", other);
    assertTrue(hint("push", other).endsWith("with an account that may push there"));
    registry.protect(new Access.Basic("ann", "pw"));
    assertJson("unauthorized", "tags", 401, false, "tags", registry.host() + "/test/other");
    assertJson("unauthorized", "manifest", 401, false, "manifest", "inspect", image);
    assertJson("unauthorized", "other", 401, false, "search", registry.host() + "/x");
    String[] login = {"login", "-u", "ann", "-p", "wrong", registry.host()};
    var refused = json(login);
    assertTrue(refused.err().contains("\"step\":\"ping\",\"status\":401,"), refused::toString);
    assertTrue(
        jimg.run(login).err().contains("hint: " + registry.host() + " refused the ping, asked as"));
  }

  @Test
  void aSlowRefusalIsWaitedFor() {
    registry.protect(new Access.Token(new TokenServer()));
    registry.fault(Match.any(), Faults.slow(Duration.ofMillis(700)).times(2));
    assertEquals(0, jimg.run("pull", image).status());
    assertEquals(1, registry.count(request -> request.status() == 401));
  }

  private void fault(Fault fault) {
    registry.heal();
    registry.fault(Match.manifests(), fault);
  }

  @Test
  void everyCommandTellsItsFailuresInJson() {
    assertLocal("usage", 125, "images", "--nosuch");
    assertLocal("usage", 1, "nosuch");
    assertLocal("usage", 125, "--nosuch", "images");
    assertLocal("usage", 1, "tag", "a");
    assertLocal("template", 64, "inspect", "--format", "{{", "a");
    assertLocal("invalid", 1, "tag", "A", "b");
    for (String command : List.of("inspect", "history", "rmi", "image inspect", "tag x")) {
      var words = new ArrayList<>(Arrays.asList(command.split(" ")));
      words.add("nosuch");
      assertLocal("not-found", 1, words.toArray(String[]::new));
    }
    var two = jimg.run("--error-format", "json", "rmi", "a", "b");
    assertEquals(2, two.err().lines().count());
  }

  private void assertLocal(String kind, int status, String... words) {
    var result = json(words);
    assertEquals(status, result.status(), result::toString);
    var line = members(result);
    assertEquals("\"" + kind + "\"", line.get("class"), result::toString);
    assertEquals("null", line.get("registry"), result::toString);
  }

  private Map<String, String> assertJson(
      String kind, String step, int status, boolean retryable, String... words) {
    var result = json(words);
    assertEquals(1, result.status(), result::toString);
    var line = members(result);
    assertEquals("\"" + kind + "\"", line.get("class"), result::toString);
    assertEquals("\"" + step + "\"", line.get("step"), result::toString);
    assertEquals(status == 0 ? "null" : "" + status, line.get("status"), result::toString);
    assertEquals("" + retryable, line.get("retryable"), result::toString);
    String name = words[words.length - 1];
    assertEquals(
        "\"" + name.substring(0, name.indexOf('/')) + "\"", line.get("registry"), result::toString);
    return line;
  }

  private Result json(String... words) {
    var all = new ArrayList<>(List.of("--error-format", "json"));
    all.addAll(List.of(words));
    return jimg.run(all.toArray(String[]::new));
  }

  private static Map<String, String> members(Result result) {
    assertEquals(1, result.err().lines().count(), result::toString);
    var members = new LinkedHashMap<String, String>();
    JsonReader.readObject(result.err().getBytes(UTF_8))
        .members()
        .forEach((name, value) -> members.put(name, JsonWriter.text(value)));
    assertEquals(
        List.of("class", "registry", "step", "status", "retryable", "retryAfter", "message"),
        List.copyOf(members.keySet()));
    return members;
  }

  @Test
  void theTableOfClassesIsComplete() throws IOException {
    var rows =
        Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("docs/errors.md")).split("\\| class \\|")[1])
            .results()
            .map(row -> row.group(1))
            .toList();
    assertEquals(Arrays.stream(FailureClass.values()).map(FailureClass::word).toList(), rows);
    assertEquals(rows.size(), rows.stream().collect(toSet()).size());
  }
}
