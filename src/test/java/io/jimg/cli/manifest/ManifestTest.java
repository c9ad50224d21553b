package io.jimg.cli.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Manifest;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.server.content.Repository;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.IndexBuilder;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `manifest` does where Docker does it differently or not at all: indexes as sources, names
/// that move, requests, and registries that cheat.
class ManifestTest {

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

  private Result create(String... sources) {
    var words = new ArrayList<>(List.of("manifest", "create", "--insecure", "--amend", list));
    words.addAll(List.of(sources));
    return jimg.run(words.toArray(String[]::new));
  }

  private static Result failure(String sentence) {
    return new Result(1, "", sentence + "\n");
  }

  private Manifest.Index listed() {
    byte[] bytes = jimg.out("manifest", "inspect", list).strip().getBytes(StandardCharsets.UTF_8);
    return (Manifest.Index)
        new RawManifest(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes).parse();
  }

  @Test
  void showingAnImageIsOneRequest() {
    registry.serve("app", "1", Images.hello("one"));
    jimg.out("manifest", "inspect", "--insecure", app + ":1");
    assertEquals(List.of("GET /v2/app/manifests/1"), registry.lines());
  }

  @Test
  void showingAnIndexIsOneRequestAndOneMoreForEachManifestInFull() {
    registry.serve("app", "1", Images.multiArch("one"));
    jimg.out("manifest", "inspect", "--insecure", app + ":1");
    assertEquals(List.of("GET /v2/app/manifests/1"), registry.lines());
    registry.forget();
    jimg.out("manifest", "inspect", "--insecure", "-v", app + ":1");
    assertEquals(1 + 5, registry.requests().size(), registry.lines()::toString);
  }

  @Test
  void anImageInAListCostsTwoRequests() {
    registry.serve("app", "1", Images.hello("one"));
    assertEquals(0, create(app + ":1").status());
    assertEquals(2, registry.requests().size(), registry.lines()::toString);
  }

