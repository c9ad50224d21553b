package io.jimg.cli.manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.config.docker.Credential;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Manifest;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.DockerCli;
import io.jimg.testing.Images;
import io.jimg.testing.Peers;
import io.jimg.testing.Sample;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real docker and jimg put the same lists together and push them to a real registry, each into
/// a repository of its own.
class ManifestPushLikeDockerTest {

  // Without peers the first of these skips the test, before there is anything to close.
  private final String base = Peers.registry() + "/jimg-manifest/" + UUID.randomUUID();
  private final DockerCli docker = new DockerCli();
  private final RegistryClient client =
      new RegistryClient(RegistrySettings.standard("test"), _ -> Credential.ANONYMOUS);
  @TempDir Path home;
  private Cli jimg;

  @BeforeEach
  void start() {
    jimg = new Cli(home);
  }

  @AfterEach
  void stop() {
    client.close();
    docker.close();
  }

  private void serve(String repository, String tag, Sample sample) {
    var name = Reference.parse(base + "/" + repository + ":" + tag);
    var writer = client.writer();
    sample
        .blobs()
        .forEach(
            (digest, bytes) ->
                writer
                    .upload(name, new Descriptor(MediaType.OCI_LAYER, digest, bytes.length))
                    .send(
                        from ->
                            new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from),
                        _ -> {}));
    for (var child : sample.children()) {
      writer.putManifest(name.repository().withDigest(child.descriptor().digest()), child);
    }
    writer.putManifest(name, sample.manifest());
  }

  private String[] words(String line, String own) {
    return line.replace("OWN/", base + "/" + own + "/").replace("R/", base + "/").split(" ");
  }

  /// Runs each line in both; what the last one prints is the same, and so is `OWN/list:1`, to the
  /// byte, with all that it names.
  private void same(String... lines) {
    var results = new ArrayList<String>();
    for (String line : lines) {
      var theirs = docker.run(words(line, "docker"));
      var ours = jimg.run(words(line, "jimg"));
      assertEquals(
          new Result(
              theirs.status(),
              theirs.out().replace("/docker/", "/jimg/"),
              theirs.err().replace("/docker/", "/jimg/")),
          ours,
          line);
      results.add(ours.out());
    }
    var theirs = list("docker");
    var ours = list("jimg");
    assertArrayEquals(theirs.content(), ours.content());
    assertEquals(theirs.descriptor(), ours.descriptor());
    assertTrue(results.getLast().endsWith(ours.descriptor().digest() + "\n"));
    var repository = Reference.parse(base + "/jimg/list");
    for (var entry : ((Manifest.Index) ours.parse()).manifests()) {
      var child = client.manifest(repository.withDigest(entry.digest()));
      for (var blob : child.parse().references()) {
        assertTrue(client.writer().hasBlob(repository, blob.digest()), blob::toString);
      }
    }
  }

  private RawManifest list(String own) {
    return client.manifest(Reference.parse(base + "/" + own + "/list:1"));
  }

  @Test
  void anIndexOfOciImages() {
    serve("z/app", "arm", Images.hello("one", "linux/arm/v7"));
    serve("a/app", "amd", Images.hello("two"));
    same(
        "manifest create --insecure OWN/list:1 R/z/app:arm R/a/app:amd",
        "manifest push OWN/list:1",
        "manifest push --insecure OWN/list:1");
  }

  @Test
  void aListWhoseFirstManifestIsDockers() {
    serve("a/app", "docker", Images.image().docker().build());
    serve("z/app", "oci", Images.hello("one", "linux/arm64/v8"));
    same(
        "manifest create --insecure OWN/list:1 R/z/app:oci R/a/app:docker",
        "manifest annotate OWN/list:1 R/z/app:oci --variant v9 --os-features <x>,y",
        "manifest annotate OWN/list:1 R/a/app:docker --os-version 10.0.1",
        "manifest push --insecure -p OWN/list:1");
  }

  @Test
  void sourcesOfTheSameRepositoryAreNotPushedAgain() {
    var image = Images.hello("one");
    serve("docker/list", "amd", image);
    serve("jimg/list", "amd", image);
    serve("a/app", "arm", Images.hello("one", "linux/arm/v7"));
    same(
        "manifest create --insecure OWN/list:1 OWN/list:amd R/a/app:arm",
        "manifest push OWN/list:1");
  }

  @Test
  void oneSingleImageByDigest() {
    var image = Images.hello("one");
    serve("a/app", "1", image);
    same(
        "manifest create --insecure OWN/list:1 R/a/app@" + image.digest(),
        "manifest push OWN/list:1");
  }

  @Test
  void jimgPushesWhatDockerLiftsNot() {
    var index = Images.multiArch("one");
    serve("a/app", "1", index);
    String list = base + "/jimg/list:1";
    jimg.out("manifest", "create", "--insecure", list, base + "/a/app:1");
    jimg.out("manifest", "push", list);
    var entries = ((Manifest.Index) list("jimg").parse()).manifests();
    assertEquals(((Manifest.Index) index.manifest().parse()).manifests(), entries);
    var shown = docker.run("manifest", "inspect", "--insecure", list);
    assertEquals(0, shown.status(), shown.err());
  }
}
