package io.jimg.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.server.content.StoreContent;
import io.jimg.store.LocalStore;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Peers;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real clients take our server for a registry.
class PeerClientsTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final String repository = "served/" + UUID.randomUUID();
  private final String name = registry.host() + "/" + repository;
  private final Sample.Index index = Images.multiArch(repository);
  private final Sample.Image amd64 = (Sample.Image) index.members().getFirst();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void dockerPullsAndPushes() {
    Peers.docker();
    String docker = Peers.program("docker");
    registry.serve(repository, "1", index);
    try {
      Shell.run(docker, "pull", "-q", name + ":1").orThrow();
      String id = Shell.run(docker, "inspect", "-f", "{{.Id}}", name + ":1").orThrow();
      assertEquals(amd64.id().toString(), id);
      Shell.run(docker, "tag", name + ":1", name + "-pushed:1").orThrow();
      String pushed = Shell.run(docker, "push", name + "-pushed:1").orThrow();
      assertTrue(pushed.contains("Mounted from " + repository), pushed);
      assertTrue(pushed.contains("digest: sha256:"), pushed);
    } finally {
      Shell.run(docker, "rmi", "-f", name + ":1", name + "-pushed:1");
    }
  }

  @Test
  void dockerGoesOnWhereItWasCut() {
    Peers.docker();
    String docker = Peers.program("docker");
    var large = Images.large(1, 1 << 20);
    registry.serve(repository, "1", large);
    var layer = large.layers().getFirst().digest();
    registry.fault(Match.blob(layer), Faults.cutAfter(300_000).once());
    try {
      Shell.run(docker, "pull", "-q", name + ":1").orThrow();
      assertTrue(registry.count(Match.blob(layer)) >= 2);
    } finally {
      Shell.run(docker, "rmi", "-f", name + ":1");
    }
  }

  @Test
  void dockerPullsFromALocalStore(@TempDir Path directory) throws InterruptedException {
    Peers.docker();
    String docker = Peers.program("docker");
    try (var store = LocalStore.open(directory);
        var content = new StoreContent(store);
        var server =
            RegistryServer.start(
                ListenAddress.parse("127.0.0.1:0"), RegistryHandler.readOnly(content))) {
      Stores.put(store, "ghcr.io/" + repository + ":1", index);
      String host = "127.0.0.1:" + server.address().getPort() + "/";
      for (String path : List.of(host, host + "ghcr.io/")) {
        try {
          Shell.run(docker, "pull", "-q", path + repository + ":1").orThrow();
          String id =
              Shell.run(docker, "inspect", "-f", "{{.Id}}", path + repository + ":1").orThrow();
          assertEquals(amd64.id().toString(), id);
          var push = Shell.run(docker, "push", path + repository + ":1");
          assertEquals(1, push.status(), push.output());
        } finally {
          Shell.run(docker, "rmi", "-f", path + repository + ":1");
        }
      }
    }
  }

  @Test
  void skopeoCopiesEverythingInAndOut(@TempDir Path directory) {
    String skopeo = Peers.program("skopeo");
    registry.serve(repository, "1", index);
    String layout = "oci:" + directory + ":x";
    String from = "docker://" + name + ":1";
    String to = "docker://" + name + "-back:1";
    Shell.run(skopeo, "copy", "--all", "--src-tls-verify=false", from, layout).orThrow();
    Shell.run(skopeo, "copy", "--all", "--dest-tls-verify=false", layout, to).orThrow();
    String digest =
        Shell.run(skopeo, "inspect", "--tls-verify=false", "--format", "{{.Digest}}", to).orThrow();
    assertEquals(index.digest().toString(), digest);
  }

  @Test
  void podmanPulls(@TempDir Path directory) {
    String podman = Peers.program("podman");
    registry.serve(repository, "1", index);
    String root = directory.resolve("root").toString();
    String run = directory.resolve("run").toString();
    String[] base = {podman, "--root", root, "--runroot", run, "--storage-driver", "vfs"};
    String id = Shell.run(with(base, "pull", "-q", "--tls-verify=false", name + ":1")).orThrow();
    assertEquals(amd64.id().hex(), id.lines().toList().getLast());
  }

  private static String[] with(String[] base, String... more) {
    var all = new ArrayList<>(List.of(base));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
