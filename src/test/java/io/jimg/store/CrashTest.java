package io.jimg.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.store.blob.ContentTap;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.index.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process is stopped at every single change that it makes to the disk.
class CrashTest {

  private static final BootId MONDAY = new BootId("monday");
  private static final BootId TUESDAY = new BootId("tuesday");
  private static final byte[] LAYER = Samples.random(1_050_000, 1);

  @TempDir(factory = InMemory.class)
  Path directory;

  /// The names that a user has been told are there, and what they stand for.
  private final Map<String, Entry> reported = new TreeMap<>();

  /// One command's worth of work, and the names when it is done.
  private interface Step {
    void run(LocalStore store) throws InterruptedException;
  }

  private static Step pull(int image, String name) {
    return store -> Samples.image(image).pullInto(store, name);
  }

  private static final Step DOWNLOAD =
      store -> {
        try (var ingest = store.blobs().begin(Samples.descriptor(LAYER))) {
          if (ingest.isPresent()) {
            return;
          }
          int from = (int) ingest.offset();
          ingest.append(
              new ByteArrayInputStream(LAYER, from, LAYER.length - from), ContentTap.NONE);
          ingest.commit();
        }
        store.blobs().makeDurable();
      };

  private static Step tag(String from, String to) {
    return store ->
        store
            .references()
            .update(
                draft -> {
                  var source = draft.find(Reference.parse(from));
                  if (source != null) {
                    draft.put(source.withName(Reference.parse(to)));
                  }
                  return true;
                });
  }

  private static Step remove(String name) {
    return store -> {
      var removed = new ArrayList<Entry>();
      store
          .references()
          .update(
              draft -> {
                var entry = draft.find(Reference.parse(name));
                if (entry != null) {
                  removed.add(entry);
                  draft.remove(entry);
                }
                return true;
              });
      store.release(removed);
    };
  }

  private static final List<Step> STEPS =
      List.of(
          pull(1, "one:1"),
          pull(2, "two:1"),
          tag("one:1", "uno:1"),
          DOWNLOAD,
          pull(3, "one:1"),
          remove("two:1"),
          store -> store.sweep(Instant.MAX),
          pull(2, "two:2"),
          remove("uno:1"));

  private static Map<String, Entry> names(LocalStore store) {
    var names = new TreeMap<String, Entry>();
    for (var entry : store.references().snapshot().entries()) {
      names.put(String.valueOf(entry.name()), entry);
    }
    return names;
  }

  /// Plays the steps until the disk fails.
  ///
  /// @return the step during which that was; the number of steps when it did not
  private int play(Path root, CrashingFiles files) throws InterruptedException {
    reported.clear();
    for (int step = 0; step < STEPS.size(); step++) {
      try (var store = LocalStore.open(root, files, MONDAY)) {
        STEPS.get(step).run(store);
        reported.clear();
        reported.putAll(names(store));
      } catch (CrashingFiles.Crash e) {
        return step;
      }
    }
    return STEPS.size();
  }

  private static Set<Digest> blobs(Path root) throws IOException {
    var blobs = new HashSet<Digest>();
    for (var file : StoreFiles.children(root.resolve("blobs/sha256"))) {
      blobs.add(new Digest("sha256", file.getFileName().toString()));
    }
    return blobs;
  }

  /// Whatever happened: nothing that was reported is lost, everything that is listed is whole, the
  /// next commands work, and nothing is left that nothing needs.
  private void checkAfter(Path root, int step, BootId boot, String context) throws Exception {
    try (var store = LocalStore.open(root, new CrashingFiles(Integer.MAX_VALUE, false), boot)) {
      checkWhole(store, context);
      checkNames(store, step, context);
      for (int next = step; next < STEPS.size(); next++) {
        STEPS.get(next).run(store);
      }
      checkWhole(store, context);
      assertEquals(
          Set.of("docker.io/library/one:1", "docker.io/library/two:2"),
          names(store).keySet(),
          context);
      store.sweep(Instant.MAX);
      var entries = store.references().snapshot().entries();
      assertEquals(store.reachable(entries), blobs(root), context);
      assertEquals(List.of(), StoreFiles.children(root.resolve("jimg/ingest")), context);
      assertEquals(List.of(), StoreFiles.children(root.resolve("jimg/leases")), context);
      checkRebuild(store, root, context);
    }
  }

  private void checkNames(LocalStore store, int step, String context) {
    var before = new TreeMap<>(reported);
    var now = names(store);
    if (!now.equals(before) && step < STEPS.size()) {
      var changed = new HashSet<String>();
      changed.addAll(before.keySet());
      changed.addAll(now.keySet());
      changed.removeIf(name -> before.get(name) != null && before.get(name).equals(now.get(name)));
      assertEquals(1, changed.size(), context + ": only the step under way may show");
    }
  }

  private static void checkWhole(LocalStore store, String context) {
    var entries = store.references().snapshot().entries();
    for (var digest : store.reachable(entries)) {
      byte[] content = store.blobs().read(digest, 10_000_000);
      assertEquals(digest, Digest.of(content), context);
    }
  }

  private static void checkRebuild(LocalStore store, Path root, String context) throws IOException {
    var before = names(store);
    Files.delete(root.resolve("index.json"));
    store.references().rebuild(_ -> List.of());
    assertEquals(before, names(store), context);
  }

  @Test
  void aKillAtAnyChangeLosesNothing() throws Exception {
    var whole = new CrashingFiles(Integer.MAX_VALUE, false);
    play(directory.resolve("whole"), whole);
    assertTrue(whole.changes() > 100, "there are fewer changes than expected");
    for (int last = 0; last < whole.changes(); last++) {
      killAt(last, false);
      if (whole.isWrite(last)) {
        killAt(last, true);
      }
    }
  }

  /// @param cut half of the last write is done
  private void killAt(int last, boolean cut) throws Exception {
    var root = directory.resolve("kill" + cut + last);
    int step = play(root, new CrashingFiles(last, cut));
    checkAfter(root, step, MONDAY, "killed at change " + last + " in step " + step);
  }

  @Test
  void aPowerLossAtAnyChangeLosesNothing() throws Exception {
    var random = new SplittableRandom(11);
    int last = 0;
    for (int step = 0; step < STEPS.size(); last++) {
      var root = directory.resolve("power" + last);
      var files = new CrashingFiles(last, false);
      step = play(root, files);
      var copy = directory.resolve("copy" + last);
      if (Files.exists(root)) {
        files.losePower(root, copy, random);
      }
      checkAfter(copy, step, TUESDAY, "power lost at change " + last + " in step " + step);
    }
  }
}
