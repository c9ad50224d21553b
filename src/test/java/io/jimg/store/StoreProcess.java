package io.jimg.store;

import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.store.index.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Does random things to a store that others use too; also a program, so that they can be
/// processes.
final class StoreProcess {

  private static final int IMAGES = 6;
  private static final int NAMES = 8;

  private final Path root;
  private final SplittableRandom random;
  private final String own;
  private int counter;

  StoreProcess(Path root, int number) {
    this.root = root;
    this.random = new SplittableRandom(number);
    this.own = "own" + number;
  }

  /// `ROOT NUMBER ROUNDS`: prints `ok` unless something went wrong.
  public static void main(String[] args) throws Exception {
    new StoreProcess(Path.of(args[0]), Integer.parseInt(args[1])).run(Integer.parseInt(args[2]));
    System.out.println("ok");
  }

  void run(int rounds) throws InterruptedException, IOException {
    for (int round = 0; round < rounds; round++) {
      try (var store = LocalStore.open(root)) {
        step(store);
      }
    }
  }

  private void step(LocalStore store) throws InterruptedException {
    String name = "shared:" + random.nextInt(NAMES);
    switch (random.nextInt(8)) {
      case 0, 1 -> Samples.image(random.nextInt(IMAGES)).pullInto(store, name);
      case 2 -> Samples.image(random.nextInt(IMAGES)).pullInto(store, own + ":" + counter++);
      case 3 -> remove(store, name);
      case 4 -> tag(store, name, "shared:" + random.nextInt(NAMES));
      case 5 -> store.sweep(Instant.MAX);
      case 6 -> verify(store);
      default -> checkOwn(store);
    }
  }

  /// Nobody else touches these names: an update that gets lost shows here.
  private void checkOwn(LocalStore store) {
    var references = store.references().snapshot();
    for (int i = 0; i < counter; i++) {
      if (references.find(Reference.parse(own + ":" + i)) == null) {
        throw new IllegalStateException(own + ":" + i + " is lost");
      }
    }
  }

  private static void tag(LocalStore store, String from, String to) {
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

  private static void remove(LocalStore store, String name) {
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
  }

  /// What is pinned while it is listed is whole and stays so, whatever the others do.
  private static void verify(LocalStore store) {
    for (var entry : store.references().snapshot().entries()) {
      try (var lease = store.lease()) {
        if (store.pin(entry, lease)) {
          for (var digest : store.reachable(List.of(entry))) {
            if (!digest.equals(Digest.of(store.blobs().read(digest, 10_000_000)))) {
              throw new IllegalStateException(digest + " of " + entry.name() + " is damaged");
            }
          }
        }
      }
    }
  }
}
