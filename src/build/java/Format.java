import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds all sources to google-java-format. Arguments: {@code check} (fails on the first difference)
 * or {@code apply} (rewrites), the source folder, and a stamp file; files older than the stamp were
 * found in order by an earlier run.
 */
public final class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    Path stamp = Path.of(args[2]);
    long checked = Files.exists(stamp) ? Files.getLastModifiedTime(stamp).toMillis() : 0;
    List<Path> sources;
    try (var walk = Files.walk(Path.of(args[1]))) {
      sources = walk.filter(p -> p.toString().endsWith(".java")).toList();
    }
    long started = System.currentTimeMillis();
    var formatter =
        new Formatter(
            JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.GOOGLE).build());
    List<Path> wrong = new ArrayList<>();
    for (Path source : sources) {
      if (Files.getLastModifiedTime(source).toMillis() < checked) {
        continue;
      }
      String text = Files.readString(source);
      String formatted =
          formatter.formatSourceAndFixImports(
              RemoveUnusedImports.removeUnusedImports(foldDocumentation(text)));
      if (!formatted.equals(text)) {
        wrong.add(source);
        if (apply) {
          Files.writeString(source, formatted);
        }
      }
    }
    if (!wrong.isEmpty() && !apply) {
      wrong.forEach(path -> System.err.println("not formatted: " + path));
      System.err.println("run: mvn -q process-sources -Dformat=apply");
      System.exit(1);
    }
    Files.createDirectories(stamp.toAbsolutePath().getParent());
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, java.nio.file.attribute.FileTime.fromMillis(started));
  }

  /** The formatter breaks a long `///` line into one `///` and one plain comment; this does not. */
  private static String foldDocumentation(String source) {
    var folded = new StringBuilder();
    for (String line : source.split("\n", -1)) {
      int indent = line.indexOf("///");
      while (indent >= 0
          && line.length() > 100
          && line.substring(0, indent).isBlank()
          && line.lastIndexOf(' ', 100) > indent + 4) {
        int space = line.lastIndexOf(' ', 100);
        folded.append(line, 0, space).append('\n');
        line = " ".repeat(indent) + "/// " + line.substring(space + 1);
      }
      folded.append(line).append('\n');
    }
    folded.setLength(folded.length() - 1);
    return folded.toString();
  }
}