  @Test
  void whatIsInAListHereIsShownWithoutARegistry() {
    registry.serve("app", "1", Images.hello("one"));
    create(app + ":1");
    registry.forget();
    jimg.out("manifest", "inspect", list);
    jimg.out("manifest", "inspect", "-v", list);
    jimg.out("manifest", "inspect", list, app + ":1");
    jimg.out("manifest", "annotate", list, app + ":1", "--variant", "v8");
    jimg.out("manifest", "rm", list);
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void anIndexAsSourceGivesItsManifestsWithTheirAttestations() {
    var index = Images.multiArch("one");
    registry.serve("app", "1", index);
    assertEquals(new Result(0, "Created manifest list " + list + "\n", ""), create(app + ":1"));
    assertEquals(1 + 5, registry.requests().size(), registry.lines()::toString);
    assertEquals(((Manifest.Index) index.manifest().parse()).manifests(), listed().manifests());
  }

  @Test
  void indexesAndImagesStandInTheOrderOfTheirNames() {
    var index = Images.multiArch("one");
    var image = Images.hello("two", "linux/riscv64");
    registry.serve("app", "b", index);
    registry.serve("app", "a", image);
    create(app + ":b", app + ":a");
    var digests = listed().manifests().stream().map(Descriptor::digest).toList();
    assertEquals(image.digest(), digests.getFirst());
    assertEquals(6, digests.size());
  }

  @Test
  void aNestedIndexIsLiftedToo() {
    var inner = Images.multiArch("one");
    var image = Images.hello("two", "linux/riscv64");
    registry.serve("app", "1", Images.index().add(inner, null).add(image).build());
    create(app + ":1");
    assertEquals(6, listed().manifests().size());
  }

  @Test
  void anEntryWithoutAPlatformGetsThatOfItsConfig() {
    var image = Images.hello("one", "linux/arm/v6");
    registry.serve("app", "1", Images.index().add(image, null).build());
    create(app + ":1");
    assertEquals(Images.platform("linux/arm/v6"), listed().manifests().getFirst().platform());
  }

  @Test
  void aLiftedManifestIsNamedByItsDigest() {
    var index = Images.multiArch("one");
    var member = index.members().get(1);
    registry.serve("app", "1", index);
    create(app + ":1");
    assertEquals(
        failure(app + ":1 stands for 5 manifests in " + list + ": name one of them by its digest"),
        jimg.run("manifest", "annotate", list, app + ":1", "--variant", "v9"));
    jimg.out("manifest", "annotate", list, app + "@" + member.digest(), "--variant", "v9");
    assertEquals(Images.platform("linux/arm64/v9"), listed().manifests().get(1).platform());
    String one = jimg.out("manifest", "inspect", list, app + ":1@" + member.digest());
    assertEquals(jimg.out("manifest", "inspect", "--insecure", app + "@" + member.digest()), one);
    assertEquals(
        jimg.out("manifest", "inspect", list), jimg.out("manifest", "inspect", list, app + ":1"));
  }

  @Test
  void aNameThatMovedIsAskedForAgainAndKeepsWhatWasSaidOfIt() {
    var old = Images.hello("old", "linux/arm");
    var moved = Images.hello("moved", "linux/arm");
    registry.serve("app", "1", old);
    registry.serve("app", "2", Images.hello("two"));
    create(app + ":1", app + ":2");
    jimg.out("manifest", "annotate", list, app + ":1", "--variant", "v7");
    registry.serve("app", "1", moved);
    create(app + ":1");
    var first = listed().manifests().getFirst();
    assertEquals(moved.digest(), first.digest());
    assertEquals(Images.platform("linux/arm/v7"), first.platform());
    assertEquals(2, listed().manifests().size());
  }

  @Test
  void whatAnIndexLostIsLostInTheListToo() {
    registry.serve("app", "1", Images.multiArch("one"));
    create(app + ":1");
    var image = Images.hello("one");
    registry.serve("app", "1", Images.index().add(image).build());
    create(app + ":1");
    assertEquals(
        List.of(image.digest()), listed().manifests().stream().map(Descriptor::digest).toList());
  }

  @Test
  void aListThatCouldNotBeMadeIsNotThere() {
    registry.serve("app", "1", Images.hello("one"));
    assertEquals(failure("no such manifest: " + app + ":2"), create(app + ":1", app + ":2"));
    assertEquals(failure("No such manifest: " + list), jimg.run("manifest", "rm", list));
    assertFalse(Files.exists(home.resolve("store")));
  }

  @Test
  void plainHttpNeedsInsecureEvenOnLoopback() {
    jimg.withHints();
    registry.serve("app", "1", Images.hello("one"));
    var refused =
        failure(
            "no such manifest: "
                + app
                + ":1\nhint: "
                + registry.host()
                + " answers without TLS, which --insecure allows");
    assertEquals(refused, jimg.run("manifest", "inspect", app + ":1"));
    assertEquals(refused, jimg.run("manifest", "create", list, app + ":1"));
  }

  @Test
  void aRegistryThatIsNotThereIsSaidAsDockerSaysIt() {
    int port = registry.uri().getPort();
    registry.close();
    assertEquals(
        failure(
            "failed to configure transport: error pinging v2 registry: Get \"http://127.0.0.1:"
                + port
                + "/v2/app/manifests/1\": dial tcp 127.0.0.1:"
                + port
                + ": connect: connection refused"),
        jimg.run("manifest", "inspect", "--insecure", app + ":1"));
  }

  @Test
  void aFailureOfTheRegistryIsTriedAgain() {
    registry.serve("app", "1", Images.multiArch("one"));
    registry.fault(Match.manifests(), Faults.answer(503).times(1));
    assertEquals(0, create(app + ":1").status());
  }

  @Test
  void anotherManifestThanTheIndexNamesIsRefused() {
    var index = Images.multiArch("one");
    var wanted = index.members().getFirst();
    registry.serve("app", "1", index);
    byte[] other = Images.hello("other").manifest().content();
    registry.fault(Match.manifest(wanted.digest()), Faults.swap(other));
    var result = create(app + ":1");
    assertTrue(
        result.err().startsWith("manifest verification failed for digest " + wanted.digest()),
        result.err());
    assertEquals(1, result.status());
    assertEquals(1, jimg.run("manifest", "inspect", "--insecure", "-v", app + ":1").status());
  }

  @Test
  void aManifestOfAnotherTypeThanTheIndexSaysIsRefused() {
    var image = Images.hello("one");
    var lie = new Descriptor(MediaType.OCI_INDEX, image.digest(), image.descriptor().size());
    registry.serve("app", image);
    registry.serve("app", "1", Images.index().entry(lie).build());
    assertEquals(
        failure(
            "manifest "
                + image.digest()
                + " is application/vnd.oci.image.manifest.v1+json where its index says"
                + " application/vnd.oci.image.index.v1+json"),
        create(app + ":1"));
  }

  @Test
  void aManifestOfAnotherSizeThanTheIndexSaysIsRefused() {
    var image = Images.hello("one");
    var lie = new Descriptor(MediaType.OCI_MANIFEST, image.digest(), 17);
    registry.serve("app", image);
    registry.serve("app", "1", Images.index().entry(lie).build());
    assertEquals(
        "manifest verification failed for digest " + image.digest() + ": received ",
        create(app + ":1").err().replaceAll("received .*\n", "received "));
  }

  @Test
  void aManifestThatIsNotThereIsNamed() {
    var gone = Images.hello("gone");
    registry.serve("app", "1", Images.index().entry(gone.descriptor()).build());
    assertEquals(failure("no such manifest: " + app + "@" + gone.digest()), create(app + ":1"));
  }

  @Test
  void indexesInIndexesHaveAnEnd() {
    Sample innermost = Images.hello("one");
    for (int depth = 0; depth < 9; depth++) {
      innermost = Images.index().add(innermost, null).build();
    }
    registry.serve("app", "deep", innermost);
    assertEquals(
        failure(app + ":deep has indexes in indexes, more than 8 deep"), create(app + ":deep"));
  }

  /// Ten entries to the eighth power: small on the registry, endless to whoever follows them.
  @Test
  void indexesThatNameOneAnotherManyTimesOverHaveAnEnd() {
    Sample innermost = Images.hello("one");
    for (int depth = 0; depth < 7; depth++) {
      var index = Images.index();
      for (int i = 0; i < 10; i++) {
        index.add(innermost, null);
      }
      innermost = shallow(index);
    }
    registry.serve("app", "bomb", innermost);
    assertEquals(failure(app + ":bomb names more than 1000 manifests"), create(app + ":bomb"));
    assertTrue(registry.count(Match.manifests()) <= 1001, "asked for more than it may");
  }

  /// The same index with its members once each.
  private static Sample shallow(IndexBuilder index) {
    var built = index.build();
    return new Sample.Index(built.manifest(), built.members().subList(0, 1));
  }

  @Test
  void anIndexOfTooManyManifestsIsRefusedBeforeAnyIsFetched() {
    var index = Images.index();
    for (int i = 0; i < 1001; i++) {
      index.entry(Images.hello("same").descriptor());
    }
    registry.serve("app", "wide", index.build());
    assertEquals(failure(app + ":wide names more than 1000 manifests"), create(app + ":wide"));
    assertEquals(1, registry.requests().size());
  }

  @Test
  void manifestsThatAreTooLargeOrTooDeepAreOneSentence() {
    registry.fault(Match.manifest("endless"), Faults.endless(MediaType.OCI_INDEX.value()));
    var endless = create(app + ":endless");
    assertTrue(endless.err().endsWith("the answer is longer than 4194304 bytes\n"), endless.err());
    String deep = "{\"schemaVersion\":2,\"manifests\":" + "[".repeat(100_000);
    registry.fault(
        Match.manifest("deep"),
        Faults.answer(200, Map.of("Content-Type", MediaType.OCI_INDEX.value()), deep));
    for (var result :
        List.of(
            create(app + ":deep"), jimg.run("manifest", "inspect", "--insecure", app + ":deep"))) {
      assertEquals(1, result.status());
      assertEquals(1, result.err().lines().count(), result.err());
      assertTrue(result.err().contains("exceeded max depth"), result.err());
    }
  }

  /// CVE-2021-41190.
  @Test
  void aDocumentThatCouldBeEitherKindIsRefused() {
    String both = "{\"schemaVersion\":2,\"manifests\":[],\"config\":{},\"layers\":[]}";
    byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
    for (var type : List.of(MediaType.OCI_INDEX, MediaType.OCI_MANIFEST)) {
      var manifest = new RawManifest(Descriptor.of(type, bytes), bytes);
      registry.content().putManifest(new Repository("app"), manifest);
      registry.content().putTag(new Repository("app"), "1", manifest.descriptor().digest());
      assertEquals(
          failure(
              type.isIndex()
                  ? "index: expected index but found manifest"
                  : "ocimanifest: expected manifest but found index"),
          create(app + ":1"));
    }
  }

  @Test
  void aConfigThatIsNotTheNamedOneIsRefused() {
    var image = Images.hello("one");
    registry.serve("app", "1", image);
    byte[] other = image.configBytes();
    other[other.length - 2] ^= 1;
    registry.fault(Match.blob(image.id()), Faults.swap(other));
    var result = create(app + ":1");
    assertEquals(1, result.status());
    assertTrue(result.err().startsWith("expected " + image.id()), result.err());
  }
}
