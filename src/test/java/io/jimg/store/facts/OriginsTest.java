package io.jimg.store.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.store.InMemory;
import io.jimg.store.LocalStore;
import io.jimg.store.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginsTest {

  private static final Digest ONE = Digest.of(new byte[] {1});
  private static final Digest TWO = Digest.of(new byte[] {2});
  private static final Reference HUB = Reference.parse("nginx:1.25");
  private static final Reference OTHER = Reference.parse("127.0.0.1:5000/team/app:2");

  @TempDir(factory = InMemory.class)
  Path directory;

  @Test
  void aBlobIsRememberedWhereItWasSeenTheLastPlaceFirst() throws Exception {
    try (var store = LocalStore.open(directory)) {
      Samples.image(1).pullInto(store, "x");
      store.origins().remember(HUB, List.of(ONE, TWO));
      store.origins().remember(OTHER, List.of(ONE));
      store.origins().remember(HUB, List.of(ONE));
      assertEquals(List.of(OTHER.repository(), HUB.repository()), store.origins().of(ONE));
    }
    try (var later = LocalStore.open(directory)) {
      assertEquals(List.of(OTHER.repository(), HUB.repository()), later.origins().of(ONE));
      assertEquals(List.of(HUB.repository()), later.origins().of(TWO));
      later.origins().forget(OTHER, ONE);
      assertEquals(List.of(HUB.repository()), later.origins().of(ONE));
    }
  }

  @Test
  void whatIsNoNewsIsNotWritten() throws Exception {
    try (var store = LocalStore.open(directory)) {
      Samples.image(1).pullInto(store, "x");
      store.origins().remember(HUB, List.of(ONE));
      long size = Files.size(directory.resolve("jimg/origins"));
      store.origins().remember(HUB, List.of(ONE));
      store.origins().forget(OTHER, ONE);
      assertEquals(size, Files.size(directory.resolve("jimg/origins")));
    }
  }

  @Test
  void onlyTheLastPlacesAreKept() throws Exception {
    try (var store = LocalStore.open(directory)) {
      Samples.image(1).pullInto(store, "x");
      for (int i = 0; i < 20; i++) {
        store.origins().remember(Reference.parse("r" + i), List.of(ONE));
      }
      var origins = store.origins().of(ONE);
      assertEquals(Origins.MOST, origins.size());
      assertEquals(Reference.parse("r19"), origins.getFirst());
    }
  }

  @Test
  void aDamagedFileIsAnEmptyOne() throws Exception {
    try (var store = LocalStore.open(directory)) {
      Samples.image(1).pullInto(store, "x");
      store.origins().remember(HUB, List.of(ONE));
    }
    var file = directory.resolve("jimg/origins");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    try (var store = LocalStore.open(directory)) {
      assertEquals(List.of(), store.origins().of(ONE));
      store.origins().remember(OTHER, List.of(ONE));
      assertEquals(List.of(OTHER.repository()), store.origins().of(ONE));
    }
  }

  @Test
  void aSweepForgetsBlobsThatAreGone() throws Exception {
    var kept = Samples.image(1);
    try (var store = LocalStore.open(directory)) {
      kept.pullInto(store, "x");
      var gone = new ArrayList<Digest>();
      for (int i = 0; i < 1000; i++) {
        gone.add(Digest.of(("gone " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      }
      store.origins().remember(HUB, gone);
      store.origins().remember(HUB, List.of(kept.manifest().digest()));
      store.sweep(Instant.MAX);
      assertEquals(List.of(), store.origins().of(gone.getFirst()));
      assertEquals(List.of(HUB.repository()), store.origins().of(kept.manifest().digest()));
      assertTrue(Files.size(directory.resolve("jimg/origins")) < 1000);
    }
  }

  @Test
  void aLayoutOfAnotherToolIsLeftAsItIs() {
    try (var store = LocalStore.open(directory)) {
      store.origins().remember(HUB, List.of(ONE));
    }
    assertFalse(Files.exists(directory.resolve("jimg")));
  }
}
