package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.server.ErrorCode;
import io.jimg.server.content.Repository;
import io.jimg.store.LocalStore;
import io.jimg.testing.Access;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Match;
import io.jimg.testing.Request;
import io.jimg.testing.Sample;
import io.jimg.testing.Stores;
import io.jimg.testing.Tar;
import io.jimg.testing.TokenServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {

  private static final Sample.Image IMAGE = Images.hello("one");

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String repository;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
    repository = registry.host() + "/test/app";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void whereAPulledImageCameFromIsRemembered() {
    var image = Images.multiArch("one");
    var amd64 = (Sample.Image) image.members().getFirst();
    registry.serve("test/app", "1", image);
    jimg.run("pull", repository + ":1");
    try (var store = LocalStore.open(jimg.root())) {
      var expected = List.of(Reference.parse(repository));
      assertEquals(expected, store.origins().of(image.digest()));
      assertEquals(expected, store.origins().of(amd64.digest()));
      amd64.blobs().keySet().forEach(blob -> assertEquals(expected, store.origins().of(blob)));
      assertEquals(List.of(), store.origins().of(image.members().get(1).digest()));
    }
  }

  @Test
  void saysWhatDockerSaysOfAColdPush() throws Exception {
    put(repository + ":1", IMAGE);
    var layers = IMAGE.layers();
    var result = jimg.run("push", repository + ":1");
    assertEquals("", result.err());
    assertEquals(0, result.status());
    var lines = result.out().lines().toList();
    assertEquals(
        List.of(
            "The push refers to repository [" + repository + "]",
            id(layers.get(1)) + ": Preparing",
            id(layers.get(0)) + ": Preparing"),
        lines.subList(0, 3));
    assertEquals(
        sorted(id(layers.get(0)) + ": Pushed", id(layers.get(1)) + ": Pushed"),
        lines.subList(3, 5).stream().sorted().toList());
    assertEquals(
        "1: digest: " + IMAGE.digest() + " size: " + IMAGE.descriptor().size(), lines.getLast());
    assertEquals(6, lines.size());
    assertStored("test/app", "1", IMAGE);
    assertEquals(
        "[" + repository + "@" + IMAGE.digest() + "]\n",
        jimg.out("inspect", "-f", "{{.RepoDigests}}", repository + ":1"));
  }

  @Test
  void aColdPushAsksNoMoreThanItMust() throws Exception {
    put(repository + ":1", IMAGE);
    jimg.out("push", repository + ":1");
    // the manifest; each blob: is it there, where to, the content; the manifest
    assertEquals(counts("HEAD", 4, "POST", 3, "PUT", 4), counts());
  }

  @Test
  void aPushOfWhatTheRegistryHasTakesTwoRequests() throws Exception {
    put(repository + ":1", IMAGE);
    jimg.out("push", repository + ":1");
    registry.forget();
    var again = jimg.out("push", repository + ":1");
    assertEquals(2, again.lines().filter(line -> line.endsWith("Layer already exists")).count());
    assertEquals(counts("HEAD", 1, "PUT", 1), counts());
    registry.forget();
    jimg.out("tag", repository + ":1", repository + ":2");
    jimg.out("push", repository + ":2");
    assertEquals(counts("HEAD", 1, "PUT", 1), counts());
    assertStored("test/app", "2", IMAGE);
  }

  @Test
  void aPushOfBlobsThatAreThereTakesAHeadForEach() throws Exception {
    put(repository + ":1", IMAGE);
    var shelf = new Repository("test/app");
    IMAGE.blobs().forEach((digest, bytes) -> registry.content().putBlob(shelf, digest, bytes));
    jimg.out("push", repository + ":1");
    assertEquals(counts("HEAD", 4, "PUT", 1), counts());
  }

  @Test
  void aPushOfBlobsThatTheRegistryHasElsewhereMountsThem() {
    registry.serve("library/base", "1", IMAGE);
    jimg.out("pull", registry.host() + "/library/base:1");
    jimg.out("tag", registry.host() + "/library/base:1", repository + ":1");
    registry.forget();
    var pushed = jimg.out("push", repository + ":1");
    assertEquals(
        2, pushed.lines().filter(line -> line.endsWith(": Mounted from library/base")).count());
    assertEquals(counts("HEAD", 1, "POST", 3, "PUT", 1), counts());
    assertStored("test/app", "1", IMAGE);
  }

  @Test
  void whatIsNotMountedIsSent() {
    registry.serve("library/base", "1", IMAGE);
    jimg.out("pull", registry.host() + "/library/base:1");
    jimg.out("tag", registry.host() + "/library/base:1", repository + ":1");
    for (var blob : IMAGE.blobs().keySet()) {
      registry.content().removeBlob(new Repository("library/base"), blob);
    }
    var pushed = jimg.out("push", repository + ":1");
    assertEquals(2, pushed.lines().filter(line -> line.endsWith(": Pushed")).count());
    assertStored("test/app", "1", IMAGE);
  }

  @Test
  void aRepositoryThatWouldNotGiveABlobIsNotAskedOverAndOver() {
    var image = Images.large(20, 100);
    registry.serve("library/base", "1", image);
    jimg.out("pull", registry.host() + "/library/base:1");
    jimg.out("tag", registry.host() + "/library/base:1", repository + ":1");
    for (var blob : image.blobs().keySet()) {
      registry.content().removeBlob(new Repository("library/base"), blob);
    }
    jimg.out("push", repository + ":1");
    assertTrue(registry.count(request -> request.query().contains("mount=")) <= 5);
    assertStored("test/app", "1", image);
  }

  @Test
  void oneTokenDoesForAPushAndOneMoreForItsMounts() {
    var tokens = new TokenServer().user("me", "secret");
    registry.protect(new Access.Token(tokens));
    registry.serve("library/base", "1", Images.large(6, 1000));
    login();
    jimg.out("pull", registry.host() + "/library/base:1");
    jimg.out("tag", registry.host() + "/library/base:1", repository + ":1");
    registry.forget();
    jimg.out("push", repository + ":1");
    assertEquals(2, registry.count(Match.token()));
    assertEquals(1, registry.count(request -> request.status() == 401));
  }

  @Test
  void aRegistryThatLostBlobsOfAManifestGetsThemAgain() throws Exception {
    put(repository + ":1", IMAGE);
    jimg.out("push", repository + ":1");
    var shelf = new Repository("test/app");
    registry.content().removeBlob(shelf, IMAGE.layers().getFirst().digest());
    var again = jimg.out("push", repository + ":1");
    assertTrue(again.contains(id(IMAGE.layers().getFirst()) + ": Pushed"), again);
    assertStored("test/app", "1", IMAGE);
  }

  @Test
  void quietPrintsTheNameAlone() throws Exception {
    put(repository + ":1", IMAGE);
    put(repository + ":2", Images.hello("two"));
    assertEquals(repository + ":1\n", jimg.out("push", "-q", repository + ":1"));
    assertEquals(repository + "\n", jimg.out("push", "--quiet", "--all-tags", repository));
    assertStored("test/app", "2", Images.hello("two"));
  }

  @Test
  void allTagsAreOnePushAfterAnother() throws Exception {
    put(repository + ":b", IMAGE);
    put(repository + ":a", Images.hello("two"));
    put(registry.host() + "/test/other:c", IMAGE);
    var lines = jimg.out("image", "push", "-a", repository).lines().toList();
    assertEquals(1, lines.stream().filter(line -> line.startsWith("The push refers")).count());
    assertEquals(
        List.of("a", "b"),
        lines.stream()
            .filter(line -> line.contains(": digest: "))
            .map(line -> line.substring(0, 1))
            .toList());
    assertEquals(0, registry.count(Match.path("/v2/test/other/manifests/c")));
  }

  @Test
  void refusesInDockersWords() throws Exception {
    put(repository + ":1", IMAGE);
    put(repository + "x@" + IMAGE.digest(), IMAGE);
    String header = "The push refers to repository [" + repository;
    assertFails(
        header + "y]\n",
        "An image does not exist locally with the tag: " + repository + "y",
        "push",
        repository + "y:1");
    assertFails(
        header + "]\n", "tag does not exist: " + repository + ":zz", "push", repository + ":zz");
    assertFails(
        "Using default tag: latest\n" + header + "]\n",
        "tag does not exist: " + repository + ":latest",
        "push",
        repository);
    assertFails(
        header + "x]\n", "no tags to push for " + repository + "x", "push", "-a", repository + "x");
    assertFails("", "tag can't be used with --all-tags/-a", "push", "-a", repository + ":1");
    assertFails("", "cannot push a digest reference", "push", repository + "@" + IMAGE.digest());
    assertFails(
        "",
        "invalid reference format: repository name (library/UP) must be lowercase",
        "push",
        "UP");
    assertFails(
        "",
        "conflicting options: --platform and --all-platforms",
        "push",
        "--all-platforms",
        "--platform=linux/amd64",
        repository + ":1");
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void whoMayNotPushIsToldSoInDockersWords() throws Exception {
    put(repository + ":1", IMAGE);
    registry.protect(new Access.Token(new TokenServer()));
    assertEquals(
        "denied: requested access to the resource is denied\n",
        jimg.run("push", "-q", repository + ":1").err());
    registry.protect(new Access.Basic("me", "secret"));
    var refused = jimg.run("push", "-q", repository + ":1");
    assertEquals("no basic auth credentials\n", refused.err());
    assertEquals(1, refused.status());
    String hint = jimg.withHints().run("push", "-q", repository + ":1").err();
    assertTrue(hint.endsWith(" with an account that may push there\n"), hint);
  }

  @Test
  void aManifestThatIsRefusedFailsThePushAndNamesNoDigest() throws Exception {
    put(repository + ":1", IMAGE);
    registry.fault(
        Match.method("PUT").and(Match.manifests()), Faults.answer(ErrorCode.MANIFEST_INVALID));
    var result = jimg.run("push", repository + ":1");
    assertEquals("manifest invalid: manifest invalid\n", result.err());
    assertEquals(1, result.status());
    assertEquals("[]\n", jimg.out("inspect", "-f", "{{.RepoDigests}}", repository + ":1"));
  }

  @Test
  void bytesArePushedAsTheyLieHere() throws Exception {
    var odd =
        Images.image()
            .layer(new Tar().file("a", "plain").plain())
            .layer(new Tar().file("b", "zstd").zstd())
            .manifest("odd", new JsonText("kept"))
            .build();
    put(repository + ":odd", odd);
    jimg.out("push", repository + ":odd");
    assertStored("test/app", "odd", odd);
    var docker = Images.image().docker().layer(IMAGE.layers().getFirst()).build();
    put(repository + ":docker", docker);
    jimg.out("push", repository + ":docker");
    assertStored("test/app", "docker", docker);
  }

  @Test
  void foreignLayersAreNotSent() throws Exception {
    var foreign = new MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
    var layer = new Tar().file("windows", "far away").gzip().as(foreign);
    var image = Images.image().layer(layer).layer(IMAGE.layers().getFirst()).build();
    put(repository + ":1", image);
    var pushed = jimg.out("push", repository + ":1");
    assertTrue(pushed.contains(id(layer) + ": Skipped foreign layer\n"), pushed);
    assertEquals(0, registry.count(request -> request.line().contains(layer.digest().hex())));
    assertArrayEquals(image.manifest().content(), manifest("test/app", "1"));
  }

  @Test
  void anImageWhoseLayerIsKnownToBeWrongIsRefused() throws Exception {
    var wrong = new Tar().file("a", "not what the config says").gzip();
    var right = new Tar().file("a", "what it says").gzip();
    var layer = new Layer(wrong.descriptor(), wrong.stored(), right.tar());
    put(repository + ":1", Images.image().layer(layer).build());
    assertEquals(0, jimg.run("push", repository + ":1").status());
    assertEquals(1, jimg.run("images").status());
    registry.forget();
    var result = jimg.run("push", repository + ":1");
    assertEquals(
        "filesystem layer verification failed for digest " + layer.digest() + "\n", result.err());
    assertEquals(1, result.status());
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void layersThatHaveToWaitSaySo() throws Exception {
    put(repository + ":1", Images.large(8, 100));
    var pushed = jimg.out("push", repository + ":1");
    assertEquals(8, pushed.lines().filter(line -> line.endsWith(": Preparing")).count());
    assertEquals(3, pushed.lines().filter(line -> line.endsWith(": Waiting")).count());
    assertEquals(8, pushed.lines().filter(line -> line.endsWith(": Pushed")).count());
  }

  @Test
  void aLayerThatIsSentAgainSaysSo() throws Exception {
    var image = Images.large(1, 100);
    put(repository + ":1", image);
    var layer = image.layers().getFirst();
    registry.fault(
        request -> request.query().contains(layer.digest().hex()),
        Faults.answer(503, Map.of("Retry-After", "2"), "").once());
    var lines = jimg.out("push", repository + ":1").lines();
    assertEquals(
        List.of(
            id(layer) + ": Preparing",
            id(layer) + ": Retrying in 2 seconds",
            id(layer) + ": Retrying in 1 second",
            id(layer) + ": Pushed"),
        lines.filter(line -> line.startsWith(id(layer))).toList());
  }

  @Test
  void aConfigThatIsSentAgainSaysNothing() throws Exception {
    var image = Images.image().build();
    put(repository + ":1", image);
    registry.fault(Match.uploads(), Faults.answer(503).once());
    var lines = jimg.out("push", repository + ":1").lines().toList();
    assertEquals(2, lines.size(), lines::toString);
    assertStored("test/app", "1", image);
  }

  private void put(String name, Sample sample) throws InterruptedException {
    try (var store = LocalStore.open(jimg.root())) {
      Stores.put(store, name, sample);
    }
  }

  private void login() {
    var result =
        jimg.run(
            "secret".getBytes(UTF_8), "login", "-u", "me", "--password-stdin", registry.host());
    assertEquals(0, result.status(), result::err);
  }

  private void assertFails(String out, String sentence, String... words) {
    assertEquals(new Cli.Result(1, out, sentence + "\n"), jimg.run(words));
  }

  private void assertStored(String repository, String tag, Sample sample) {
    assertArrayEquals(sample.manifest().content(), manifest(repository, tag));
    for (var blob : sample.blobs().keySet()) {
      assertNotNull(registry.content().blob(new Repository(repository), blob));
    }
  }

  private byte[] manifest(String repository, String tag) {
    var manifest = registry.content().tagged(new Repository(repository), tag);
    return manifest == null ? new byte[0] : manifest.content();
  }

  private static String id(Layer layer) {
    return layer.diffId().shortHex();
  }

  private static List<String> sorted(String... lines) {
    return List.of(lines).stream().sorted().toList();
  }

  private Map<String, Long> counts() {
    return registry.requests().stream()
        .collect(Collectors.groupingBy(Request::method, TreeMap::new, Collectors.counting()));
  }

  private static Map<String, Long> counts(Object... pairs) {
    var counts = new TreeMap<String, Long>();
    for (int i = 0; i < pairs.length; i += 2) {
      counts.put((String) pairs[i], ((Integer) pairs[i + 1]).longValue());
    }
    return counts;
  }
}
