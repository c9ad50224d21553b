import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Deletes the AOT caches, since JDK 25 does not check the jars behind one and would run the old
 * classes, and what earlier training runs left. Arguments: the folder of the jars, the folder of
 * the training runs.
 */
public final class DropCaches {
  public static void main(String[] args) throws IOException {
    Path lib = Path.of(args[0]);
    if (Files.isDirectory(lib)) {
      try (var caches = Files.newDirectoryStream(lib, "*.aot*")) {
        for (Path cache : caches) {
          Files.delete(cache);
        }
      }
    }
    Path training = Path.of(args[1]);
    if (Files.isDirectory(training)) {
      try (var files = Files.walk(training)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
