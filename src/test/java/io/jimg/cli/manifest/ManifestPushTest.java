package io.jimg.cli.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.oci.Manifest;
import io.jimg.oci.MediaType;
import io.jimg.server.ErrorCode;
import io.jimg.server.content.Repository;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Match;
import io.jimg.testing.Request;
import io.jimg.testing.Tar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestPushTest {

  private static final Repository LIST = new Repository("list");
  private static final Predicate<Request> MOUNT =
      Match.method("POST").and(request -> request.query().contains("mount="));

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String app;
  private String list;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
    app = registry.host() + "/app";
    list = registry.host() + "/list:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private void create(String... sources) {
    var words = new ArrayList<>(List.of("manifest", "create", "--insecure", "--amend", list));
    words.addAll(List.of(sources));
    jimg.out(words.toArray(String[]::new));
    registry.forget();
  }

  private Result push() {
    return jimg.run("manifest", "push", list);
  }

  /// The pushed list names only what is there, blobs included.
  private void assertWhole() {
    var manifest = registry.content().tagged(LIST, "1");
    assertNotNull(manifest);
    for (var entry : ((Manifest.Index) manifest.parse()).manifests()) {
      var child = registry.content().manifest(LIST, entry.digest());
      assertNotNull(child);
      for (var blob : child.parse().references()) {
        assertNotNull(registry.content().blob(LIST, blob.digest()));
      }
    }
  }

  private static Result failure(String sentence) {
    return new Result(1, "", sentence + "\n");
  }

  @Test
  void aPushMountsEachBlobOnceAndPutsEachManifest() {
    registry.serve("app", "1", Images.multiArch("one"));
    create(app + ":1");
    long blobs = Images.multiArch("one").blobs().keySet().stream().distinct().count();
    var result = push();
    assertEquals(0, result.status(), result.err());
    assertEquals(blobs, registry.count(MOUNT));
    assertEquals(5 + 1, registry.count(Match.method("PUT")));
    assertEquals(blobs + 6, registry.requests().size(), registry.lines()::toString);
    assertTrue(registry.lines().getLast().equals("PUT /v2/list/manifests/1"));
    assertWhole();
  }

  @Test
  void aListOfItsOwnRepositoryIsOneRequest() {
    registry.serve("list", "amd", Images.hello("one"));
    create(registry.host() + "/list:amd");
    assertEquals(0, push().status());
    assertEquals(List.of("PUT /v2/list/manifests/1"), registry.lines());
  }

  @Test
  void whatIsNotMountedIsCopied() {
    registry.serve("app", "1", Images.large(3, 300_000));
    create(app + ":1");
    registry.fault(MOUNT, Faults.answer(ErrorCode.UNSUPPORTED));
    var result = push();
    assertEquals(0, result.status(), result.err());
    assertWhole();
  }

  @Test
  void aCopyGoesOnWhereItWasCut() {
    registry.serve("app", "1", Images.large(1, 3_000_000));
    create(app + ":1");
    registry.fault(MOUNT, Faults.answer(ErrorCode.UNSUPPORTED));
    registry.fault(Match.get().and(Match.blobs()), Faults.cutAfter(1_000_000).times(2));
    var result = push();
    assertEquals(0, result.status(), result.err());
    assertWhole();
  }

  @Test
  void aBlobThatIsNotWhatItsDigestSaysIsNotCopied() {
    var image = Images.large(1, 300_000);
    registry.serve("app", "1", image);
    create(app + ":1");
    registry.fault(MOUNT, Faults.answer(ErrorCode.UNSUPPORTED));
    registry.fault(
        Match.get().and(Match.blob(image.layers().getFirst().digest())), Faults.corrupt(100_000));
    assertEquals(1, push().status());
    assertNull(registry.content().tagged(LIST, "1"));
    assertNull(registry.content().blob(LIST, image.layers().getFirst().digest()));
  }

  @Test
  void aForeignLayerMayBeNowhere() {
    var type = new MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
    var foreign = new Tar().file("a", "b").gzip().as(type);
    var image = Images.image().docker().platform("windows/amd64").layer(foreign).build();
    registry.serve("app", "1", image);
    registry.content().removeBlob(new Repository("app"), foreign.digest());
    create(app + ":1");
    var result = push();
    assertEquals(0, result.status(), result.err());
    assertNotNull(registry.content().tagged(LIST, "1"));
  }

  @Test
  void aBlobThatIsGoneIsNamedAndNothingIsTagged() {
    var image = Images.hello("one");
    registry.serve("app", "1", image);
    create(app + ":1");
    Layer gone = image.layers().getFirst();
    registry.content().removeBlob(new Repository("app"), gone.digest());
    assertEquals(
        failure("failed to mount blob app@" + gone.digest() + " to " + list + ": unknown blob"),
        push());
    assertNull(registry.content().tagged(LIST, "1"));
  }

  @Test
  void aRefusedManifestIsToldAsDockerTellsIt() {
    registry.serve("list", "amd", Images.hello("one"));
    create(registry.host() + "/list:amd");
    registry.fault(Match.method("PUT"), Faults.answer(ErrorCode.DENIED));
    assertEquals(
        failure(
            "failed to put manifest "
                + list
                + ": denied: requested access to the resource is denied"),
        push());
  }

  @Test
  void aFailingPushKeepsTheListAlsoWhenItIsToBePurged() {
    registry.serve("app", "1", Images.hello("one"));
    create(app + ":1");
    registry.fault(Match.method("PUT"), Faults.answer(ErrorCode.DENIED).times(1));
    assertEquals(1, jimg.run("manifest", "push", "--purge", list).status());
    assertEquals(0, jimg.run("manifest", "push", "--purge", list).status());
    assertEquals(failure("No such manifest: " + list), push());
  }

  @Test
  void aFailureOfTheRegistryIsTriedAgain() {
    registry.serve("app", "1", Images.hello("one"));
    create(app + ":1");
    registry.fault(MOUNT, Faults.answer(503).times(1));
    registry.fault(Match.method("PUT"), Faults.answer(502).times(1));
    assertEquals(0, push().status());
    assertWhole();
  }

  @Test
  void whatWasSaidOfAManifestIsPushed() {
    registry.serve("app", "1", Images.hello("one", "linux/arm"));
    create(app + ":1");
    jimg.out("manifest", "annotate", list, app + ":1", "--variant", "v6");
    var pushed = push();
    var manifest = registry.content().tagged(LIST, "1");
    assertNotNull(manifest);
    var entry = ((Manifest.Index) manifest.parse()).manifests().getFirst();
    assertEquals(Images.platform("linux/arm/v6"), entry.platform());
    assertTrue(pushed.out().endsWith("\n" + manifest.descriptor().digest() + "\n"), pushed.out());
  }

  /// Docker's name for it: the digest in the name of a list is not the list's.
  @Test
  void aListWithoutATagGoesUnderItsOwnDigest() {
    registry.serve("list", "amd", Images.hello("one"));
    list = registry.host() + "/list@sha256:" + "1".repeat(64);
    create(registry.host() + "/list:amd");
    var result = push();
    assertEquals(0, result.status(), result.err());
    var digest = Digest.parse(result.out().strip());
    assertNotNull(registry.content().manifest(LIST, digest));
  }
}
