package io.jimg.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/// The files of a Debian package that is installed: programs, documents and links as people have
/// them in their images.
public record DebianPackage(List<Path> paths) {

  private static final List<String> SMALL = List.of("busybox-static", "busybox", "dash", "sed");
  private static final Path DOCUMENTS = Path.of("/usr/share");

  /// The first small package that is there.
  public static DebianPackage any() {
    String dpkg = Peers.program("dpkg");
    for (String name : SMALL) {
      var listing = Shell.run(dpkg, "-L", name);
      if (listing.status() == 0) {
        return new DebianPackage(
            listing.output().lines().filter(path -> path.startsWith("/")).map(Path::of).toList());
      }
    }
    return fail("none of " + SMALL + " is installed");
  }

  /// What is the same on every architecture.
  public void addDocuments(Tar tar) {
    paths.stream().filter(path -> path.startsWith(DOCUMENTS)).forEach(path -> add(tar, path));
  }

  /// The rest: the programs.
  public void addPrograms(Tar tar) {
    paths.stream().filter(path -> !path.startsWith(DOCUMENTS)).forEach(path -> add(tar, path));
  }

  private static void add(Tar tar, Path path) {
    String name = path.toString().substring(1);
    try {
      if (name.isEmpty() || name.equals(".")) {
        return;
      }
      if (Files.isDirectory(path)) {
        tar.directory(name);
      } else if (Files.isSymbolicLink(path)) {
        tar.symlink(name, Files.readSymbolicLink(path).toString());
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        var entry = new TarArchiveEntry(name);
        entry.setMode(Files.isExecutable(path) ? 0100755 : 0100644);
        tar.add(entry, Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
