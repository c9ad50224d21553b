package io.jimg.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.Descriptor;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.server.content.Repository;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.ImageBuilder;
import io.jimg.testing.Images;
import io.jimg.testing.Tar;
import java.util.Base64;
import java.util.List;

/// What a registry serves in good order and is no image all the same.
final class OddContent {

  private final FakeRegistry registry;

  private OddContent(FakeRegistry registry) {
    this.registry = registry;
  }

  /// Fills repositories of `registry`, each with the tag 1.
  static void serve(FakeRegistry registry) {
    var content = new OddContent(registry);
    content.images();
    content.indexes();
    content.documents();
  }

  /// An image of a layer that no other has.
  private static ImageBuilder image(String name) {
    return Images.image().layer(new Tar().file("etc/" + name, name + "\n").gzip());
  }

  private void images() {
    var layerless = image("nolayer").build();
    registry.serve("nolayer", "1", layerless);
    registry
        .content()
        .removeBlob(new Repository("nolayer"), layerless.layers().getFirst().digest());
    registry.serve(
        "nohistory", "1", image("nohistory").config("history", new JsonArray(List.of())).build());
  }

  private void indexes() {
    var plain = image("plain").build();
    registry.serve("attested", "1", Images.index().attestation(plain).build());
    registry.serve("none", "1", Images.index().build());
    registry.serve("absent", "1", Images.index().add(plain).build());
    registry.content().removeManifest(new Repository("absent"), plain.digest());
  }

  private void documents() {
    document("unclosed", MediaType.OCI_MANIFEST, "{");
    document("one", MediaType.DOCKER_SCHEMA1_SIGNED, schema1());
    document("text", MediaType.DOCKER_MANIFEST, "plain text");
    document(
        "both", MediaType.OCI_MANIFEST, "{\"schemaVersion\":2,\"config\":{},\"manifests\":[]}");
    document("list", MediaType.OCI_INDEX, "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}");
    for (var type :
        List.of(
            MediaType.OCI_MANIFEST,
            MediaType.OCI_INDEX,
            MediaType.DOCKER_MANIFEST,
            MediaType.DOCKER_LIST)) {
      String name = "as" + type.value().replaceAll("[^a-z]", "");
      document(name, type, "{\"schemaVersion\":2,\"mediaType\":\"application/x-other\"}");
    }
  }

  /// A manifest of schema 1 with a signature that is one in form only.
  private static String schema1() {
    String head =
        """
        {
           "schemaVersion": 1,
           "name": "one",
           "tag": "1",
           "architecture": "amd64",
           "fsLayers": [],
           "history": []\
        """;
    String form = "{\"formatLength\":" + head.length() + ",\"formatTail\":\"Cn0\"}";
    String protectedForm =
        Base64.getUrlEncoder().withoutPadding().encodeToString(form.getBytes(UTF_8));
    return head
        + """
        ,
           "signatures": [{
              "header": {
                 "jwk": {
                    "kty": "EC",
                    "crv": "P-256",
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
                 },
                 "alg": "ES256"
              },
              "signature": "AAAA",
              "protected": "%s"
           }]
        }\
        """
            .formatted(protectedForm);
  }

  private void document(String name, MediaType type, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    var repository = new Repository(name);
    var manifest = new RawManifest(Descriptor.of(type, bytes), bytes);
    registry.content().putManifest(repository, manifest);
    registry.content().putTag(repository, "1", manifest.descriptor().digest());
  }
}
