package io.jimg.store.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.RegistryFailure;
import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.store.InMemory;
import io.jimg.store.LocalStore;
import io.jimg.store.Samples;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.StoreFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {

  @TempDir(factory = InMemory.class)
  Path directory;

  private LocalStore store;
  private Path root;

  @BeforeEach
  void open() {
    root = directory.resolve("store");
    store = LocalStore.open(root);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Path> inProgress() throws IOException {
    try (var files = Files.list(root.resolve("jimg/ingest"))) {
      return files.toList();
    }
  }

  @Test
  void aBlobIsReadAsItWasPut() throws Exception {
    for (int size : new int[] {0, 1, 100_000, 3_000_000}) {
      byte[] content = Samples.random(size, size);
      store.blobs().put(Samples.descriptor(content), content);
      assertTrue(store.blobs().has(Samples.descriptor(content)));
      assertArrayEquals(content, store.blobs().read(Digest.of(content), 3_000_000));
    }
    assertEquals(List.of(), inProgress());
  }

  @Test
  void otherDigestAlgorithmsHaveTheirOwnDirectory() throws Exception {
    byte[] content = "sha512".getBytes(UTF_8);
    var digest = Digest.ofHash("sha512", MessageDigest.getInstance("SHA-512").digest(content));
    store.blobs().put(new Descriptor(MediaType.OCI_CONFIG, digest, content.length), content);
    assertArrayEquals(
        content, Files.readAllBytes(root.resolve("blobs/sha512").resolve(digest.hex())));
  }

  @Test
  void aStoreThatIsOnlyAskedIsNotMade() {
    assertFalse(store.blobs().has(Samples.descriptor(new byte[1])));
    assertEquals(List.of(), store.references().snapshot().entries());
    assertFalse(Files.exists(root));
  }

  @Test
  void contentThatIsNotWhatItsDescriptorSaysLeavesNoTrace() throws Exception {
    byte[] content = Samples.random(2_000_000, 1);
    byte[] other = Samples.random(2_000_000, 2);
    byte[] longer = Arrays.copyOf(content, content.length + 1);
    byte[] shorter = Arrays.copyOf(content, content.length - 1);
    for (byte[] wrong : List.of(other, longer, shorter)) {
      assertThrows(
          IntegrityFailure.class, () -> store.blobs().put(Samples.descriptor(content), wrong));
      assertFalse(store.blobs().has(Samples.descriptor(content)));
      assertEquals(List.of(), inProgress());
    }
  }

  @Test
  void endlessContentIsReadNoFurtherThanItsSize() {
    long[] read = {0};
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return read[0]++ < 0 ? -1 : 7;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) 7);
            read[0] += length;
            return length;
          }
        };
    var small = new Descriptor(MediaType.OCI_LAYER, Digest.of(new byte[] {1}), 10);
    assertThrows(IntegrityFailure.class, () -> store.blobs().put(small, endless));
    assertEquals(11, read[0]);
  }

  @Test
  void aBlobOfTheWrongSizeIsReplaced() throws Exception {
    byte[] content = Samples.random(1000, 1);
    store.blobs().put(Samples.descriptor(content), content);
    Files.write(store.blobs().path(Digest.of(content)), new byte[10]);
    assertFalse(store.blobs().has(Samples.descriptor(content)));
    store.blobs().put(Samples.descriptor(content), content);
    assertArrayEquals(content, store.blobs().read(Digest.of(content), 1000));
  }

  @Test
  void aMissingBlobIsOneSentence() {
    var digest = Digest.of(new byte[0]);
    var failure = assertThrows(StoreFailure.class, () -> store.blobs().read(digest, 10));
    assertEquals(
        "cannot read " + digest + " in " + root + "/blobs: No such file or directory",
        failure.getMessage());
  }

  @Test
  void aCutDownloadGoesOnInAnotherProcessAndTheTapSeesEveryByteOnce() throws Exception {
    byte[] content = Samples.random(5_000_000, 1);
    var cut = new Broken(content, 3_000_001);
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      assertThrows(RegistryFailure.class, () -> ingest.append(cut, ContentTap.NONE));
    }
    try (var later = LocalStore.open(root);
        var ingest = later.blobs().begin(Samples.descriptor(content))) {
      assertEquals(3_000_001, ingest.offset());
      var tap = new Recording();
      ingest.append(new ByteArrayInputStream(content, 3_000_001, content.length), tap);
      ingest.commit();
      assertArrayEquals(content, tap.seen.toByteArray());
    }
    assertArrayEquals(content, store.blobs().read(Digest.of(content), content.length));
    assertEquals(List.of(), inProgress());
  }

  /// Whoever is killed before a sidecar is written has opened it already.
  private static final class KilledAtTheState extends StoreFiles {
    @Override
    public void write(FileChannel channel, Path file, ByteBuffer content) throws IOException {
      if (file.toString().endsWith(Partial.STATE)) {
        throw new IOException("killed");
      }
      super.write(channel, file, content);
    }
  }

  @Test
  void aKillBeforeTheStateIsWrittenLosesNothing() throws Exception {
    byte[] content = Samples.random(5_000_000, 1);
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      assertThrows(
          RegistryFailure.class,
          () -> ingest.append(new Broken(content, 4_000_000), ContentTap.NONE));
    }
    try (var killed = LocalStore.open(root, new KilledAtTheState(), BootId.current())) {
      assertThrows(
          StoreFailure.class, () -> killed.blobs().begin(Samples.descriptor(content)).close());
    }
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      assertEquals(4_000_000, ingest.offset());
    }
  }

  @Test
  void afterARestartOfTheMachineOnlyForcedBytesCount() throws Exception {
    byte[] content = Samples.random(5_000_000, 1);
    try (var before = LocalStore.open(root, new StoreFiles(), new BootId("monday"));
        var ingest = before.blobs().begin(Samples.descriptor(content))) {
      assertThrows(
          RegistryFailure.class,
          () -> ingest.append(new Broken(content, 4_000_000), ContentTap.NONE));
    }
    try (var after = LocalStore.open(root, new StoreFiles(), new BootId("tuesday"));
        var ingest = after.blobs().begin(Samples.descriptor(content))) {
      assertEquals(0, ingest.offset());
    }
  }

  @Test
  void garbageInAPartialDownloadIsFoundAndOneCleanRestartMendsIt() throws Exception {
    byte[] content = Samples.random(5_000_000, 1);
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      assertThrows(
          RegistryFailure.class,
          () -> ingest.append(new Broken(content, 4_000_000), ContentTap.NONE));
    }
    var partial = root.resolve("jimg/ingest").resolve(Partial.name(Digest.of(content)));
    byte[] planted = Files.readAllBytes(partial);
    planted[17] ^= 1;
    Files.write(partial, planted);
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      assertEquals(4_000_000, ingest.offset());
      ingest.append(new ByteArrayInputStream(content, 4_000_000, content.length), ContentTap.NONE);
      assertThrows(IntegrityFailure.class, ingest::commit);
      assertFalse(store.blobs().has(Samples.descriptor(content)));
      assertEquals(0, ingest.offset());
      ingest.append(new ByteArrayInputStream(content), ContentTap.NONE);
      ingest.commit();
    }
    assertArrayEquals(content, store.blobs().read(Digest.of(content), content.length));
  }

  @Test
  void aDownloadThatWasStoppedBeforeItsLastStepNeedsNoMoreBytes() throws Exception {
    byte[] content = Samples.random(2_000_000, 1);
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      ingest.append(new ByteArrayInputStream(content), ContentTap.NONE);
    }
    try (var ingest = store.blobs().begin(Samples.descriptor(content))) {
      assertEquals(content.length, ingest.offset());
      ingest.commit();
    }
    assertTrue(store.blobs().has(Samples.descriptor(content)));
  }

  @Test
  void anIntegrityFailureNamesBothDigestsAndSizes() {
    byte[] content = {1, 2, 3};
    byte[] other = {4, 5, 6};
    var failure =
        assertThrows(
            IntegrityFailure.class, () -> store.blobs().put(Samples.descriptor(content), other));
    assertEquals(
        "expected "
            + Digest.of(content)
            + " (3 bytes), received "
            + Digest.of(other)
            + " (3 bytes)",
        failure.getMessage());
  }

  /// Content whose connection breaks at some byte.
  static final class Broken extends InputStream {
    private final byte[] content;
    private final int end;
    private int at;

    Broken(byte[] content, int end) {
      this.content = content;
      this.end = end;
    }

    @Override
    public int read() {
      if (at == end) {
        throw new RegistryFailure("connection reset", null);
      }
      return content[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int first = read();
      int count = Math.min(length, end - at + 1);
      into[offset] = (byte) first;
      System.arraycopy(content, at, into, offset + 1, count - 1);
      at += count - 1;
      return count;
    }
  }

  /// A tap that keeps what it sees.
  static final class Recording implements ContentTap {
    final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    @Override
    public void accept(byte[] buffer, int length) {
      seen.write(buffer, 0, length);
    }

    @Override
    public void restart() {
      seen.reset();
    }
  }
}
