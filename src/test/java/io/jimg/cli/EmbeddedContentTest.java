package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.ImageBuilder;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What descriptors carry themselves (image-spec, "Embedded Content") is not asked for; anything
/// else that stands in its place is passed over.
class EmbeddedContentTest {

  private static final Layer LAYER = new Tar().file("etc/motd", "one").gzip();

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String name = "";

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
    name = registry.host() + "/app:1";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private static ImageBuilder image() {
    return Images.image().layer(LAYER);
  }

  private static JsonText base64(byte[] content) {
    return new JsonText(Base64.getEncoder().encodeToString(content));
  }

  private static JsonObject carrying(Descriptor descriptor, JsonValue data) {
    var members = new LinkedHashMap<>(DescriptorCodec.write(descriptor).members());
    members.put("data", data);
    return new JsonObject(members);
  }

  /// The image whose manifest carries its config, or `data` in its place.
  private static Sample.Image withConfig(JsonValue data) {
    return image().manifest("config", carrying(image().build().config(), data)).build();
  }

  private static Sample.Image whole() {
    return withConfig(base64(image().build().configBytes()));
  }

  private void assertPulled(int requests, Sample sample, Sample.Image image) {
    registry.serve("app", "1", sample);
    jimg.out("pull", name);
    assertEquals(requests, registry.requests().size(), registry.lines()::toString);
    try (var store = LocalStore.open(jimg.root())) {
      assertArrayEquals(image.configBytes(), store.blobs().read(image.id(), RawManifest.MAX_SIZE));
      assertArrayEquals(
          image.manifest().content(), store.blobs().read(image.digest(), RawManifest.MAX_SIZE));
    }
    assertEquals(image.id() + "\n", jimg.out("images", "-q", "--no-trunc"));
  }

  @Test
  void aConfigInItsManifestIsNotAskedFor() {
    var image = whole();
    assertPulled(1 + 1, image, image);
  }

  @Test
  void aManifestInItsIndexIsNotAskedFor() {
    var image = whole();
    var index = Images.index().add(image).data(base64(image.manifest().content())).build();
    assertPulled(1 + 1, index, image);
    registry.forget();
    jimg.out("pull", name);
    assertEquals(1, registry.requests().size(), registry.lines()::toString);
  }

  @Test
  void aLayerInItsManifestIsNotAskedForEither() {
    var layer = carrying(LAYER.descriptor(), base64(LAYER.stored()));
    var layers = new JsonArray(List.of(layer));
    var image = image().manifest("layers", layers).build();
    assertPulled(1 + 1, image, image);
  }

  static Stream<JsonValue> otherData() {
    byte[] config = image().build().configBytes();
    byte[] other = config.clone();
    other[5]++;
    return Stream.of(
        base64(other),
        base64(new byte[0]),
        base64((new String(config, UTF_8) + " ").getBytes(UTF_8)),
        new JsonText("not base64 at all!"),
        new JsonText("A".repeat(1 << 20)),
        new JsonNumber("7"),
        JsonObject.EMPTY);
  }

  @ParameterizedTest
  @MethodSource("otherData")
  void anythingElseIsPassedOver(JsonValue data) {
    var image = withConfig(data);
    assertPulled(1 + 1 + 1, image, image);
  }

  @ParameterizedTest
  @MethodSource("otherData")
  void anythingElseInAnIndexToo(JsonValue data) {
    var image = whole();
    assertPulled(2 + 1, Images.index().add(image).data(data).build(), image);
  }

  @Test
  void theTypeIsThatOfTheEntryAndMustBeTheOneInside() {
    var image = whole();
    var docker =
        new Descriptor(MediaType.DOCKER_MANIFEST, image.digest(), image.descriptor().size());
    var index = Images.index().entry(docker).data(base64(image.manifest().content())).build();
    registry.serve("app", "1", index);
    var result = jimg.run("pull", name);
    assertEquals(1, result.status(), result::toString);
    assertTrue(result.err().contains("mediaType in manifest should be"), result::err);
  }

  @Test
  void noMoreIsTakenThanAConfigMayWeigh() {
    byte[] large = new byte[RawManifest.MAX_SIZE + 1];
    var descriptor = Descriptor.of(image().build().config().mediaType(), large);
    assertNull(withData(descriptor, large).embedded());
    byte[] largest = new byte[RawManifest.MAX_SIZE];
    assertArrayEquals(
        largest, withData(Descriptor.of(descriptor.mediaType(), largest), largest).embedded());
  }

  private static Descriptor withData(Descriptor descriptor, byte[] content) {
    return DescriptorCodec.read(carrying(descriptor, base64(content)));
  }

  @Test
  void manifestListsAreMadeOfWhatAnIndexCarries() {
    var image = whole();
    var index = Images.index().add(image, null).data(base64(image.manifest().content())).build();
    registry.serve("app", "1", index);
    jimg.out("manifest", "create", "--insecure", registry.host() + "/list:1", name);
    assertEquals(1, registry.requests().size(), registry.lines()::toString);
    var shown = jimg.out("manifest", "inspect", registry.host() + "/list:1");
    assertTrue(shown.contains(image.digest().toString()), shown);
    assertTrue(shown.contains("\"architecture\": \"amd64\""), shown);
    assertFalse(shown.contains("\"data\""), shown);
  }
}
