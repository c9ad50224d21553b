import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipFile;

/**
 * Puts the ready-to-run tree together beside the jars that Maven copied: the launcher, told which
 * JDK the AOT cache is made for, the native zstd codec, and the legal texts.
 */
public final class Assemble {
  public static void main(String[] args) throws IOException {
    Path project = Path.of(args[0]);
    Path tree = Path.of(args[1]);
    Path launcher = tree.resolve("bin/jimg");
    Files.createDirectories(launcher.getParent());
    Files.writeString(
        launcher,
        Files.readString(project.resolve("src/main/sh/jimg"))
            .replace("@java.home@", System.getProperty("java.home"))
            .replace("@version@", args[2]));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(
        project.resolve("LICENSE"), tree.resolve("LICENSE"), StandardCopyOption.REPLACE_EXISTING);
    zstd(tree.resolve("lib"));
  }

  /** Unpacked here so that no command has to unpack it into a temporary folder. */
  private static void zstd(Path lib) throws IOException {
    try (var jars = Files.newDirectoryStream(lib, "zstd-jni-*.jar")) {
      for (Path jar : jars) {
        try (var zip = new ZipFile(jar.toFile())) {
          for (var entry : zip.stream().toList()) {
            if (entry.getName().matches("linux/[^/]+/libzstd-jni-[^/]*\\.so")) {
              Path to = lib.resolve("native").resolve(entry.getName().split("/")[1]);
              Files.createDirectories(to);
              try (var in = zip.getInputStream(entry)) {
                Files.copy(in, to.resolve("libzstd-jni.so"), StandardCopyOption.REPLACE_EXISTING);
              }
            }
          }
        }
      }
    }
  }
}
