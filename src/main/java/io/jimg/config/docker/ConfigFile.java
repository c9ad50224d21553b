package io.jimg.config.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jimg.error.InvalidInput;
import io.jimg.error.StoreFailure;
import io.jimg.oci.GoIndent;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonNull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// config.json as something to change. A change is read, made and written under one lock, so none
/// of those that happen at once is lost, and readers see the file before it or after it.
final class ConfigFile {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Keeps the threads of this JVM apart, from before the lock file is opened until it is closed:
  /// the system's lock belongs to the process, and a thread that closes the file drops the lock of
  /// another one. Static because that holds for the JVM as a whole.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private static final int MAX_LINKS = 40;

  private final Path file;

  ConfigFile(Path file) {
    this.file = file;
  }

  /// Writes what `edit` makes of the file's content, unless it changes nothing.
  ///
  /// @return whether it wrote
  /// @throws StoreFailure when that is impossible, or the file is not ours to replace because it
  ///     cannot be understood
  boolean update(UnaryOperator<JsonObject> edit) {
    THREADS.lock();
    try {
      return updateAlone(edit);
    } catch (IOException e) {
      throw new StoreFailure("cannot write " + file + ": " + DockerConfig.reason(e), e);
    } finally {
      THREADS.unlock();
    }
  }

  private boolean updateAlone(UnaryOperator<JsonObject> edit) throws IOException {
    Path target = target();
    if (!Files.exists(target) && edit.apply(JsonObject.EMPTY).equals(JsonObject.EMPTY)) {
      return false;
    }
    createDirectory(target);
    Path lock = target.resolveSibling("." + target.getFileName() + ".lock");
    try (var channel = FileChannel.open(lock, Set.of(CREATE, WRITE), mode(target, "rw-------"));
        var _ = lock(channel)) {
      var before = read(target);
      var after = edit.apply(before);
      if (after.equals(before)) {
        return false;
      }
      write(target, GoIndent.marshal(AuthEntries.withAuths(after), "\t").getBytes(UTF_8));
      return true;
    }
  }

  /// The file behind `file`, which may be a link, even one to nothing.
  private Path target() throws IOException {
    Path target = file.toAbsolutePath();
    for (int i = 0; i < MAX_LINKS && Files.isSymbolicLink(target); i++) {
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void createDirectory(Path target) throws IOException {
    Path directory = target.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory, mode(directory, "rwx------"));
    }
  }

  /// Waits for other processes.
  private static FileLock lock(FileChannel channel) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      var lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      try {
        Thread.sleep(ThreadLocalRandom.current().nextInt(1, 10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    throw new IOException("another process has kept its lock for too long");
  }

  private JsonObject read(Path target) throws IOException {
    try {
      return switch (JsonReader.readFirst(DockerConfig.content(target))) {
        case null -> JsonObject.EMPTY;
        case JsonNull() -> JsonObject.EMPTY;
        case JsonObject object -> object;
        case JsonValue _ -> throw new InvalidInput("not a JSON object");
      };
    } catch (NoSuchFileException e) {
      return JsonObject.EMPTY;
    } catch (InvalidInput e) {
      throw new StoreFailure(file + " cannot be understood and is left alone: " + e.sentence(), e);
    }
  }

  private static void write(Path target, byte[] content) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(directory, target.getFileName().toString(), "");
    try {
      try (var channel = FileChannel.open(temporary, WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      copyOwnerAndMode(target, temporary);
      Files.move(temporary, target, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// Best effort: only root can give a file away.
  private static void copyOwnerAndMode(Path from, Path to) throws IOException {
    var view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null || !Files.isRegularFile(from)) {
      return;
    }
    var attributes = Files.readAttributes(from, PosixFileAttributes.class);
    view.setPermissions(attributes.permissions());
    try {
      var own = view.readAttributes();
      if (!own.owner().equals(attributes.owner()) || !own.group().equals(attributes.group())) {
        view.setOwner(attributes.owner());
        view.setGroup(attributes.group());
      }
    } catch (IOException e) {
      return;
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }
}
