package io.jimg.store.lists;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.store.CrashingFiles;
import io.jimg.store.InMemory;
import io.jimg.store.LocalStore;
import io.jimg.store.Samples;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.StoreFiles;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestListsTest {

  private static final BootId BOOT = new BootId("monday");
  private static final Reference LIST = Reference.parse("example.com/a/list:1");

  @TempDir(factory = InMemory.class)
  Path directory;

  private Path root;

  @BeforeEach
  void choose() {
    root = directory.resolve("store");
  }

  private static ListEntry entry(String source) {
    byte[] content = ("{\"of\":\"" + source + "\"}").getBytes(UTF_8);
    var descriptor =
        new Descriptor(
            MediaType.OCI_MANIFEST,
            Descriptor.of(MediaType.OCI_MANIFEST, content).digest(),
            content.length,
            new Platform("linux", "arm", "v7", "1", List.of("a")),
            Map.of("k", "v"),
            List.of());
    var name = Reference.parse(source);
    return new ListEntry(name, name, new RawManifest(descriptor, content), ListEntry.NOTHING);
  }

  private static ManifestList with(@Nullable ManifestList before, String source) {
    var list = before == null ? new ManifestList(LIST, List.of()) : before;
    return list.with(Reference.parse(source), List.of(entry(source)));
  }

  private static List<String> sources(LocalStore store) {
    return sources(store, LIST);
  }

  private static List<String> sources(LocalStore store, Reference name) {
    var list = store.lists().find(name);
    return list == null
        ? List.of()
        : list.entries().stream().map(entry -> entry.source().familiar()).toList();
  }

  private List<Path> files() throws Exception {
    try (var files = Files.list(root.resolve("jimg/lists"))) {
      return files.toList();
    }
  }

  @Test
  void whatWasWrittenIsRead() {
    var said = new Platform("", "arm64", "", "", List.of("b"));
    var written = new ManifestList(LIST, List.of(entry("b:1"), entry("a:1").saying(said)));
    try (var store = LocalStore.open(root)) {
      assertNull(store.lists().find(LIST));
      store.lists().update(LIST, _ -> written);
    }
    try (var store = LocalStore.open(root)) {
      var read = store.lists().find(LIST);
      assertNotNull(read);
      assertEquals(List.of("a:1", "b:1"), sources(store));
      var first = read.entries().getFirst();
      assertEquals(new Platform("linux", "arm64", "v7", "1", List.of("a", "b")), first.platform());
      assertEquals(Map.of("k", "v"), first.listed().descriptor().annotations());
      assertEquals(new String(first.manifest().content(), UTF_8), "{\"of\":\"a:1\"}");
      assertTrue(store.lists().remove(LIST));
      assertFalse(store.lists().remove(LIST));
      assertNull(store.lists().find(LIST));
    }
  }

  @Test
  void aListThatHasChangedMeanwhileIsNotPurged() {
    try (var store = LocalStore.open(root)) {
      store.lists().update(LIST, _ -> with(null, "a:1"));
      var pushed = store.lists().find(LIST);
      assertNotNull(pushed);
      store.lists().update(LIST, before -> with(before, "b:1"));
      store.lists().remove(pushed);
      assertEquals(List.of("a:1", "b:1"), sources(store));
      store.lists().remove(with(with(null, "a:1"), "b:1"));
      assertEquals(List.of(), sources(store));
      store.lists().remove(pushed);
    }
  }

  @Test
  void aListOfMoreThan64MebibytesIsNotRead() throws Exception {
    try (var store = LocalStore.open(root)) {
      store.lists().update(LIST, _ -> with(null, "a:1"));
      var file = files().getFirst();
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[1]), 64 << 20);
      }
      var failure = assertThrows(StoreFailure.class, () -> store.lists().find(LIST));
      assertEquals("cannot read " + file + ": it has 67108865 bytes", failure.sentence());
    }
  }

  @Test
  void lookingForAListMakesNoStore() {
    try (var store = LocalStore.open(root)) {
      assertNull(store.lists().find(LIST));
      assertFalse(store.lists().remove(LIST));
    }
    assertFalse(Files.exists(root));
  }

  @Test
  void namesThatDockerKeepsInOneFileAreTwoLists() {
    var other = Reference.parse("example.com/a_list:1");
    var similar = Reference.parse("example.com/a/list:1");
    try (var store = LocalStore.open(root)) {
      store.lists().update(other, _ -> new ManifestList(other, List.of(entry("a:1"))));
      store.lists().update(similar, _ -> new ManifestList(similar, List.of(entry("b:1"))));
      assertEquals(List.of("a:1"), sources(store, other));
      assertEquals(List.of("b:1"), sources(store, similar));
    }
  }

  @Test
  void noSweepTakesAListAndNoListKeepsABlob() throws Exception {
    try (var store = LocalStore.open(root)) {
      Samples.image(1).pullInto(store, "one:1");
      store.lists().update(LIST, before -> with(before, "a:1"));
      Files.writeString(root.resolve("jimg/list.new"), "left by a crash");
      var image = store.references().snapshot().entries();
      store
          .references()
          .update(
              draft -> {
                image.forEach(draft::remove);
                return true;
              });
      store.release(image);
      store.sweep(Instant.MAX);
      assertEquals(List.of(), StoreFiles.children(root.resolve("blobs/sha256")));
      assertFalse(Files.exists(root.resolve("jimg/list.new")));
      assertEquals(List.of("a:1"), sources(store));
    }
  }

  @Test
  void aDamagedListIsOneSentenceAndCanBeRemoved() throws Exception {
    for (String damage :
        List.of(
            "", "{", "[]", "{\"name\":\"b\"}", "{\"name\":\"" + LIST + "\",\"manifests\":[{}]}")) {
      try (var store = LocalStore.open(root)) {
        store.lists().update(LIST, _ -> with(null, "a:1"));
        var file = files().getFirst();
        Files.writeString(file, damage);
        var failure = assertThrows(StoreFailure.class, () -> store.lists().find(LIST));
        assertTrue(
            failure.sentence().startsWith("the manifest list " + LIST + " is damaged (" + file),
            failure.sentence());
        assertTrue(store.lists().remove(LIST));
      }
    }
  }

  @Test
  void aManifestThatWasChangedOnTheDiskIsNoticed() throws Exception {
    try (var store = LocalStore.open(root)) {
      store.lists().update(LIST, _ -> with(null, "a:1"));
      var file = files().getFirst();
      Files.writeString(file, Files.readString(file).replace("eyJv", "eyJw"));
      assertThrows(StoreFailure.class, () -> store.lists().find(LIST));
    }
  }

  @Test
  void changesAtTheSameTimeAllCount() throws Exception {
    int count = 40;
    try (var first = LocalStore.open(root);
        var second = LocalStore.open(root);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        String source = "app:" + i;
        var store = i % 2 == 0 ? first : second;
        threads.execute(() -> store.lists().update(LIST, before -> with(before, source)));
      }
      threads.shutdown();
      assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
      assertEquals(count, sources(first).size());
    }
  }

  private static final List<String> STEPS = List.of("a:1", "b:1", "c:1");

  /// Puts one entry after the other into the list, until the disk fails.
  ///
  /// @return how many are in it for sure
  private static int play(Path root, CrashingFiles files) {
    int done = 0;
    try (var store = LocalStore.open(root, files, BOOT)) {
      for (String source : STEPS) {
        store.lists().update(LIST, before -> with(before, source));
        done++;
      }
    } catch (CrashingFiles.Crash e) {
      // as planned
    }
    return done;
  }

  /// Before each change that it makes to the disk a process is killed, or the power is lost: the
  /// list is the old one or the new one, and the next command works.
  @Test
  void aListIsTheOldOneOrTheNewOneWhenAProcessStops() throws Exception {
    var random = new SplittableRandom(5);
    int done = 0;
    int last = 0;
    for (; done < STEPS.size(); last++) {
      root = directory.resolve("crash" + last);
      var files = new CrashingFiles(last, last % 2 == 0);
      done = play(root, files);
      var copy = directory.resolve("copy" + last);
      if (Files.exists(root)) {
        files.losePower(root, copy, random);
      }
      check(root, done, "killed at change " + last);
      check(copy, done, "power lost at change " + last);
    }
    assertTrue(last > 20, "there are fewer changes than expected");
  }

  private static void check(Path root, int done, String context) {
    try (var store = LocalStore.open(root)) {
      int now = sources(store).size();
      assertEquals(STEPS.subList(0, now), sources(store), context);
      assertTrue(now == done || now == done + 1, context);
      store.lists().update(LIST, before -> with(before, "d:1"));
      assertEquals("d:1", sources(store).getLast(), context);
    }
  }
}
