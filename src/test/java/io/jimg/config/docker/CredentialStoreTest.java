package io.jimg.config.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.config.docker.Credential.Basic;
import io.jimg.config.docker.Credential.IdentityToken;
import io.jimg.config.docker.Credential.RegistryToken;
import io.jimg.error.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialStoreTest {

  @TempDir Path home;

  @Test
  void withoutAnythingOneIsAnonymous() {
    assertEquals(Credential.ANONYMOUS, store().get("quay.io"));
  }

  @Test
  void credentialsComeFromTheFileInAllTheirForms() throws IOException {
    write(
        """
        {"auths": {
          "https://index.docker.io/v1/": {"auth": "aHViOnB3"},
          "quay.io": {"username": "u", "password": "p"},
          "both.io": {"username": "x", "password": "y", "auth": "YTpi"},
          "gcr.io": {"auth": "dTo=", "identitytoken": "id"},
          "token.io": {"registrytoken": "bearer", "auth": "YTpi"},
          "empty.io": {},
          "localhost:5000": {"auth": "YTpi"},
          "https://old.io/v1/": {"auth": "b2xkOnB3"},
          "http://older.io:80/v2/": {"auth": "b2xkZXI6cHc="}
        }}
        """);
    var store = store();
    assertEquals(new Basic("hub", "pw"), store.get("docker.io"));
    assertEquals(new Basic("hub", "pw"), store.get("index.docker.io"));
    assertEquals(new Basic("u", "p"), store.get("quay.io"));
    assertEquals(new Basic("a", "b"), store.get("both.io"));
    assertEquals(new IdentityToken("u", "id"), store.get("gcr.io"));
    assertEquals(new RegistryToken("bearer"), store.get("token.io"));
    assertEquals(Credential.ANONYMOUS, store.get("empty.io"));
    assertEquals(new Basic("a", "b"), store.get("localhost:5000"));
    assertEquals(Credential.ANONYMOUS, store.get("localhost"));
    assertEquals(new Basic("old", "pw"), store.get("old.io"));
    assertEquals(new Basic("older", "pw"), store.get("older.io:80"));
    assertEquals(Credential.ANONYMOUS, store.get("registry-1.docker.io"));
  }

  @Test
  void theEnvironmentComesFirstAndOnlyForWhatItNames() throws IOException {
    write("{\"auths\": {\"a.io\": {\"auth\": \"YTpi\"}, \"b.io\": {\"auth\": \"YTpi\"}}}");
    var env = Map.of("DOCKER_AUTH_CONFIG", "{\"auths\":{\"a.io\":{\"auth\":\"ZW52OnB3\"}}}");
    var store = new CredentialStore(DockerConfig.load(directory()), env);
    assertNull(store.warning());
    assertEquals(true, store.environmentRules());
    assertEquals(new Basic("env", "pw"), store.get("a.io"));
    assertEquals(new Basic("a", "b"), store.get("b.io"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {                      ~ unexpected EOF
          {"auths":{},"x":1}     ~ json: unknown field "x"
          {"auths":{"h":{"auth":"YTpi","email":"e"}}} ~ json: unknown field "email"
          {"auths":{"h":{}}}     ~ DOCKER_AUTH_CONFIG environment variable is missing key `auth` \
          for h
          {"auths":{"h":{"auth":"YWJj"}}} ~ Invalid auth configuration file
          {} {}                  ~ DOCKER_AUTH_CONFIG does not support more than one JSON object
          """)
  void aMistakeInTheEnvironmentMakesItVoid(String value, String problem) {
    var env = Map.of("DOCKER_AUTH_CONFIG", value.replace('´', '`'));
    var store = new CredentialStore(DockerConfig.load(directory()), env);
    assertEquals(
        "Failed to create credential store from DOCKER_AUTH_CONFIG:  " + problem, store.warning());
    assertEquals(Credential.ANONYMOUS, store.get("h"));
  }

  @Test
  void loginWritesTheFileAsDockerDoes() throws IOException {
    var store = store();
    assertEquals(true, store.put("localhost:5000", new Basic("u", "p&<>")));
    assertEquals(false, store.put("localhost:5000", new Basic("u", "p&<>")));
    assertEquals(false, store.put("docker.io", new IdentityToken("hub", "r<t")));
    assertEquals(
        """
        {
        \t"auths": {
        \t\t"https://index.docker.io/v1/": {
        \t\t\t"auth": "aHViOg==",
        \t\t\t"identitytoken": "r\\u003ct"
        \t\t},
        \t\t"localhost:5000": {
        \t\t\t"auth": "dTpwJjw+"
        \t\t}
        \t}
        }\
        """,
        content());
    assertEquals("rw-------", mode(directory().resolve("config.json")));
    assertEquals("rwx------", mode(directory()));
    assertEquals(new Basic("u", "p&<>"), store.get("localhost:5000"));
    assertEquals(new IdentityToken("hub", "r<t"), store.get("docker.io"));
  }

  @Test
  void whatIsNotOursStaysAsItIsAndInItsPlace() throws IOException {
    write("{\"mine\":[1.50,null,{}],\"auths\":{\"z\":{\"email\":\"e\"}},\"psFormat\":\"<\"}");
    store().put("m.io", new Basic("u", "p"));
    assertEquals(
        """
        {
        \t"mine": [
        \t\t1.50,
        \t\tnull,
        \t\t{}
        \t],
        \t"auths": {
        \t\t"m.io": {
        \t\t\t"auth": "dTpw"
        \t\t},
        \t\t"z": {
        \t\t\t"email": "e"
        \t\t}
        \t},
        \t"psFormat": "\\u003c"
        }\
        """,
        content());
  }

  @Test
  void logoutForgetsEverySpellingAndLeavesTheRest() throws IOException {
    write(
        """
        {"psFormat": "x", "auths": {"a.io": {"auth": "YTpi"}, "https://a.io": {"auth": "YTpi"},
         "http://a.io": {"auth": "YTpi"}, "https://index.docker.io/v1/": {"auth": "YTpi"}}}
        """);
    assertEquals(Map.of(), store().eraseAll("https://a.io/v1/"));
    assertEquals(Credential.ANONYMOUS, store().get("a.io"));
    assertEquals(new Basic("a", "b"), store().get("docker.io"));
    assertEquals(Map.of(), store().eraseAll(""));
    assertEquals("{\n\t\"psFormat\": \"x\",\n\t\"auths\": {}\n}", content());
  }

  @Test
  void logoutOfWhatIsNotThereWritesNothing() throws IOException {
    assertEquals(Map.of(), store().eraseAll("a.io"));
    assertEquals(false, Files.exists(directory()));
    write("{ }");
    assertEquals(Map.of(), store().eraseAll("a.io"));
    assertEquals("{ }", content());
  }

  @Test
  void aLinkStaysALinkAndItsTargetKeepsItsMode() throws IOException {
    Path target = Files.createDirectory(home.resolve("dotfiles")).resolve("docker.json");
    Files.writeString(target, "{}");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
    Files.createDirectory(directory());
    Path link = directory().resolve("config.json");
    Files.createSymbolicLink(link, Path.of("../dotfiles/docker.json"));
    store().put("a.io", new Basic("a", "b"));
    assertEquals(true, Files.isSymbolicLink(link));
    assertEquals("rw-r-----", mode(target));
    assertEquals(new Basic("a", "b"), store().get("a.io"));
    Files.delete(target);
    store().put("a.io", new Basic("a", "c"));
    assertEquals(true, Files.isSymbolicLink(link));
    assertEquals("rw-------", mode(target));
  }

  @Test
  void aFileThatCannotBeUnderstoodIsNotOverwritten() throws IOException {
    write("{\"auths\": {");
    var failure =
        assertThrows(StoreFailure.class, () -> store().put("a.io", new Basic("a", "secret")));
    assertEquals(
        "Error saving credentials: "
            + directory().resolve("config.json")
            + " cannot be understood and is left alone: unexpected EOF",
        failure.sentence());
    assertEquals("{\"auths\": {", content());
  }

  @Test
  void noCredentialPrintsItsSecret() {
    assertEquals("Basic[username=u, password=***]", new Basic("u", "s3").toString());
    assertEquals("IdentityToken[username=u, token=***]", new IdentityToken("u", "s3").toString());
    assertEquals("RegistryToken[token=***]", new RegistryToken("s3").toString());
  }

  @Test
  void fiftyLoginsAtOnceLeaveFiftyEntries() throws Exception {
    var expected = new TreeMap<String, Credential>();
    var processes = new Process[4];
    for (int i = 0; i < processes.length; i++) {
      processes[i] = loginProcess(i);
      for (int n = 0; n < 5; n++) {
        expected.put("p" + i + "-" + n + ".io", new Basic("u" + n, "p"));
      }
    }
    var logins = new ArrayList<Future<Boolean>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        String host = "t" + i + ".io";
        expected.put(host, new Basic(host, "p"));
        logins.add(threads.submit(() -> store().put(host, new Basic(host, "p"))));
      }
    }
    for (var login : logins) {
      assertEquals(true, login.get());
    }
    for (var process : processes) {
      assertEquals(0, process.waitFor());
    }
    assertEquals(expected, new TreeMap<>(DockerConfig.load(directory()).auths()));
    try (var files = Files.list(directory())) {
      assertEquals(2, files.count());
    }
  }

  private Process loginProcess(int number) throws IOException {
    String classPath = System.getProperty("java.class.path");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java, "-cp", classPath, Logins.class.getName(), directory().toString(), "" + number)
        .inheritIO()
        .start();
  }

  /// Another process that logs in five times.
  static final class Logins {

    private Logins() {}

    public static void main(String[] args) {
      var store = new CredentialStore(DockerConfig.load(Path.of(args[0])), Map.of());
      for (int n = 0; n < 5; n++) {
        store.put("p" + args[1] + "-" + n + ".io", new Basic("u" + n, "p"));
      }
    }
  }

  private CredentialStore store() {
    return new CredentialStore(DockerConfig.load(directory()), Map.of());
  }

  private Path directory() {
    return home.resolve(".docker");
  }

  private void write(String content) throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("config.json"), content);
  }

  private String content() throws IOException {
    return Files.readString(directory().resolve("config.json"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
