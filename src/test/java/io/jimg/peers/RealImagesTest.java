package io.jimg.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.server.ListenAddress;
import io.jimg.server.RegistryHandler;
import io.jimg.server.RegistryServer;
import io.jimg.server.content.StoreContent;
import io.jimg.store.LocalStore;
import io.jimg.testing.DebianPackage;
import io.jimg.testing.ImageBuilder;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Layout;
import io.jimg.testing.Peers;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Images of real files in a real registry: what jimg makes of them is what Docker and skopeo make
/// of them.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealImagesTest {

  /// Alone in the registry and, by the files named after it, in the engine.
  private final String own = "real/" + UUID.randomUUID().toString().substring(0, 8);

  private final List<String> pushed = new ArrayList<>();

  @TempDir Path directory;
  private String host = "";
  private String skopeo = "";
  private Beside both;

  @BeforeAll
  void push(@TempDir Path images) {
    host = Peers.registry();
    skopeo = Peers.program("skopeo");
    Peers.docker();
    var files = DebianPackage.any();
    var layout = new Layout(images.resolve("layout"));
    var index = index(files);
    layout.put("single", index.members().getFirst()).put("multi", index);
    push(layout.name("single"), "oci", "oci");
    push(layout.name("multi"), "multi", "oci");
    push(layout.name("single"), "schema2", "v2s2");
    push(layout.name("multi"), "list", "v2s2");
    push(layout.name("single"), "twin", "oci");
  }

  private void push(String from, String name, String format) {
    String to = "docker://" + repository(name) + ":1";
    pushed.add(to);
    Shell.run(
            skopeo, "copy", "-q", "--all", "--format", format, "--dest-tls-verify=false", from, to)
        .orThrow();
  }

  private String repository(String name) {
    return host + "/" + own + "/" + name;
  }

  /// amd64 and arm64 with documents in common. Not of one age, for then Docker lists them as chance
  /// will have it.
  private Sample.Index index(DebianPackage files) {
    var documents = new Tar().directory(own).file(own + "/shared", own);
    files.addDocuments(documents);
    var shared = documents.gzip();
    var programs = new Tar();
    files.addPrograms(programs);
    return Images.index()
        .add(image(shared, programs.gzip()).platform("linux/amd64").build())
        .add(
            image(shared, new Tar().file("bin/program", "for arm64").gzip())
                .platform("linux/arm64/v8")
                .created("2024-01-02T03:04:06Z")
                .build())
        .build();
  }

  private ImageBuilder image(Layer shared, Layer programs) {
    var links =
        new Tar()
            .file("etc/motd", "hello\n")
            .symlink("etc/welcome", "../etc/motd")
            .hardlink("etc/greeting", "etc/motd")
            .whiteout(own + "/shared");
    return Images.image()
        .layer(shared)
        .layer(programs)
        .emptyHistory("ENV PATH=/usr/bin:/bin")
        .layer(links.gzip())
        .env("PATH=/usr/bin:/bin")
        .label("org.example.made", "by hand, with \"quotes\" & more")
        .command("/bin/sh");
  }

  @BeforeEach
  void start() {
    both = new Beside(directory);
  }

  /// Takes what is left of ours, and nothing else, out of the engine.
  @AfterEach
  void removeFromDocker() {
    var listing =
        both.tryDocker("images", "-aq", "--no-trunc", "--filter", "reference=*/" + own + "/*");
    listing.output().lines().distinct().forEach(id -> both.tryDocker("rmi", "-f", id));
  }

  @AfterAll
  void forgetTags() {
    pushed.forEach(name -> Shell.run(skopeo, "delete", "--tls-verify=false", name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "multi", "schema2", "list"})
  void dockerAndJimgSeeTheSameImage(String name) {
    String reference = repository(name) + ":1";
    String id = both.pull("--platform", "linux/amd64", reference);
    sameImage(reference);
    both.same("images", repository(name));
    both.same("images", "--digests", "--no-trunc", repository(name));
    both.same("images", "-q", repository(name));
    both.same("history", "--no-trunc", "--human=false", reference);
    both.same("history", reference);
    String again = both.docker("pull", reference);
    assertTrue(again.contains("Status: Image is up to date for " + reference), again);
    both.pull(reference);
    both.same("tag", id, reference + "-again");
    both.same("images", repository(name));
    both.same("rmi", reference + "-again");
    both.same("rmi", reference);
    assertEquals("", both.jimg.out("images", "-aq"));
  }

  /// Everything of `inspect` that does not depend on the machine or on the age of the engine.
  private void sameImage(String reference) {
    for (String field :
        new String[] {
          ".Id", ".RepoTags", ".RepoDigests", ".RootFS", ".Size", ".Created", ".Architecture",
          ".Variant", ".Os", ".Author", ".Comment", ".Config.Env", ".Config.Cmd", ".Config.Labels"
        }) {
      both.same("inspect", "--format", "{{json " + field + "}}", reference);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"multi", "list"})
  void anotherPlatformAndBackGoesAsWithDocker(String name) {
    String reference = repository(name) + ":1";
    String amd64 = both.pull("--platform", "linux/amd64", reference);
    String arm64 = both.pull("--platform", "linux/arm64", reference);
    assertNotEquals(amd64, arm64);
    for (int times = 0; times < 2; times++) {
      both.same("images", "-a", "--digests", "--no-trunc", repository(name));
      sameImage(amd64);
      sameImage(arm64);
      assertEquals(amd64, both.pull("--platform", "linux/amd64", reference));
    }
    both.same("rmi", reference);
    both.same("rmi", arm64);
    if (both.tryDocker("inspect", amd64).status() == 0) {
      both.same("rmi", amd64);
    }
    assertEquals("", both.jimg.out("images", "-aq"));
  }

  @Test
  void aDigestNamesTheSameImageInDocker() {
    String digest =
        Shell.run(
                skopeo,
                "inspect",
                "--tls-verify=false",
                "--format",
                "{{.Digest}}",
                "docker://" + repository("multi") + ":1")
            .orThrow();
    String reference = repository("multi") + "@" + digest;
    both.pull("--platform", "linux/amd64", reference);
    sameImage(reference);
    both.same("images", "--digests", "--no-trunc", repository("multi"));
    both.same("rmi", reference);
  }

  @Test
  void skopeoCopiesEveryOciEntryOutOfTheStoreByItsCanonicalName() throws IOException {
    for (String name : new String[] {"oci", "multi", "twin"}) {
      both.jimg.out("pull", "--platform", "linux/amd64", repository(name) + ":1");
      String layout = "oci:" + both.jimg.root() + ":" + repository(name) + ":1";
      assertEquals(fromRegistry(name), copied(layout, name + "-of-jimg"), name);
    }
  }

  @Test
  void dockerAndSkopeoPullWhatJimgServes() throws IOException {
    for (String name : new String[] {"oci", "multi", "schema2", "list"}) {
      both.jimg.out("pull", "--platform", "linux/amd64", repository(name) + ":1");
    }
    try (var store = LocalStore.open(both.jimg.root());
        var content = new StoreContent(store);
        var server =
            RegistryServer.start(
                ListenAddress.parse("127.0.0.1:0"), RegistryHandler.readOnly(content))) {
      String served = "127.0.0.1:" + server.address().getPort() + "/" + own + "/";
      for (String name : new String[] {"oci", "multi", "schema2", "list"}) {
        String reference = served + name + ":1";
        assertEquals(fromRegistry(name), copied("docker://" + reference, name + "-served"), name);
        both.docker("pull", "-q", "--platform", "linux/amd64", reference);
        for (String field : new String[] {"{{.Id}}", "{{.RootFS}}", "{{.Size}}"}) {
          assertEquals(
              both.jimg.out("inspect", "-f", field, repository(name) + ":1").strip(),
              both.docker("inspect", "-f", field, reference),
              name);
        }
        both.docker("rmi", reference);
      }
    }
  }

  private Map<String, Digest> fromRegistry(String name) throws IOException {
    return copied("docker://" + repository(name) + ":1", name + "-of-registry");
  }

  /// The digest of every file that skopeo makes of the amd64 image: manifest, config and layers.
  private Map<String, Digest> copied(String from, String to) throws IOException {
    var target = directory.resolve(to);
    Shell.run(
            skopeo,
            "--override-arch=amd64",
            "copy",
            "-q",
            "--preserve-digests",
            "--src-tls-verify=false",
            from,
            "dir:" + target)
        .orThrow();
    var digests = new TreeMap<String, Digest>();
    try (var files = Files.list(target)) {
      for (var file : files.toList()) {
        digests.put(file.getFileName().toString(), Digest.of(Files.readAllBytes(file)));
      }
    }
    return digests;
  }
}
