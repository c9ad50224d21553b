package io.jimg.cli;

import static io.jimg.testing.Match.blob;
import static io.jimg.testing.Match.blobs;
import static io.jimg.testing.Match.get;
import static io.jimg.testing.Match.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.MediaType;
import io.jimg.server.ErrorCode;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {

  private static final String EMPTY_LIST = "REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n";

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

  private static String id(Sample.Image image) {
    return image.id().toString();
  }

  @Test
  void saysWhatDockerSaysOfAColdPull() {
    var image = Images.hello("one");
    registry.serve("test/app", "1", image);
    String first = image.layers().getFirst().digest().shortHex();
    String second = image.layers().getLast().digest().shortHex();
    var result = jimg.run("pull", repository + ":1");
    assertEquals(0, result.status(), result.err());
    var lines = result.out().lines().toList();
    assertEquals(
        List.of(
            "1: Pulling from test/app",
            first + ": Pulling fs layer",
            second + ": Pulling fs layer"),
        lines.subList(0, 3));
    assertEquals(
        List.of(first + ": Pull complete", second + ": Pull complete"),
        lines.stream().filter(line -> line.endsWith("Pull complete")).toList());
    assertEquals(
        List.of(
            "Digest: " + image.digest(),
            "Status: Downloaded newer image for " + repository + ":1",
            repository + ":1"),
        lines.subList(lines.size() - 3, lines.size()));
  }

  @Test
  void aColdSingleManifestTakesTwoRequestsAndOneALayer() {
    registry.serve("test/app", "1", Images.large(5, 1000));
    jimg.out("pull", repository + ":1");
    assertEquals(2 + 5, registry.requests().size(), registry.lines()::toString);
  }

  @Test
  void aColdIndexTakesThreeRequestsAndOneALayer() {
    registry.serve("test/app", "1", Images.multiArch("one"));
    jimg.out("pull", repository + ":1");
    assertEquals(3 + 2, registry.requests().size(), registry.lines()::toString);
  }

  @Test
  void anUnchangedTagTakesOneHead() {
    var index = Images.multiArch("one");
    registry.serve("test/app", "1", index);
    jimg.out("pull", repository + ":1");
    registry.forget();
    assertEquals(
        "1: Pulling from test/app\nDigest: "
            + index.digest()
            + "\nStatus: Image is up to date for "
            + repository
            + ":1\n"
            + repository
            + ":1\n",
        jimg.out("pull", repository + ":1"));
    assertEquals(List.of("HEAD /v2/test/app/manifests/1"), registry.lines());
  }

  @Test
  void aRecordedDigestTakesNoRequest() {
    var index = Images.multiArch("one");
    registry.serve("test/app", "1", index);
    jimg.out("pull", repository + ":1");
    registry.close();
    var byDigest = repository + "@" + index.digest();
    assertEquals(
        byDigest
            + ": Pulling from test/app\nDigest: "
            + index.digest()
            + "\nStatus: Image is up to date for "
            + byDigest
            + "\n"
            + byDigest
            + "\n",
        jimg.out("pull", byDigest));
  }

  @Test
  void quietPrintsTheNameOnly() {
    registry.serve("test/app", "latest", Images.hello("one"));
    assertEquals(repository + ":latest\n", jimg.out("pull", "-q", repository));
  }

  @Test
  void layersThatAreHereAreNotFetchedAgain() {
    var shared = new Tar().noise("base", 5000, 1).gzip();
    var one = Images.image().layer(shared).build();
    var two = Images.image().layer(shared).layer(new Tar().file("b", "b").gzip()).build();
    registry.serve("test/app", "1", one).serve("test/app", "2", two);
    jimg.out("pull", repository + ":1");
    registry.forget();
    var out = jimg.out("pull", repository + ":2");
    assertTrue(out.contains(shared.digest().shortHex() + ": Already exists\n"), out);
    assertFalse(registry.blobsServed().contains(shared.digest()));
  }

  @Test
  void anotherPlatformAndBackIsNewerEachTime() {
    var amd64 = Images.hello("one", "linux/amd64");
    var arm64 = Images.hello("one", "linux/arm64/v8");
    var index = Images.index().add(amd64).add(arm64).build();
    registry.serve("test/app", "1", index);
    String newer = "Status: Downloaded newer image for " + repository + ":1\n";
    for (String platform : List.of("linux/amd64", "linux/arm64", "linux/amd64")) {
      var out = jimg.out("pull", "--platform", platform, repository + ":1");
      assertTrue(out.contains(newer), out);
      assertTrue(out.contains("Digest: " + index.digest()), out);
    }
    assertEquals(id(amd64) + "\n", jimg.out("images", "-q", "--no-trunc", repository + ":1"));
    // As in Docker, the digest reference stays with the platform that was pulled first.
    assertEquals(id(arm64) + "\n", jimg.out("images", "-q", "--no-trunc", "-f", "dangling=true"));
  }

  @Test
  void everyTagIsPulledWithAll() {
    registry
        .serve("test/app", "1", Images.hello("one"))
        .serve("test/app", "2", Images.hello("two"));
    var out = jimg.out("pull", "-a", repository);
    assertTrue(out.startsWith("1: Pulling from test/app\n"), out);
    assertTrue(
        out.endsWith("Status: Downloaded newer image for " + repository + "\n" + repository + "\n"),
        out);
    assertEquals(2, jimg.out("images", "-q").lines().count());
  }

  @Test
  void whatDoesNotMatchItsDigestIsRefusedAndLeavesNoImage() {
    var layer = Images.large(1, 1000);
    registry.serve("test/app", "1", layer);
    registry.fault(blob(layer.layers().getFirst().digest()), Faults.corrupt(3));
    assertRefused("pull", repository + ":1");
    var config = Images.hello("two");
    registry.serve("test/app", "2", config);
    registry.fault(blob(config.id()), Faults.corrupt(3));
    assertRefused("pull", repository + ":2");
    var manifest = Images.hello("three");
    registry.serve("test/app", "3", manifest);
    registry.fault(manifest(manifest.digest()), Faults.corrupt(30));
    assertRefused("pull", repository + "@" + manifest.digest());
  }

  private void assertRefused(String... words) {
    var result = jimg.run(words);
    assertEquals(1, result.status(), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertEquals(EMPTY_LIST, jimg.out("images"));
  }

  @Test
  void aCutTransferGoesOnWhereItStopped() {
    var image = Images.large(1, 200_000);
    registry.serve("test/app", "1", image);
    var layer = image.layers().getFirst();
    registry.fault(blob(layer.digest()), Faults.cutAfter(150_000).once());
    jimg.out("pull", repository + ":1");
    long sent =
        registry.requests().stream()
            .filter(blob(layer.digest()))
            .mapToLong(request -> request.bytesSent())
            .sum();
    assertTrue(sent < layer.stored().length + 70_000, () -> sent + " bytes sent");
  }

  @Test
  void aLayerThatIsFetchedAgainSaysSo() {
    var image = Images.large(1, 100);
    registry.serve("test/app", "1", image);
    var layer = image.layers().getFirst().digest();
    registry.fault(blob(layer), Faults.answer(503, Map.of("Retry-After", "2"), "").once());
    registry.fault(blob(image.id()), Faults.answer(503).once());
    var retries =
        jimg.out("pull", repository + ":1").lines().filter(line -> line.contains("Retrying"));
    assertEquals(
        List.of(
            layer.shortHex() + ": Retrying in 2 seconds",
            layer.shortHex() + ": Retrying in 1 second"),
        retries.toList());
  }

  @Test
  void rubbishIsOneClearError() {
    registry.serve("test/app", "1", Images.hello("one"));
    registry.fault(manifest("1"), Faults.html(200));
    assertEquals(
        new Result(
            1,
            "",
            "Error: error unmarshalling content: invalid character '<' looking for beginning of"
                + " value\n"),
        jimg.run("pull", repository + ":1"));
  }

  @Test
  void anUnknownTagIsDockersSentence() {
    registry.serve("test/app", "1", Images.hello("one"));
    assertEquals(
        new Result(
            1,
            "Using default tag: latest\n",
            "Error: manifest for "
                + repository
                + ":latest not found: manifest unknown: manifest unknown\n"),
        jimg.run("pull", repository));
    registry.fault(manifest("2"), Faults.answer(ErrorCode.MANIFEST_UNKNOWN));
    assertEquals(1, jimg.run("pull", repository + ":2").status());
  }

  @Test
  void aPlatformThatIsNotOfferedIsSaidWithoutPrefix() {
    registry.serve("test/app", "1", Images.multiArch("one"));
    assertEquals(
        new Result(
            1,
            "1: Pulling from test/app\n",
            "no matching manifest for linux/s390x in the manifest list entries\n"),
        jimg.run("pull", "--platform", "linux/s390x", repository + ":1"));
  }

  @Test
  void aSingleImageOfAnotherPlatformIsPulledWithAWarning() {
    registry.serve("test/app", "1", Images.hello("one"));
    var out = jimg.out("pull", "--platform", "linux/arm64", repository + ":1");
    assertTrue(
        out.endsWith(
            "Status: Downloaded newer image for "
                + repository
                + ":1\nWARNING: image with reference "
                + repository
                + ":1 was found but its platform (linux/amd64) does not match the specified"
                + " platform (linux/arm64)\n"
                + repository
                + ":1\n"),
        out);
  }

  @Test
  void theDefaultPlatformComesFromTheEnvironment() {
    registry.serve("test/app", "1", Images.multiArch("one"));
    jimg.with("DOCKER_DEFAULT_PLATFORM", "linux/arm/v7").out("pull", repository + ":1");
    assertEquals(
        Images.hello("one", "linux/arm/v7").id() + "\n", jimg.out("images", "-q", "--no-trunc"));
  }

  @Test
  void allKindsOfLayersArePulledAndMeasured() {
    var content = new Tar().file("a", "12345");
    var image =
        Images.image()
            .layer(content.gzip())
            .layer(Layer.zstd(new Tar().file("b", "123").bytes()))
            .layer(Layer.plain(new Tar().file("c", "1").bytes()))
            .build();
    registry.serve("test/app", "1", image);
    jimg.out("pull", repository + ":1");
    assertEquals("9B\n", jimg.out("images", "--format", "{{.Size}}"));
  }

  @Test
  void aLayerThatIsNotWhatTheConfigSaysIsFoundOutWhenItIsMeasured() {
    var honest = new Tar().file("a", "12345").gzip();
    var other = new Tar().file("a", "54321").gzip();
    var lie = new Layer(other.descriptor(), other.stored(), honest.tar());
    var image = Images.image().layer(lie).build();
    registry.serve("test/app", "1", image);
    jimg.run("pull", repository + ":1");
    var listed = jimg.run("images");
    assertEquals(1, listed.status());
    assertEquals(
        "filesystem layer verification failed for digest " + other.digest() + "\n", listed.err());
  }

  @Test
  void artifactsAreRefusedInDockersWords() {
    var chart = new MediaType("application/vnd.cncf.helm.chart.content.v1.tar+gzip");
    var image = Images.image().layer(new Tar().file("a", "1").gzip().as(chart)).build();
    registry.serve("test/app", "1", image);
    assertEquals(
        new Result(1, "1: Pulling from test/app\n", "unsupported media type " + chart + "\n"),
        jimg.run("pull", repository + ":1"));
  }

  @Test
  void twoPullsAtOnceFetchEachLayerOnceAndBothSucceed() throws Exception {
    var image = Images.large(3, 300_000);
    registry.serve("test/app", "1", image);
    registry.fault(blobs(), Faults.slow(Duration.ofMillis(200)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pulls = List.of(pull(), pull(), pull());
      for (var pull : threads.invokeAll(pulls)) {
        assertEquals(0, pull.resultNow().status(), pull.resultNow()::toString);
      }
    }
    for (var layer : image.layers()) {
      assertEquals(1, registry.count(blob(layer.digest()).and(get())), registry.lines()::toString);
    }
  }

  private Callable<Result> pull() {
    return () -> jimg.run("pull", repository + ":1");
  }

  @Test
  void contentTrustIsRefusedAndNotIgnored() {
    registry.serve("test/app", "1", Images.hello("one"));
    String refusal =
        "content trust is not supported: pull by digest, or unset DOCKER_CONTENT_TRUST\n";
    assertEquals(
        new Result(1, "", refusal),
        jimg.run("pull", "--disable-content-trust=false", repository + ":1"));
    jimg.with("DOCKER_CONTENT_TRUST", "1");
    assertEquals(new Result(1, "", refusal), jimg.run("pull", repository + ":1"));
    jimg.out("pull", "--disable-content-trust", repository + ":1");
  }

  @Test
  void registriesAreAskedAsDockersConfigAndTheEnvironmentSay() throws IOException {
    var image = Images.hello("one");
    registry.serve("test/app", "1", image);
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(
        home.resolve(".docker/config.json"), "{\"HttpHeaders\":{\"X-Meta-Team\":\"blue\"}}");
    jimg.out("pull", "-q", repository + ":1");
    assertEquals("blue", registry.requests().getFirst().header("X-Meta-Team"));
    var away = jimg.with("HTTPS_PROXY", "127.0.0.1:1").run("pull", "registry.test/a:1");
    assertEquals(
        "Error: Get \"https://registry.test/v2/a/manifests/1\": proxyconnect tcp: dial tcp"
            + " 127.0.0.1:1: connect: connection refused\n",
        away.err());
  }

  @Test
  void oneDamagedImageHidesNoOther() throws Exception {
    var damaged = Images.hello("one");
    registry.serve("test/app", "1", damaged).serve("test/app", "2", Images.large(1, 1000));
    jimg.out("pull", "-a", repository);
    var blobs = jimg.root().resolve("blobs/sha256");
    Files.delete(blobs.resolve(damaged.id().hex()));
    Files.deleteIfExists(jimg.root().resolve("jimg/cache/catalog"));
    var listed = jimg.run("images", "--format", "{{.Tag}}");
    assertEquals(1, listed.status());
    assertEquals("2\n", listed.out());
    assertTrue(listed.err().startsWith("cannot read " + damaged.id()), listed.err());
    jimg.out("rmi", repository + ":2");
    jimg.out("pull", repository + ":1");
    assertEquals("1\n", jimg.out("images", "--format", "{{.Tag}}"));
  }

  @Test
  void windowsImagesAreRefusedEveryTime() {
    registry.serve("test/app", "1", Images.hello("one", "windows/amd64"));
    for (int i = 0; i < 2; i++) {
      var result = jimg.run("pull", repository + ":1");
      assertEquals(1, result.status());
      assertEquals(
          "image operating system \"windows\" cannot be used on this platform: operating system is"
              + " not supported\n",
          result.err());
      assertEquals(EMPTY_LIST, jimg.out("images"));
    }
  }
}
