package io.jimg.cli.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What can still be done with an image of which something is lost, in a store that has another.
class DamagedImageTest {

  @TempDir Path home;
  private final Sample.Image image = Images.hello("the damaged one");
  private final Sample.Image other = Images.hello("the sound one");
  private FakeRegistry registry;
  private Cli jimg;
  private String name;

  @BeforeEach
  void pullBoth() {
    registry = FakeRegistry.start();
    registry.serve("test/app", "1", image);
    registry.serve("test/other", "1", other);
    jimg = new Cli(home);
    name = registry.host() + "/test/app:1";
    jimg.out("pull", name);
    jimg.out("pull", registry.host() + "/test/other:1");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  /// Each blob whose loss hides what the image is, lost or cut or with a byte changed.
  static Stream<List<String>> damages() {
    return Stream.of("manifest", "config")
        .flatMap(blob -> Stream.of("lost", "cut", "changed").map(how -> List.of(blob, how)));
  }

  private void damage(String blob, String how) throws IOException {
    damage(blob.equals("manifest") ? image.digest() : image.id(), how);
    // what is remembered of the content would hide the damage
    Files.deleteIfExists(jimg.root().resolve("jimg/cache/catalog"));
  }

  private void damage(Digest digest, String how) throws IOException {
    var file = jimg.root().resolve("blobs/sha256").resolve(digest.hex());
    byte[] bytes = Files.readAllBytes(file);
    switch (how) {
      case "lost" -> Files.delete(file);
      case "cut" -> Files.write(file, List.of());
      default -> {
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  private boolean has(Digest digest) {
    return Files.exists(jimg.root().resolve("blobs/sha256").resolve(digest.hex()));
  }

  private void assertWhole(Sample.Image sample) throws IOException {
    for (var blob : sample.blobs().keySet()) {
      var file = jimg.root().resolve("blobs/sha256").resolve(blob.hex());
      assertEquals(blob, Digest.of(Files.readAllBytes(file)));
    }
  }

  @ParameterizedTest
  @MethodSource("damages")
  void theOthersAreListedAndTheDamageIsSaid(List<String> damage) throws Exception {
    damage(damage.getFirst(), damage.getLast());
    var listed = jimg.run("images", "-q", "--no-trunc");
    assertEquals(other.id() + "\n", listed.out());
    assertEquals(1, listed.status());
    assertEquals(1, listed.err().lines().count(), listed.err());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void itIsRemovedByNameAndLeavesNothing(List<String> damage) throws Exception {
    damage(damage.getFirst(), damage.getLast());
    var removed = jimg.run("rmi", name);
    String repository = registry.host() + "/test/app";
    assertEquals(
        new Result(
            0, "Untagged: " + name + "\nUntagged: " + repository + "@" + image.digest() + "\n", ""),
        removed);
    assertEquals(0, jimg.run("images").status());
    jimg.out("system", "prune", "--force");
    jimg.out("image", "prune", "--force");
    assertWhole(other);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void itIsPulledAgain(List<String> damage) throws Exception {
    damage(damage.getFirst(), damage.getLast());
    var pulled = jimg.run("pull", name);
    assertEquals(0, pulled.status(), pulled.err());
    assertEquals(0, jimg.run("images").status());
    assertWhole(image);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aTagThatMovesAwayFromItCanBePulled(List<String> damage) throws Exception {
    damage(damage.getFirst(), damage.getLast());
    var next = Images.hello("the next one");
    registry.serve("test/app", "1", next);
    assertEquals(0, jimg.run("pull", name).status());
    assertEquals(next.id() + "\n", jimg.run("images", "-q", "--no-trunc", name).out());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void othersAreTaggedAndRemovedBesideIt(List<String> damage) throws Exception {
    damage(damage.getFirst(), damage.getLast());
    String sound = registry.host() + "/test/other:1";
    jimg.out("tag", sound, "mine:1");
    jimg.out("rmi", sound);
    assertTrue(jimg.out("rmi", "mine:1").contains("Deleted: " + other.id()));
  }

  @Test
  void pruningAllTakesItToo() throws Exception {
    damage("config", "lost");
    jimg.out("system", "prune", "--all", "--force");
    assertEquals(0, jimg.run("images").status());
    assertTrue(!has(image.digest()));
  }

  @Test
  void pruningByLabelLeavesWhatCannotTellItsLabels() throws Exception {
    damage("config", "lost");
    jimg.out("image", "prune", "--all", "--force", "--filter", "label=none");
    assertTrue(has(image.digest()));
  }
}
