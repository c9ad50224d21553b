package io.jimg.store.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.jimg.error.StoreFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Every change that the store makes to the disk passes through here, so that a test can stop the
/// world before any of them, or forget what was never forced. Not final for that reason only.
public class StoreFiles {

  /// Bytes read or written at once: the JDK copies them to memory of the same size first.
  private static final int SLICE = 256 << 10;

  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      mode(OWNER_READ, OWNER_WRITE, GROUP_READ, OTHERS_READ);
  public static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      mode(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
  static final FileAttribute<Set<PosixFilePermission>> PUBLIC =
      mode(
          OWNER_READ,
          OWNER_WRITE,
          OWNER_EXECUTE,
          GROUP_READ,
          GROUP_EXECUTE,
          OTHERS_READ,
          OTHERS_EXECUTE);

  /// Never follows a link: whoever could plant one would choose what is written.
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    var all = new java.util.HashSet<OpenOption>(List.of(options));
    all.add(NOFOLLOW_LINKS);
    return FileChannel.open(file, all, FILE);
  }

  /// Writes all of `content` at the channel's position.
  public void write(FileChannel channel, Path file, ByteBuffer content) throws IOException {
    int end = content.limit();
    while (content.position() < end) {
      content.limit(Math.min(end, content.position() + SLICE));
      channel.write(content);
    }
  }

  public void truncate(FileChannel channel, Path file, long size) throws IOException {
    channel.truncate(size);
  }

  /// What was written to `file` survives a power loss from here on.
  public void force(FileChannel channel, Path file) throws IOException {
    channel.force(false);
  }

  /// Replaces `to` in one step; durable only after [#forceDirectory].
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, ATOMIC_MOVE);
  }

  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  /// Names that were made, moved or deleted in `directory` stay so from here on.
  public void forceDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /// Makes `directory` unless it is there.
  public void createDirectory(Path directory, FileAttribute<Set<PosixFilePermission>> mode)
      throws IOException {
    try {
      Files.createDirectory(directory, mode);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /// The whole content of a file. Like [Files#readAllBytes], but through a buffer that stays small:
  /// that takes one outside the heap as large as the file, and clears it first.
  public static byte[] content(Path file) throws IOException {
    try (var channel = FileChannel.open(file, READ)) {
      byte[] content = new byte[Math.toIntExact(channel.size())];
      int at = 0;
      while (at < content.length) {
        int count =
            channel.read(ByteBuffer.wrap(content, at, Math.min(SLICE, content.length - at)));
        if (count < 0) {
          return Arrays.copyOf(content, at);
        }
        at += count;
      }
      return content;
    }
  }

  /// What lies in `directory`, in no order; nothing where there is none.
  public static List<Path> children(Path directory) throws IOException {
    var children = new ArrayList<Path>();
    try (var stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  /// A failure in the system's words, without the paths that Java puts in front of them.
  public static StoreFailure failure(String what, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      Thread.currentThread().interrupt();
    }
    return new StoreFailure(what + ": " + reason(e), e);
  }

  public static boolean isDiskFull(IOException e) {
    String reason = reason(e);
    return reason.equals("No space left on device") || reason.equals("Disk quota exceeded");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "Permission denied";
      case NoSuchFileException _ -> "No such file or directory";
      case FileAlreadyExistsException _ -> "File exists";
      case NotDirectoryException _ -> "Not a directory";
      case DirectoryNotEmptyException _ -> "Directory not empty";
      case ClosedByInterruptException _ -> "interrupted";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? "Input/output error" : e.getMessage();
    };
  }

  /// Not `PosixFilePermissions.fromString`, whose `EnumSet` asks by reflection what there is: 0.5
  /// ms
  /// of a command that takes 40.
  private static FileAttribute<Set<PosixFilePermission>> mode(PosixFilePermission... permissions) {
    return PosixFilePermissions.asFileAttribute(Set.of(permissions));
  }
}
