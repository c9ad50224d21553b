package io.jimg.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.store.blob.ContentTap;
import io.jimg.store.disk.StoreFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConcurrencyTest {

  @TempDir(factory = InMemory.class)
  Path directory;

  private static <T> List<T> all(int count, Callable<T> task) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < count; i++) {
        futures.add(threads.submit(task));
      }
      var results = new ArrayList<T>();
      for (var future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static void checkClean(Path root) throws IOException {
    try (var store = LocalStore.open(root)) {
      store.sweep(Instant.MAX);
      var needed = store.reachable(store.references().snapshot().entries());
      for (var digest : needed) {
        assertEquals(digest, Digest.of(store.blobs().read(digest, 10_000_000)));
      }
      var there = new HashSet<Digest>();
      for (var file : StoreFiles.children(root.resolve("blobs/sha256"))) {
        there.add(new Digest("sha256", file.getFileName().toString()));
      }
      assertEquals(needed, there);
      assertEquals(List.of(), StoreFiles.children(root.resolve("jimg/ingest")));
      assertEquals(List.of(), StoreFiles.children(root.resolve("jimg/leases")));
    }
  }

  @Test
  void threadsAndStoresInOneProcessDoNotDisturbEachOther() throws Exception {
    var number = new AtomicInteger();
    all(
        6,
        () -> {
          new StoreProcess(directory.resolve("store"), number.incrementAndGet()).run(40);
          return true;
        });
    checkClean(directory.resolve("store"));
  }

  @Test
  void processesDoNotDisturbEachOther() throws Exception {
    var root = directory.resolve("store");
    var processes = new ArrayList<Process>();
    for (int number = 0; number < 4; number++) {
      processes.add(start(StoreProcess.class, root.toString(), Integer.toString(number), "40"));
    }
    for (var process : processes) {
      assertEquals("ok\n", output(process));
    }
    checkClean(root);
  }

  static Process start(Class<?> program, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException, InterruptedException {
    try (var out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      process.waitFor();
      return text;
    }
  }

  @Test
  void theFirstDownloadsAndTheOthersFindItThere() throws Exception {
    var root = directory.resolve("store");
    byte[] content = Samples.random(3_000_000, 4);
    var downloads = new AtomicInteger();
    var waiting = new AtomicInteger();
    all(
        8,
        () -> {
          try (var store = LocalStore.open(root);
              var ingest =
                  store.blobs().begin(Samples.descriptor(content), waiting::incrementAndGet)) {
            if (!ingest.isPresent()) {
              downloads.incrementAndGet();
              ingest.append(new ByteArrayInputStream(content), ContentTap.NONE);
              ingest.commit();
            }
          }
          return true;
        });
    assertEquals(1, downloads.get());
    try (var store = LocalStore.open(root)) {
      assertArrayEquals(content, store.blobs().read(Digest.of(content), content.length));
    }
  }

  /// Appends the beginning of a blob, says so and waits to be killed.
  static final class Victim {
    public static void main(String[] args) throws Exception {
      byte[] content = Samples.random(3_000_000, 4);
      try (var store = LocalStore.open(Path.of(args[0]));
          var ingest = store.blobs().begin(Samples.descriptor(content))) {
        ingest.append(new ByteArrayInputStream(content, 0, 2_000_000), ContentTap.NONE);
        System.out.println("waiting");
        Thread.sleep(100_000);
      }
    }
  }

  @Test
  void aKilledDownloadIsTakenOverByTheOneThatWaits() throws Exception {
    var root = directory.resolve("store");
    byte[] content = Samples.random(3_000_000, 4);
    var victim = start(Victim.class, root.toString());
    assertEquals('w', victim.getInputStream().read());
    var told = new CountDownLatch(1);
    var killer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    assertTrue(told.await(60, TimeUnit.SECONDS));
                    victim.destroyForcibly();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try (var store = LocalStore.open(root);
        var ingest = store.blobs().begin(Samples.descriptor(content), told::countDown)) {
      assertFalse(ingest.isPresent());
      assertEquals(2_000_000, ingest.offset());
      ingest.append(new ByteArrayInputStream(content, 2_000_000, 1_000_000), ContentTap.NONE);
      ingest.commit();
      assertTrue(store.blobs().has(Samples.descriptor(content)));
    } finally {
      killer.join();
      victim.destroyForcibly();
    }
  }

  @Test
  void whoWaitsCanBeInterruptedAndTheOtherGoesOn() throws Exception {
    byte[] content = Samples.random(3_000_000, 4);
    var descriptor = Samples.descriptor(content);
    try (var store = LocalStore.open(directory.resolve("store"));
        var ingest = store.blobs().begin(descriptor)) {
      var told = new CountDownLatch(1);
      var interrupted = new CountDownLatch(1);
      var waiter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var second = store.blobs().begin(descriptor, told::countDown)) {
                      assertTrue(second.isPresent());
                    } catch (InterruptedException e) {
                      interrupted.countDown();
                    }
                  });
      assertTrue(told.await(60, TimeUnit.SECONDS));
      waiter.interrupt();
      assertTrue(interrupted.await(60, TimeUnit.SECONDS));
      ingest.append(new ByteArrayInputStream(content), ContentTap.NONE);
      ingest.commit();
      assertTrue(store.blobs().has(descriptor));
    }
  }

  @Test
  void anInterruptDuringADownloadLeavesWhatWasReceivedAndEveryLockFree() throws Exception {
    byte[] content = Samples.random(3_000_000, 4);
    var descriptor = Samples.descriptor(content);
    try (var store = LocalStore.open(directory.resolve("store"))) {
      var reached = new CountDownLatch(1);
      var thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var ingest = store.blobs().begin(descriptor)) {
                      ingest.append(new Stalling(content, reached), ContentTap.NONE);
                    } catch (InterruptedException | UncheckedIOException e) {
                      // as wanted
                    }
                  });
      assertTrue(reached.await(60, TimeUnit.SECONDS));
      thread.interrupt();
      thread.join();
      try (var ingest = store.blobs().begin(descriptor)) {
        assertEquals(2_000_000, ingest.offset());
      }
      assertTrue(Files.exists(directory.resolve("store/jimg/locks/ingest")));
    }
  }

  /// Gives two million bytes and then hangs, as a stalled connection does.
  private static final class Stalling extends InputStream {
    private final byte[] content;
    private final CountDownLatch reached;
    private int at;

    Stalling(byte[] content, CountDownLatch reached) {
      this.content = content;
      this.reached = reached;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = Math.min(length, 2_000_000 - at);
      if (count == 0) {
        reached.countDown();
        try {
          Thread.sleep(100_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new UncheckedIOException(new IOException("interrupted"));
      }
      System.arraycopy(content, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
