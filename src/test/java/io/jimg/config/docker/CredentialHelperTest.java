package io.jimg.config.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.config.docker.Credential.Basic;
import io.jimg.config.docker.Credential.IdentityToken;
import io.jimg.config.docker.Credential.RegistryToken;
import io.jimg.error.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialHelperTest {

  /// Keeps one file for each server; the protocol of docker-credential-helpers.
  private static final String KEEPER =
      """
      #!/bin/sh
      cd "$KEEP" || exit 9
      file() { printf %s "$1" | tr '/:' '__'; }
      case $1 in
        store) cat >in; f=$(sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/' in); mv in "$(file "$f").kept";;
        get) f=$(file "$(cat)").kept
          if [ -f "$f" ]; then cat "$f"; else
            echo 'credentials not found in native keychain'; exit 1; fi;;
        erase) rm "$(file "$(cat)").kept" || { echo no such entry; exit 1; };;
        list) printf '{'; cat >/dev/null; printf '"a.io":"u"}';;
      esac
      """;

  @TempDir Path home;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectory(home.resolve("bin"));
    Files.createDirectory(home.resolve("keep"));
    install("keeper", KEEPER);
  }

  @Test
  void aHelperKeepsCredentialsAndTheFileAnEmptyEntry() throws IOException {
    write("{\"credsStore\": \"keeper\"}");
    var store = store();
    assertEquals(false, store.put("a.io", new Basic("u", "s\"3\\\n&")));
    store.put("docker.io", new IdentityToken("hub", "refresh"));
    assertEquals(new Basic("u", "s\"3\\\n&"), store.get("a.io"));
    assertEquals(new IdentityToken("", "refresh"), store.get("docker.io"));
    assertEquals(Credential.ANONYMOUS, store.get("b.io"));
    assertEquals(
        "{\n\t\"auths\": {\n\t\t\"a.io\": {},\n\t\t\"https://index.docker.io/v1/\": {}\n\t},\n"
            + "\t\"credsStore\": \"keeper\"\n}",
        content());
    store.erase("a.io");
    assertEquals(Credential.ANONYMOUS, store.get("a.io"));
  }

  @Test
  void aRegistrysOwnHelperBeatsTheHelperForAll() throws IOException {
    install("one", answer("{\"Username\":\"one\",\"Secret\":\"1\"}"));
    install("two", answer("{\"username\":\"two\",\"secret\":\"2\",\"more\":true}"));
    write(
        """
        {"credsStore": "two", "credHelpers": {"a.io": "one", "https://index.docker.io/v1/": "one"},
         "auths": {"a.io": {"auth": "YTpi"}, "r.io": {"registrytoken": "bearer"}}}
        """);
    assertEquals(new Basic("one", "1"), store().get("a.io"));
    assertEquals(new Basic("two", "2"), store().get("b.io"));
    assertEquals(new Basic("one", "1"), store().get("docker.io"));
    assertEquals(new RegistryToken("bearer"), store().get("r.io"));
  }

  @Test
  void aNameThatLeadsElsewhereIsNeverRun() throws IOException {
    String evil = "#!/bin/sh\ntouch \"$KEEP/run\"\n";
    Files.createDirectories(home.resolve("bin/docker-credential-x"));
    for (String suffix : new String[] {"x/y", "x/../../evil", "a b", "$(x)"}) {
      Path program = home.resolve("bin/docker-credential-" + suffix).normalize();
      Files.writeString(program, evil);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      write("{\"credsStore\": \"" + suffix + "\"}");
      assertEquals(Credential.ANONYMOUS, store().get("a.io"));
      assertEquals(
          "Error saving credentials: error storing credentials - err: invalid credential helper"
              + " name \""
              + suffix
              + "\", out: ``",
          failure("a.io"));
    }
    assertEquals(false, Files.exists(home.resolve("keep/run")));
  }

  @Test
  void aHelperThatFailsIsPassedOverWhenItIsAsked() throws IOException {
    install("broken", "#!/bin/sh\necho boom\nexit 3\n");
    install("rubbish", answer("not json"));
    install("flood", "#!/bin/sh\nexec cat /dev/zero\n");
    write(
        """
        {"credHelpers": {"a.io": "broken", "b.io": "nope", "c.io": "rubbish", "d.io": "../keeper",
           "e.io": "flood"},
         "auths": {"a.io": {"auth": "YTpi"}}}
        """);
    assertEquals(new Basic("a", "b"), store().get("a.io"));
    for (var host : new String[] {"b.io", "c.io", "d.io", "e.io"}) {
      assertEquals(Credential.ANONYMOUS, store().get(host));
    }
  }

  @Test
  void aHelperThatFailsIsReportedWhenItIsToKeepSomethingButNeverTheSecret() throws IOException {
    install("broken", "#!/bin/sh\ncat\nexit 3\n");
    write("{\"credHelpers\": {\"a.io\": \"broken\", \"b.io\": \"nope\", \"c.io\": \"x/y\"}}");
    assertEquals(
        "Error saving credentials: error storing credentials - err: exit status 3, out: "
            + "`{\"ServerURL\":\"a.io\",\"Username\":\"u\",\"Secret\":\"***\"}`",
        failure("a.io"));
    assertEquals(
        "Error saving credentials: error storing credentials - err: exec:"
            + " \"docker-credential-nope\": executable file not found in $PATH, out: ``",
        failure("b.io"));
    assertEquals(
        "Error saving credentials: error storing credentials - err: invalid credential helper"
            + " name \"x/y\", out: ``",
        failure("c.io"));
  }

  private String failure(String host) {
    var failure =
        assertThrows(StoreFailure.class, () -> store().put(host, new Basic("u", "top\"secret")));
    return failure.sentence();
  }

  @Test
  void logoutFailsOnlyIfEverySpellingFails() throws IOException {
    write("{\"credHelpers\": {\"a.io\": \"nope\"}}");
    assertEquals(Map.of(), store().eraseAll("a.io"));
    write("{\"credsStore\": \"nope\"}");
    var text =
        "error erasing credentials - err: exec: \"docker-credential-nope\": executable file not"
            + " found in $PATH, out: ``";
    assertEquals(
        Map.of("a.io", text, "http://a.io", text, "https://a.io", text), store().eraseAll("a.io"));
  }

  @Test
  void aHelperThatHangsIsKilled() throws IOException {
    install("slow", "#!/bin/sh\nsleep 60 & wait\n");
    write("{\"credsStore\": \"slow\"}");
    var store = new CredentialStore(config(), env(), Duration.ofMillis(300));
    var failure = assertThrows(StoreFailure.class, () -> store.put("a.io", new Basic("u", "p")));
    assertEquals(
        "Error saving credentials: error storing credentials - err: timed out after 0s, out: ``",
        failure.sentence());
  }

  @Test
  void anInstalledHelperIsTheDefaultWhereNothingIsSaid() throws IOException {
    install("secretservice", KEEPER);
    var store = store();
    store.put("a.io", new Basic("u", "p"));
    assertEquals(new Basic("u", "p"), store.get("a.io"));
    assertEquals(
        "{\n\t\"auths\": {\n\t\t\"a.io\": {}\n\t},\n\t\"credsStore\": \"secretservice\"\n}",
        content());
  }

  @Test
  void aHelperListsItsServers() {
    var helper = new CredentialHelper("keeper", env(), CredentialHelper.PATIENCE);
    assertEquals(Map.of("a.io", "u"), helper.list());
  }

  private static String answer(String text) {
    return "#!/bin/sh\ncat >/dev/null\ncat <<'E'\n" + text + "\nE\n";
  }

  private void install(String suffix, String script) throws IOException {
    Path program = home.resolve("bin/docker-credential-" + suffix);
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private CredentialStore store() {
    return new CredentialStore(config(), env());
  }

  private Map<String, String> env() {
    return Map.of(
        "PATH", home.resolve("bin") + ":/usr/bin:/bin", "KEEP", home.resolve("keep").toString());
  }

  private DockerConfig config() {
    return DockerConfig.load(home.resolve(".docker"));
  }

  private void write(String content) throws IOException {
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(home.resolve(".docker/config.json"), content);
  }

  private String content() throws IOException {
    return Files.readString(home.resolve(".docker/config.json"));
  }
}
