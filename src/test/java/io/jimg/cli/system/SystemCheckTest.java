package io.jimg.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemCheckTest {

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private String pull(String repository, String tag, Sample sample) {
    registry.serve(repository, tag, sample);
    String name = registry.host() + "/" + repository + ":" + tag;
    jimg.out("pull", name);
    return name;
  }

  private Path blobs() {
    return jimg.root().resolve("blobs/sha256");
  }

  private Path file(Digest digest) {
    return blobs().resolve(digest.hex());
  }

  private Set<Path> files() throws IOException {
    try (var files = Files.list(blobs())) {
      return files.collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3] ^= 4;
    Files.write(file, bytes);
  }

  private void assertAllWhole() throws IOException {
    for (var file : files()) {
      assertEquals(file.getFileName().toString(), Digest.of(Files.readAllBytes(file)).hex());
    }
  }

  private Result check(String... flags) {
    var words = new ArrayList<>(List.of("system", "check"));
    words.addAll(List.of(flags));
    return jimg.run(words.toArray(String[]::new));
  }

  @Test
  void aSoundStoreIsSound() {
    pull("test/app", "1", Images.multiArch("one"));
    for (String[] flags : new String[][] {{}, {"--deep"}, {"--repair"}, {"--deep", "--repair"}}) {
      registry.forget();
      var result = check(flags);
      assertEquals(0, result.status(), result.out());
      assertTrue(result.out().startsWith("Checked 2 references and 5 blobs ("), result.out());
      assertTrue(result.out().endsWith(": sound\n"), result.out());
      assertEquals("", result.err());
      assertEquals(List.of(), registry.lines());
    }
  }

  @Test
  void attestationsAreSoundThoughNothingInThemCanBeUnpacked() {
    registry.serve("test/app", "1", Images.multiArch("one"));
    jimg.out("pull", "--all-platforms", registry.host() + "/test/app:1");
    var result = check("--deep");
    assertEquals(0, result.status(), result.out());
  }

  @Test
  void anEmptyStoreIsSoundAndStaysNone() {
    assertEquals(0, check("--deep", "--repair").status());
    assertFalse(Files.exists(jimg.root()));
  }

  @Test
  void oneBitInEachOfAThousandBlobsIsFoundAndRepaired() throws Exception {
    for (int i = 0; i < 250; i++) {
      var image =
          Images.image()
              .layer(new Tar().file("base", "number " + i / 2).gzip())
              .layer(new Tar().file("own", "number " + i).gzip())
              .layer(new Tar().file("config", "of " + i).gzip())
              .build();
      registry.serve("test/many", "v" + i, image);
    }
    jimg.out("pull", "--quiet", "--all-tags", registry.host() + "/test/many");
    String before = jimg.out("images", "--digests");
    var files = files();
    assertTrue(files.size() >= 1000, "only " + files.size());
    for (var file : files) {
      flip(file);
    }
    jimg.run("images"); // notes that layers are bad, which holds no longer than they are

    var found = check("--deep");
    assertEquals(1, found.status());
    assertEquals(digests(files), digests(found.out()));
    assertTrue(found.out().endsWith(": " + files.size() + " problems\n"), last(found.out()));

    registry.forget();
    var repaired = check("--deep", "--repair");
    assertEquals(0, repaired.status(), last(repaired.out()));
    assertTrue(repaired.out().endsWith("problems, all repaired\n"), last(repaired.out()));
    assertAllWhole();
    assertEquals(files, files());
    assertEquals(files.size(), registry.lines().size());
    assertEquals(files.size(), new HashSet<>(registry.lines()).size());
    assertEquals(0, check("--deep").status());
    assertEquals(before, jimg.out("images", "--digests"));
  }

  private static String last(String lines) {
    return lines.substring(lines.lastIndexOf('\n', lines.length() - 2) + 1);
  }

  private static Set<String> digests(Set<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
  }

  /// The digests that lines of the report are about.
  private static Set<String> digests(String report) {
    return report
        .lines()
        .filter(line -> line.contains(" is damaged"))
        .map(line -> line.split("[ :]")[2])
        .collect(Collectors.toSet());
  }

  @Test
  void onlyWhatIsBadIsFetched() throws Exception {
    var image = Images.large(4, 1000);
    pull("test/app", "1", image);
    pull("test/other", "1", Images.hello("other"));
    flip(file(image.layers().get(2).digest()));
    Files.delete(file(image.id()));
    registry.forget();
    assertEquals(0, check("--deep", "--repair").status());
    assertEquals(
        Set.of(
            "GET /v2/test/app/blobs/" + image.layers().get(2).digest(),
            "GET /v2/test/app/blobs/" + image.id()),
        Set.copyOf(registry.lines()));
    assertEquals(2, registry.lines().size());
    assertAllWhole();
  }

  @Test
  void withoutDeepOnlyLossesAndSizesOfLayersAreSeen() throws Exception {
    var image = Images.large(3, 1000);
    String name = pull("test/app", "1", image);
    flip(file(image.layers().getFirst().digest()));
    assertEquals(0, check().status());
    Files.write(file(image.layers().get(1).digest()), new byte[10]);
    Files.delete(file(image.layers().getLast().digest()));
    String repository = name.substring(0, name.length() - 2);
    String images = " (" + name + ", " + repository + "@" + image.digest() + ")\n";
    assertEquals(
        "layer " + image.layers().get(1).digest() + " is damaged" + images, line(check().out(), 0));
    assertEquals(
        "layer " + image.layers().getLast().digest() + " is missing" + images,
        line(check().out(), 1));
  }

  private static String line(String text, int number) {
    return text.lines().toList().get(number) + "\n";
  }

  @Test
  void whatCannotBeFetchedIsSaidAndStays() throws Exception {
    var image = Images.hello("one");
    String name = pull("test/app", "1", image);
    var layer = file(image.layers().getFirst().digest());
    flip(layer);
    byte[] damaged = Files.readAllBytes(layer);
    registry.close();
    var result = check("--deep", "--repair");
    assertEquals(1, result.status());
    assertTrue(result.out().contains("): not repaired: "), result.out());
    assertEquals(new String(damaged, UTF_8), new String(Files.readAllBytes(layer), UTF_8));
    assertTrue(jimg.out("images").contains(name.substring(0, name.length() - 2)));
    registry = FakeRegistry.start();
  }

  @Test
  void aDamagedBlobThatNoImageNeedsIsDeleted() throws Exception {
    pull("test/app", "1", Images.hello("one"));
    var orphan = file(Digest.of("orphan".getBytes(UTF_8)));
    Files.writeString(orphan, "no orphan");
    assertEquals(1, check("--deep").status());
    assertTrue(Files.exists(orphan));
    assertEquals(0, check("--deep", "--repair").status());
    assertFalse(Files.exists(orphan));
  }

  @Test
  void aLayerThatIsNotWhatItsConfigSaysIsFoundAndCannotBeRepaired() {
    var honest = Images.hello("one");
    var diffIds = JsonWriter.array(List.of(Digest.of(new byte[1]).toString()));
    var rootfs = new JsonObject(Map.of("type", new JsonText("layers"), "diff_ids", diffIds));
    var liar =
        Images.image().layer(new Tar().file("a", "b").gzip()).config("rootfs", rootfs).build();
    pull("test/honest", "1", honest);
    pull("test/liar", "1", liar);
    assertEquals(0, check().status());
    registry.forget();
    var result = check("--deep", "--repair");
    assertEquals(1, result.status());
    String layer = liar.layers().getFirst().digest().toString();
    assertTrue(
        result
            .out()
            .startsWith(
                "layer "
                    + layer
                    + " is invalid: filesystem layer verification failed for digest "
                    + layer),
        result.out());
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    var image = Images.hello("one");
    String name = pull("test/app", "1", image);
    Files.delete(file(image.id()));
    String repository = name.substring(0, name.length() - 2);
    String problem =
        "{\"Kind\":\"missing\",\"What\":\"config\",\"Digest\":\""
            + image.id()
            + "\",\"Detail\":\"\",\"Images\":[\""
            + name
            + "\",\""
            + repository
            + "@"
            + image.digest()
            + "\"],\"Repaired\":";
    var found = check("--format", "json");
    assertEquals(1, found.status());
    assertTrue(found.out().startsWith("{\"Sound\":false,\"Deep\":false,\"References\":2,"));
    assertTrue(found.out().endsWith(problem + "false,\"Outcome\":\"\"}]}\n"), found.out());
    var repaired = check("--format", "json", "--repair");
    assertEquals(0, repaired.status());
    assertTrue(
        repaired
            .out()
            .endsWith(problem + "true,\"Outcome\":\"fetched from " + repository + "\"}]}\n"),
        repaired.out());
  }

  @Test
  void anotherFormatIsRefused() {
    assertEquals(
        new Result(1, "", "unknown format \"yaml\": system check knows json\n"),
        check("--format", "yaml"));
  }

  /// What can happen to index.json.
  private void damageIndex(String how) throws IOException {
    var index = jimg.root().resolve("index.json");
    byte[] bytes = Files.readAllBytes(index);
    switch (how) {
      case "deleted" -> Files.delete(index);
      case "truncated" -> Files.write(index, Arrays.copyOf(bytes, bytes.length / 2));
      case "empty" -> Files.write(index, new byte[0]);
      default -> Files.write(index, "no index\0".repeat(9).getBytes(UTF_8));
    }
  }

  private void pullSome() {
    pull("test/app", "1", Images.hello("one"));
    pull("test/app", "2", Images.multiArch("two"));
    String moved = pull("test/app", "latest", Images.hello("three"));
    pull("test/app", "latest", Images.hello("four"));
    jimg.out("tag", moved, "mine:1");
    jimg.out("tag", moved, "mine:2");
    jimg.out("rmi", "mine:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "truncated", "empty", "garbage"})
  void aLostIndexComesBackWithAllNames(String how) throws Exception {
    pullSome();
    String before = jimg.out("images", "--all", "--digests", "--no-trunc");
    damageIndex(how);
    assertEquals(1, jimg.run("images").status());
    assertEquals(1, check().status());
    registry.forget();
    assertEquals(0, check("--repair").status());
    assertEquals(List.of(), registry.lines());
    assertEquals(before, jimg.out("images", "--all", "--digests", "--no-trunc"));
    assertEquals(0, check("--deep").status());
  }

  @Test
  void withoutItsLogALostIndexComesBackWithTheImages() throws Exception {
    pullSome();
    var before = ids();
    damageIndex("deleted");
    Files.delete(jimg.root().resolve("jimg/names.log"));
    assertEquals(1, check().status());
    assertEquals(0, check("--repair").status());
    assertEquals(before, ids());
  }

  @Test
  void withoutItsLogATruncatedIndexKeepsTheNamesThatCanBeRead() throws Exception {
    pullSome();
    var before = ids();
    damageIndex("truncated");
    Files.delete(jimg.root().resolve("jimg/names.log"));
    assertEquals(0, check("--repair").status());
    assertEquals(before, ids());
    assertTrue(jimg.out("images").contains(registry.host() + "/test/app"));
  }

  private Set<String> ids() {
    return jimg.out("images", "--all", "-q", "--no-trunc").lines().collect(Collectors.toSet());
  }

  @Test
  void aLostLayoutFileIsMadeAgain() throws Exception {
    pull("test/app", "1", Images.hello("one"));
    var file = jimg.root().resolve("oci-layout");
    Files.delete(file);
    assertEquals(1, check().status());
    assertEquals(0, check("--repair").status());
    assertEquals("{\"imageLayoutVersion\":\"1.0.0\"}", Files.readString(file));
  }
}
