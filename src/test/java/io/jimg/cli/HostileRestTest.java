package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.oci.JsonReader;
import io.jimg.oci.MediaType;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Fault;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pulls that come back for the rest, from registries that give something else; and content that is
/// not what it claims to be.
class HostileRestTest {

  private static final String EMPTY_LIST = "REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n";
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String name;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
    name = registry.host() + "/test/app:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private void assertRefused() throws IOException {
    var result = jimg.run("pull", name);
    assertEquals(1, result.status(), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
    assertEquals(EMPTY_LIST, jimg.out("images"));
  }

  @Test
  void aLayerThatIsNoTarIsPulledAndFoundOutQuickly() {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    var layer = Layer.plain(noise).as(MediaType.OCI_LAYER_GZIP);
    registry.serve("test/app", "1", Images.image().layer(layer).build());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertEquals(0, jimg.run("pull", name).status());
          assertEquals(1, jimg.run("images").status());
          assertEquals(0, jimg.run("history", "-q", name).status());
          assertEquals(0, jimg.run("rmi", name).status());
        });
  }

  @Test
  void oneBlobMayBeTwoLayersOfOneImage() {
    var layer = new Tar().file("a", "1").gzip();
    registry.serve("test/app", "1", Images.image().layer(layer).layer(layer).build());
    jimg.out("pull", name);
    assertEquals(1, registry.count(Match.get().and(Match.blob(layer.digest()))));
  }

  /// What a registry may do to somebody who comes back for the rest.
  static Stream<Fault> wrongRests() {
    byte[] other = new byte[(int) (3 * MEGABYTE)];
    return Stream.of(
        Faults.ignoreRange(),
        Faults.shiftRange(100),
        Faults.shortRange(70_000),
        Faults.withHeader("Content-Range", "bytes 5-9/10"),
        Faults.withHeader("Content-Range", "rubbish"),
        Faults.withoutHeader("Content-Range"),
        Faults.withHeader("Content-Encoding", "gzip"),
        Faults.withHeader("ETag", "\"another\""),
        Faults.answer(416),
        Faults.swap(other).once());
  }

  @ParameterizedTest
  @MethodSource("wrongRests")
  void whateverComesAsTheRestTheContentIsRightInTheEnd(Fault rest) throws IOException {
    var image = leaveHalf();
    registry.fault(Match.ranged(), rest);
    assertRight(image);
  }

  @Test
  void garbageInThePartialFileIsFoundOut() throws IOException {
    var image = leaveHalf();
    try (var file = Files.newByteChannel(partial(image), StandardOpenOption.WRITE)) {
      file.position(1000);
      file.write(ByteBuffer.wrap("garbage".getBytes(UTF_8)));
    }
    assertRight(image);
    assertEquals(2, registry.count(Match.blob(image.layers().getFirst().digest())));
  }

  /// A pull that broke off in the middle of a layer of 3 MB.
  private Sample.Image leaveHalf() throws IOException {
    var image = Images.large(1, (int) (3 * MEGABYTE));
    registry.serve("test/app", "1", image);
    var layer = image.layers().getFirst().digest();
    registry.fault(Match.blob(layer), Faults.cutAfter(2 * MEGABYTE).once());
    registry.fault(Match.blob(layer), Faults.answer(404).after(1));
    assertRefused();
    assertTrue(Files.size(partial(image)) >= MEGABYTE);
    registry.heal();
    registry.forget();
    return image;
  }

  private Path partial(Sample.Image image) {
    String hex = image.layers().getFirst().digest().hex();
    return jimg.root().resolve("jimg/ingest/sha256-" + hex);
  }

  private void assertRight(Sample.Image image) throws IOException {
    jimg.out("pull", name);
    var layer = image.layers().getFirst();
    byte[] stored = Files.readAllBytes(jimg.root().resolve("blobs/sha256/" + layer.digest().hex()));
    assertEquals(layer.digest(), Digest.of(stored));
    assertTrue(registry.count(Match.blob(layer.digest())) <= 50, "one clean restart, no loop");
  }

  @Test
  void whatARegistrySaysSteersNoTerminal() throws IOException {
    String nasty = "\\u001b]8;;http://evil\\u0007\\r\\u202e\\u0000x";
    registry.fault(
        Match.manifests(),
        Faults.answer(
            403,
            Map.of("Content-Type", "application/json"),
            "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"" + nasty + "\"}]}"));
    for (String format : List.of("text", "json")) {
      var result = jimg.withHints().run("--error-format", format, "pull", name);
      assertTrue(
          result.err().chars().allMatch(c -> c == '\n' || (c >= ' ' && c != 0x7f && c < 0x202a)),
          result::toString);
      assertTrue(result.err().contains("evil"), result::toString);
    }
    JsonReader.readObject(jimg.run("--error-format", "json", "pull", name).err().getBytes(UTF_8));
  }
}
