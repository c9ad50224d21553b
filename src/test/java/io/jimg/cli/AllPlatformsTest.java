package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.server.content.Repository;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllPlatformsTest {

  private static final Sample.Index INDEX = Images.multiArch("many");
  private static final Sample.Image AMD64 = (Sample.Image) INDEX.members().get(0);
  private static final Sample.Image ARM64 = (Sample.Image) INDEX.members().get(1);

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String source;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    registry.serve("test/source", "1", INDEX);
    jimg = new Cli(home);
    source = registry.host() + "/test/source:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void aWholeIndexIsMirroredToTheByte() {
    jimg.out("pull", "--all-platforms", source);
    assertEquals(everything(INDEX), blobs());
    String target = registry.host() + "/test/mirror:2";
    jimg.out("tag", source, target);
    jimg.out("push", "--all-platforms", target);
    var stored = registry.content().tagged(new Repository("test/mirror"), "2");
    assertNotNull(stored);
    assertArrayEquals(INDEX.manifest().content(), stored.content());
    for (var child : INDEX.children()) {
      assertNotNull(
          registry.content().manifest(new Repository("test/mirror"), child.descriptor().digest()));
    }
  }

  @Test
  void theNameStillMeansThisMachinesImage() {
    jimg.out("pull", "--all-platforms", source);
    assertEquals(AMD64.id() + "\n", jimg.out("inspect", "-f", "{{.Id}}", source));
    assertEquals(2, jimg.out("images").lines().count());
    jimg.out("pull", "--all-platforms", "--platform", "linux/arm64", source);
    assertEquals(ARM64.id() + "\n", jimg.out("inspect", "-f", "{{.Id}}", source));
    assertEquals(everything(INDEX), blobs());
  }

  @Test
  void whatIsCompleteStaysSoThroughOtherPullsTagsAndPrunes() {
    jimg.out("pull", "--all-platforms", source);
    registry.forget();
    var again = jimg.out("pull", "--all-platforms", source);
    assertTrue(again.contains("Status: Image is up to date for " + source), again);
    assertEquals(1, registry.requests().size());
    jimg.out("pull", source);
    jimg.out("image", "prune", "-f");
    jimg.out("system", "prune", "-f");
    assertEquals(everything(INDEX), blobs());
    jimg.out("tag", source, "other:1");
    jimg.out("rmi", source);
    assertEquals(everything(INDEX), blobs());
    jimg.out("rmi", "other:1");
    assertEquals(Set.of(), blobs());
  }

  @Test
  void whatAnotherImageNeedsIsKept() {
    registry.serve("test/arm", "1", ARM64);
    jimg.out("pull", "--platform", "linux/arm64", registry.host() + "/test/arm:1");
    jimg.out("pull", "--all-platforms", source);
    jimg.out("rmi", source);
    assertEquals(everything(ARM64), blobs());
    jimg.out("pull", "--all-platforms", source);
    jimg.out("rmi", registry.host() + "/test/arm:1");
    assertEquals(everything(INDEX), blobs());
  }

  @Test
  void onlyWhatIsMissingIsFetchedOnTopOfOneImage() {
    jimg.out("pull", source);
    registry.forget();
    var more = jimg.out("pull", "--all-platforms", source);
    assertTrue(more.contains("Status: Downloaded newer image for " + source), more);
    assertEquals(everything(INDEX), blobs());
    for (var digest : AMD64.blobs().keySet()) {
      assertEquals(0, registry.count(Match.blob(digest)));
    }
    assertEquals(1, registry.count(Match.head().and(Match.manifests())));
  }

  @Test
  void aMirrorThatBreaksOffLeavesTheNameAsItWas() {
    jimg.out("pull", source);
    var missing = ARM64.config().digest();
    registry.fault(Match.blob(missing), Faults.answer(404));
    assertEquals(1, jimg.run("pull", "--all-platforms", source).status());
    try (var store = LocalStore.open(jimg.root())) {
      var entry = store.references().snapshot().find(Reference.parse(source));
      assertNotNull(entry);
      assertEquals(0, entry.platforms().size());
    }
  }

  @Test
  void imagesForOtherMachinesOnlyAreMirroredToo() {
    var arm = Images.index().add(ARM64).build();
    registry.serve("test/arm", "1", arm);
    String name = registry.host() + "/test/arm:1";
    jimg.out("pull", "--all-platforms", name);
    assertEquals(ARM64.id() + "\n", jimg.out("inspect", "-f", "{{.Id}}", name));
    assertEquals(everything(arm), blobs());
    var result = jimg.run("pull", "--all-platforms", "--platform", "linux/mips64le", name);
    assertEquals(
        "no matching manifest for linux/mips64le in the manifest list entries\n", result.err());
  }

  @Test
  void indexesBelowIndexesAndForeignLayersAreMirrored() {
    var foreign = new MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
    var far = new Tar().file("windows", "far").gzip().as(foreign);
    var windows = Images.image().platform("windows/amd64").layer(far).build();
    var nested = Images.index().add(INDEX, null).add(windows).build();
    registry.serve("test/nested", "1", nested);
    String name = registry.host() + "/test/nested:1";
    jimg.out("pull", "--all-platforms", name);
    var expected = everything(nested);
    expected.remove(far.digest());
    assertEquals(expected, blobs());
    jimg.out("image", "prune", "-f");
    jimg.out("system", "prune", "-af");
    assertEquals(Set.of(), blobs());
    jimg.out("pull", "--all-platforms", name);
    jimg.out("system", "prune", "-f");
    String target = registry.host() + "/test/copy:1";
    jimg.out("tag", name, target);
    jimg.out("push", "--all-platforms", target);
    assertNotNull(registry.content().manifest(new Repository("test/copy"), INDEX.digest()));
    assertEquals(0, registry.count(Match.blob(far.digest())));
  }

  @Test
  void allTagsAndAllPlatformsGoTogether() {
    registry.serve("test/source", "2", Images.multiArch("other"));
    jimg.out("pull", "-a", "--all-platforms", source.substring(0, source.lastIndexOf(':')));
    var expected = everything(INDEX);
    expected.addAll(everything(Images.multiArch("other")));
    assertEquals(expected, blobs());
  }

  @Test
  void theFlagIsNotInTheHelp() {
    assertFalse(jimg.out("pull", "--help").contains("all-platforms"));
    assertFalse(jimg.out("push", "--help").contains("all-platforms"));
  }

  private static Set<Digest> everything(Sample sample) {
    var all = new TreeSet<>(sample.blobs().keySet());
    all.add(sample.digest());
    sample.children().forEach(child -> all.add(child.descriptor().digest()));
    return all;
  }

  private Set<Digest> blobs() {
    var found = new TreeSet<Digest>();
    var files = jimg.root().resolve("blobs/sha256").toFile().list();
    if (files != null) {
      for (String hex : files) {
        found.add(new Digest("sha256", hex));
      }
    }
    return found;
  }
}
