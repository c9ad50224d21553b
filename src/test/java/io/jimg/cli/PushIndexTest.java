package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.server.content.Repository;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import io.jimg.testing.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushIndexTest {

  private static final Sample.Index INDEX = Images.multiArch("many");
  private static final Sample.Image AMD64 = (Sample.Image) INDEX.members().get(0);
  private static final Sample.Image ARM64 = (Sample.Image) INDEX.members().get(1);
  private static final Repository TARGET = new Repository("test/app");

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String source;
  private String target;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    registry.serve("test/source", "1", INDEX);
    jimg = new Cli(home);
    source = registry.host() + "/test/source:1";
    target = registry.host() + "/test/app:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void anIndexThatIsNotCompleteHereIsPushedAsTheImageThatTheNameMeans() {
    jimg.out("pull", source);
    jimg.out("tag", source, target);
    var result = jimg.run("push", target);
    assertEquals("", result.err());
    assertEquals(0, result.status());
    assertTrue(
        result
            .out()
            .endsWith(
                "1: digest: "
                    + AMD64.digest()
                    + " size: "
                    + AMD64.descriptor().size()
                    + "\n\n Info -> Not all multiplatform-content is present and only the available"
                    + " single-platform image was pushed\n         "
                    + INDEX.digest()
                    + " -> "
                    + AMD64.digest()
                    + "\n"),
        result.out());
    assertPushed(AMD64);
    assertNull(registry.content().manifest(TARGET, INDEX.digest()));
    String pushed = target.replace(":1", "@" + AMD64.digest());
    assertTrue(jimg.out("inspect", "-f", "{{.RepoDigests}}", target).contains(pushed));
    assertTrue(jimg.out("push", "-q", target).startsWith(target + "\n\n Info -> Not all "));
  }

  @Test
  void anIndexThatIsCompleteHereIsPushedWhole() throws Exception {
    try (var store = LocalStore.open(jimg.root())) {
      Stores.put(store, target, INDEX);
    }
    var out = jimg.out("push", target);
    assertTrue(
        out.endsWith("1: digest: " + INDEX.digest() + " size: " + INDEX.descriptor().size() + "\n"),
        out);
    assertPushed(INDEX);
    registry.forget();
    jimg.out("push", target);
    assertEquals(2, registry.requests().size());
  }

  @Test
  void whatTheRegistryHasOfAnIndexIsNotSentAgain() throws Exception {
    try (var store = LocalStore.open(jimg.root())) {
      Stores.put(store, target, INDEX);
    }
    registry.serve("test/app", AMD64).serve("test/app", ARM64);
    jimg.out("push", target);
    assertPushed(INDEX);
    var known = AMD64.config().digest();
    assertEquals(0, registry.count(Match.blob(known)));
    assertEquals(0, registry.count(Match.method("PUT").and(Match.manifest(ARM64.digest()))));
  }

  @Test
  void onePlatformOfACompleteIndexCanBePushedAlone() throws Exception {
    try (var store = LocalStore.open(jimg.root())) {
      Stores.put(store, target, INDEX);
    }
    var out = jimg.out("push", "--platform", "linux/arm64", target);
    assertTrue(
        out.startsWith(
            """

             Info -> Using --platform pushes only the specified platform manifest of a multi-platform image index.
                     Other components, like attestations, will not be included.
                     To push the complete multi-platform image, remove the --platform flag.
            """
                + "         \nThe push refers to repository ["),
        out);
    assertTrue(out.contains("1: digest: " + ARM64.digest() + " size: "), out);
    assertPushed(ARM64);
    assertNull(registry.content().manifest(TARGET, AMD64.digest()));
  }

  @Test
  void aPlatformThatIsNotHereIsRefusedBeforeAnythingIsAsked() {
    jimg.out("pull", source);
    jimg.out("tag", source, target);
    registry.forget();
    var result = jimg.run("push", "--platform", "linux/arm64", target);
    assertEquals(
        "Error: image with reference "
            + target
            + " was found but its platform (linux/amd64) does not match the specified platform"
            + " (linux/arm64)\n",
        result.err());
    assertEquals(1, result.status());
    assertEquals(0, registry.requests().size());
    assertEquals(
        "Invalid platform a/b/c/d\"a/b/c/d\": cannot parse platform specifier: invalid argument\n",
        jimg.run("push", "--platform", "a/b/c/d", target).err());
  }

  @Test
  void allPlatformsInsistsOnTheWholeIndex() {
    jimg.out("pull", source);
    jimg.out("tag", source, target);
    registry.forget();
    var result = jimg.run("push", "--all-platforms", target);
    assertEquals(1, result.status());
    assertTrue(
        result.err().startsWith("not all of " + target + " is here: linux/arm64/v8, linux/arm/v7,"),
        result.err());
    assertEquals(0, registry.requests().size());
    var single = registry.host() + "/test/app:single";
    registry.serve("test/single", "1", AMD64);
    jimg.out("pull", registry.host() + "/test/single:1");
    jimg.out("tag", registry.host() + "/test/single:1", single);
    assertEquals(0, jimg.run("push", "--all-platforms", single).status());
  }

  private void assertPushed(Sample sample) {
    var stored = registry.content().tagged(TARGET, "1");
    assertNotNull(stored);
    assertArrayEquals(sample.manifest().content(), stored.content());
    sample.blobs().keySet().forEach(b -> assertNotNull(registry.content().blob(TARGET, b)));
    for (var child : sample.children()) {
      assertNotNull(registry.content().manifest(TARGET, child.descriptor().digest()));
    }
  }
}
