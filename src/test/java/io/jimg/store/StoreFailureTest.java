package io.jimg.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What the disk refuses is one sentence, and nothing is damaged by it.
@Timeout(60)
class StoreFailureTest {

  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path directory;

  private Path root() {
    return directory.resolve("store");
  }

  private static String failure(Executable action) {
    return assertThrows(StoreFailure.class, action).sentence();
  }

  /// A disk with no room.
  private static final class FullDisk extends StoreFiles {
    @Override
    public void write(FileChannel channel, Path file, ByteBuffer content) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  /// A file system that is mounted read-only.
  private static final class ReadOnlyDisk extends StoreFiles {
    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
      throw new FileSystemException(file.toString(), null, "Read-only file system");
    }
  }

  private LocalStore withImage() throws InterruptedException {
    var store = LocalStore.open(root());
    Samples.image(1).pullInto(store, "one:1");
    return store;
  }

  @Test
  void aFullDiskIsNamedAndWhatWasThereStays() throws Exception {
    try (var before = withImage();
        var store = LocalStore.open(root(), new FullDisk(), BootId.current())) {
      assertEquals(
          "cannot store "
              + Digest.of(CONTENT)
              + " in "
              + root()
              + "/blobs: No space left on device",
          failure(() -> store.blobs().put(Samples.descriptor(CONTENT), CONTENT)));
      assertFalse(store.blobs().has(Samples.descriptor(CONTENT)));
      assertEquals(
          "cannot change the image store " + root() + ": No space left on device",
          failure(
              () ->
                  store
                      .references()
                      .update(
                          draft -> {
                            draft.put(Samples.image(1).entry("two:1"));
                            return true;
                          })));
      assertEquals(
          List.of(Samples.image(1).entry("one:1")), before.references().snapshot().entries());
      assertEquals(List.of(), StoreFiles.children(root().resolve("jimg/ingest")));
    }
  }

  @Test
  void aReadOnlyStoreCanBeReadAndLeasedAndIsNamedWhenItIsToChange() throws Exception {
    withImage().close();
    try (var store = LocalStore.open(root(), new ReadOnlyDisk(), BootId.current());
        var lease = store.lease()) {
      var image = Samples.image(1);
      assertEquals(List.of(), lease.missing(image.descriptors()));
      assertEquals(image.layers(), store.catalog().image(image.manifest().digest()).layers());
      assertEquals(
          "cannot store " + Digest.of(CONTENT) + " in " + root() + "/blobs: Read-only file system",
          failure(() -> store.blobs().put(Samples.descriptor(CONTENT), CONTENT)));
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeTheFirstByte() throws Exception {
    try (var store = LocalStore.open(root())) {
      var endless = new Descriptor(MediaType.OCI_LAYER, Digest.of(CONTENT), Long.MAX_VALUE);
      store.requireSpace(List.of(Samples.descriptor(CONTENT)));
      var sentence = failure(() -> store.requireSpace(List.of(endless, endless)));
      assertTrue(
          sentence.startsWith("cannot store " + Long.MAX_VALUE + " bytes in " + root()), sentence);
      assertTrue(sentence.contains(": No space left on device ("), sentence);
    }
  }

  @Test
  void aDirectoryThatHoldsSomethingElseIsNotTakenForAStore() throws Exception {
    Files.createDirectory(root());
    Files.writeString(root().resolve("letter.txt"), "dear");
    try (var store = LocalStore.open(root())) {
      assertEquals(List.of(), store.references().snapshot().entries());
      assertEquals(
          root() + " is not an image store: it has no oci-layout file and is not empty",
          failure(() -> store.blobs().put(Samples.descriptor(CONTENT), CONTENT)));
    }
    assertEquals(1, StoreFiles.children(root()).size());
  }

  @Test
  void aLinkInPlaceOfADirectoryIsRefused() throws Exception {
    withImage().close();
    var elsewhere = directory.resolve("elsewhere");
    Files.move(root().resolve("blobs"), elsewhere);
    Files.createSymbolicLink(root().resolve("blobs"), elsewhere);
    assertEquals(
        "the image store "
            + root()
            + " cannot be trusted: "
            + root()
            + "/blobs is a link or no directory",
        failure(() -> LocalStore.open(root())));
  }

  @Test
  void aLinkInPlaceOfABlobIsNoBlob() throws Exception {
    try (var store = withImage()) {
      var config = Samples.image(1).config();
      var secret = directory.resolve("secret");
      Files.move(store.blobs().path(config.digest()), secret);
      Files.createSymbolicLink(store.blobs().path(config.digest()), secret);
      assertFalse(store.blobs().has(config));
      assertThrows(StoreFailure.class, () -> store.blobs().read(config.digest(), 1000));
    }
  }

  @Test
  void theRootItselfMayBeALink() throws Exception {
    withImage().close();
    var link = Files.createSymbolicLink(directory.resolve("link"), root());
    try (var store = LocalStore.open(link)) {
      assertEquals(1, store.references().snapshot().entries().size());
      Samples.image(2).pullInto(store, "two:1");
    }
  }

  @Test
  void aDirectoryThatOthersCanChangeIsRefused() throws Exception {
    withImage().close();
    for (String name : List.of("", "blobs", "jimg")) {
      var writable = root().resolve(name);
      var before = Files.getPosixFilePermissions(writable);
      Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxrwxr-x"));
      var shown = name.isEmpty() ? root() : writable;
      assertEquals(
          "the image store "
              + root()
              + " cannot be trusted: "
              + shown
              + " can be changed by other users (chmod go-w helps)",
          failure(() -> LocalStore.open(root())));
      Files.setPosixFilePermissions(writable, before);
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
  }

  @Test
  void aStoreOfAnotherUserIsRefused() throws Exception {
    assumeTrue(isRoot(), "only root can give a directory away");
    withImage().close();
    Files.setAttribute(root().resolve("blobs"), "unix:uid", 12345);
    assertEquals(
        "the image store "
            + root()
            + " cannot be trusted: "
            + root()
            + "/blobs belongs to another user (uid 12345)",
        failure(() -> LocalStore.open(root())));
  }

  @Test
  void aRealDiskThatFillsUpLeavesAStoreThatWorks() throws Exception {
    assumeTrue(isRoot(), "only root can mount a small disk");
    Files.createDirectory(root());
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", root().toString()),
        "mounting is not allowed here");
    try (var store = LocalStore.open(root())) {
      Samples.image(1).pullInto(store, "one:1");
      byte[] large = Samples.random(8_000_000, 1);
      assertEquals(
          "cannot store " + Digest.of(large) + " in " + root() + "/blobs: No space left on device",
          failure(() -> store.blobs().put(Samples.descriptor(large), large)));
      Samples.image(2).pullInto(store, "two:1");
      assertEquals(2, store.references().snapshot().entries().size());
    } finally {
      assertTrue(run("mount", "-o", "remount,ro", root().toString()));
    }
    try (var store = LocalStore.open(root())) {
      assertEquals(2, store.references().snapshot().entries().size());
      assertEquals(
          "cannot store " + Digest.of(CONTENT) + " in " + root() + "/blobs: Read-only file system",
          failure(() -> store.blobs().put(Samples.descriptor(CONTENT), CONTENT)));
    } finally {
      run("umount", "-l", root().toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
