package io.jimg.config.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.config.docker.Credential.Basic;
import io.jimg.error.InvalidInput;
import io.jimg.testing.Docker;
import io.jimg.testing.GoPeer;
import io.jimg.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// config.json beside the real Docker: each reads what the other wrote, and both write the same.
class DockerLoginTest {

  private static final String PASSWORD = "p&<>\u00e9";

  @TempDir Path home;

  @Test
  void loginsOfBothLeaveTheSameFile() throws IOException {
    Docker.require();
    String registry = Peers.registry();
    Path ours = home.resolve("ours");
    Path theirs = home.resolve("theirs");
    for (var directory : List.of(ours, theirs)) {
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve("config.json"),
          "{\"auths\":{\"0.io\":{},\"z.io\":{\"auth\":\"YTpi\"}},\"psFormat\":\"<\"}");
    }
    assertEquals(true, store(ours).put(registry, new Basic("u", PASSWORD)));
    assertEquals("Login Succeeded", login(theirs, registry).out());
    assertEquals(content(theirs), content(ours));
    assertEquals(new Basic("u", PASSWORD), store(theirs).get(registry));
    assertEquals(0, docker(ours, "logout", registry).status());
    assertEquals(Map.of(), store(theirs).eraseAll(registry));
    assertEquals(content(ours), content(theirs));
  }

  @Test
  void aFirstLoginMakesTheSameFileAndDirectory() throws IOException {
    Docker.require();
    String registry = Peers.registry();
    Path ours = home.resolve("ours");
    Path theirs = home.resolve("theirs");
    store(ours).put(registry, new Basic("u", PASSWORD));
    assertEquals(0, login(theirs, registry).status());
    assertEquals(content(theirs), content(ours));
    for (String path : List.of(".", "config.json")) {
      assertEquals(
          Files.getPosixFilePermissions(theirs.resolve(path)),
          Files.getPosixFilePermissions(ours.resolve(path)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{",
        "",
        " ",
        "nul",
        "null",
        "[]",
        "3",
        "\"x",
        "{\"a\":}",
        "{} x",
        "{\"a\" 1}",
        "[1,",
        "{\"auths\":[]}",
        "{\"auths\":{\"h\":1}}",
        "{\"auths\":{\"h\":{\"auth\":\"!!\"}}}",
        "{\"auths\":{\"h\":{\"auth\":\"YWJj\"}}}",
        "{\"auths\":{\"h\":{\"auth\":[]}}}",
        "{\"imagesFormat\":{}}",
        "{\"IMAGESFORMAT\":1}",
        "{\"pruneFilters\":{\"a\":1}}",
        "{\"pruneFilters\":[\"a\",null,true]}",
        "{\"HttpHeaders\":\"x\"}",
        "{\"credsStore\":[]}",
        "{\"credHelpers\":{\"a\":{}}}",
        "{\"plugins\":{\"a\":1}}",
        "{\"plugins\":{\"a\":{\"b\":1}}}",
        "{\"proxies\":[]}",
        "{\"proxies\":{\"a\":1}}",
        "{\"proxies\":{\"a\":{\"noProxy\":1}}}",
        "{\"cliPluginsExtraDirs\":1}",
        "{\"experimental\":true}",
        "{\"unknown\":[{}]}",
        "{\"psFormat\":\"\\x\"}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":\"\t\"}",
        "{'a':1}",
        "{,}",
        "tru",
        "truX",
        "-",
        "{\"detachKeys\":null,\"tasksFormat\":0}"
      })
  void aFileIsComplainedAboutAlike(String content) throws IOException {
    Docker.require();
    Files.writeString(home.resolve("config.json"), content);
    String warning = DockerConfig.load(home).warning();
    String theirs = docker(home, "version", "--format", "x").err();
    assertEquals(theirs, warning == null ? "" : warning);
  }

  @Test
  void base64IsDecodedAsInGo() {
    var random = new SplittableRandom(20260807);
    var questions = new ArrayList<List<String>>();
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append("YWJjYWJj09+/==\n\r!\u00e9".charAt(random.nextInt(18)));
      }
      questions.add(List.of("base64", text.toString()));
    }
    var answers = GoPeer.program("names").ask(questions);
    for (int i = 0; i < answers.size(); i++) {
      String text = questions.get(i).get(1);
      assertEquals(answers.get(i), complaint(text), text);
    }
  }

  private static String complaint(String base64) {
    try {
      Basic _ = AuthText.decode(base64);
      return "";
    } catch (InvalidInput e) {
      return e.sentence().startsWith("illegal") ? e.sentence() : "";
    }
  }

  private static Docker.Result login(Path config, String registry) {
    return Docker.run(
        PASSWORD.getBytes(UTF_8),
        "--config",
        config.toString(),
        "login",
        "-u",
        "u",
        "--password-stdin",
        registry);
  }

  private static Docker.Result docker(Path config, String... arguments) {
    var all = new ArrayList<>(List.of("--config", config.toString()));
    all.addAll(List.of(arguments));
    return Docker.run(all.toArray(String[]::new));
  }

  private static CredentialStore store(Path directory) {
    return new CredentialStore(DockerConfig.load(directory), Map.of());
  }

  private static String content(Path directory) throws IOException {
    return Files.readString(directory.resolve("config.json"));
  }
}
