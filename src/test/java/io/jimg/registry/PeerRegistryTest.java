package io.jimg.registry;

import static io.jimg.registry.Fixture.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jimg.reference.Reference;
import io.jimg.testing.Peers;
import org.junit.jupiter.api.Test;

/// The real docker-registry refuses as [ErrorTextTest] has it from the fake one.
class PeerRegistryTest {

  @Test
  void whatIsNotThereIsToldAsDockerTellsIt() {
    String host = Peers.registry();
    var name = Reference.parse(host + "/jimg-none/such:1");
    String digest = "sha256:" + "0".repeat(64);
    try (var client = new Fixture().client()) {
      assertNull(client.head(name));
      assertEquals(
          "manifest for " + name.familiar() + " not found: manifest unknown: manifest unknown",
          failure(() -> client.manifest(name)));
      assertEquals(
          "manifest for "
              + name.familiarName()
              + "@"
              + digest
              + " not found: manifest unknown: manifest unknown",
          failure(() -> client.manifest(Reference.parse(name.familiar() + "@" + digest))));
      assertEquals(
          "repository "
              + name.familiarName()
              + " not found: name unknown: repository name not known to registry",
          failure(() -> client.tags(name)));
    }
  }
}
