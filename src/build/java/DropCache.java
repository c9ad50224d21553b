import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Deletes the AOT cache: JDK 25 does not check the jars behind one and would run the old classes.
 */
public final class DropCache {
  public static void main(String[] args) throws Exception {
    Files.deleteIfExists(Path.of(args[0]));
  }
}
