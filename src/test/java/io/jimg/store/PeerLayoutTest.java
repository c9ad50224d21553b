package io.jimg.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.jimg.oci.Descriptor;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import io.jimg.store.index.Entry;
import io.jimg.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The store is an OCI image layout to others, and theirs is a store to us.
@Timeout(120)
class PeerLayoutTest {

  @TempDir Path directory;

  private static String run(String program, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(Peers.program(program)));
    command.addAll(Arrays.asList(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private LocalStore store() {
    return LocalStore.open(directory.resolve("store"));
  }

  private String layout(String name) {
    return "oci:" + directory.resolve("store") + ":" + name;
  }

  @Test
  void skopeoCopiesByCanonicalNameWhatIsInTheStoreToTheByte() throws Exception {
    var image = Samples.image(1);
    try (var store = store()) {
      image.pullInto(store, "one:1");
      Samples.image(2).pullInto(store, "quay.io/other/one:1");
    }
    var copy = directory.resolve("copy");
    run(
        "skopeo",
        "copy",
        "-q",
        "--preserve-digests",
        layout("docker.io/library/one:1"),
        "oci:" + copy + ":x");
    for (int i = 0; i < image.blobs().size(); i++) {
      var blob = copy.resolve("blobs/sha256/" + image.descriptors().get(i).digest().hex());
      assertArrayEquals(image.blobs().get(i), Files.readAllBytes(blob));
    }
  }

  @Test
  void skopeoReadsAnIndexOfWhichOnlyOneImageIsHere() throws Exception {
    var one = Samples.image(1);
    byte[] index = Samples.index(List.of(one));
    var target = Descriptor.of(MediaType.OCI_INDEX, index);
    try (var store = store()) {
      one.pullInto(store, "one:1");
      store.blobs().put(target, index);
      var name = Reference.parse("multi:1");
      store
          .references()
          .update(
              draft -> {
                draft.put(new Entry(name, target, one.manifest().digest(), List.of(), null));
                return true;
              });
    }
    assertArrayEquals(
        index,
        run("skopeo", "inspect", "--raw", layout("docker.io/library/multi:1")).getBytes(UTF_8));
  }

  @Test
  void umociListsTheNames() throws Exception {
    try (var store = store()) {
      Samples.image(1).pullInto(store, "one:1");
      Samples.image(2).pullInto(store, "quay.io/other/one:1");
    }
    assertEquals(
        "docker.io/library/one:1\nquay.io/other/one:1\n",
        run("umoci", "ls", "--layout", directory.resolve("store").toString()));
  }

  @Test
  void whatSkopeoAddsToTheStoreIsAReferenceAndKeepsItsBlobs() throws Exception {
    var image = Samples.image(1);
    try (var store = store()) {
      image.pullInto(store, "one:1");
    }
    run(
        "skopeo",
        "copy",
        "-q",
        "--preserve-digests",
        layout("docker.io/library/one:1"),
        layout("quay.io/by/skopeo:2"));
    try (var store = store()) {
      assertNotNull(store.references().snapshot().find(Reference.parse("one:1")));
      assertNotNull(store.references().snapshot().find(Reference.parse("quay.io/by/skopeo:2")));
      Samples.image(2).pullInto(store, "two:1");
      store.sweep(Instant.MAX);
      Files.delete(directory.resolve("store/index.json"));
      assertEquals(3, store.references().rebuild(_ -> List.of()).size());
    }
    run("skopeo", "inspect", "--raw", layout("quay.io/by/skopeo:2"));
  }

  @Test
  void aLayoutThatSkopeoMadeIsAStore() throws Exception {
    try (var store = store()) {
      Samples.image(1).pullInto(store, "one:1");
    }
    var theirs = directory.resolve("theirs");
    run(
        "skopeo",
        "copy",
        "-q",
        "--preserve-digests",
        layout("docker.io/library/one:1"),
        "oci:" + theirs + ":docker.io/library/one:1");
    run(
        "skopeo",
        "copy",
        "-q",
        "--preserve-digests",
        layout("docker.io/library/one:1"),
        "oci:" + theirs + ":short");
    try (var store = LocalStore.open(theirs)) {
      var entries = store.references().snapshot().entries();
      assertEquals(2, entries.size());
      assertEquals(Reference.parse("one:1"), entries.getFirst().name());
      assertEquals(Samples.image(1).manifest().digest(), entries.getFirst().manifest());
    }
  }
}
