import static java.lang.classfile.ClassFile.JAVA_17_VERSION;
import static java.lang.classfile.ClassFile.JAVA_6_VERSION;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a jar: class files older than Java 6 get Java 17's version and stack maps, without which
 * the JVM refuses to archive them. Arguments: the jar to read, the jar to write.
 */
public final class UpgradeClasses {
  private static final ClassTransform VERSION =
      (builder, element) ->
          builder.with(
              element instanceof ClassFileVersion
                  ? ClassFileVersion.of(JAVA_17_VERSION, 0)
                  : element);
  private static final ClassTransform UPGRADE =
      VERSION.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));

  public static void main(String[] args) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (var in = new ZipInputStream(Files.newInputStream(Path.of(args[0])))) {
      for (ZipEntry e; (e = in.getNextEntry()) != null; ) {
        if (!e.isDirectory()) {
          entries.put(e.getName(), in.readAllBytes());
        }
      }
    }
    var own =
        ClassHierarchyResolver.ofResourceParsing(
            type -> {
              String name = type.descriptorString();
              byte[] bytes = entries.get(name.substring(1, name.length() - 1) + ".class");
              return bytes == null ? null : new ByteArrayInputStream(bytes);
            });
    var classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver())));
    Path to = Path.of(args[1]);
    Files.createDirectories(to.toAbsolutePath().getParent());
    try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (var entry : entries.entrySet()) {
        var written = new ZipEntry(entry.getKey());
        written.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
        out.putNextEntry(written);
        out.write(upgraded(classFile, entry.getKey(), entry.getValue()));
        out.closeEntry();
      }
    }
  }

  private static byte[] upgraded(ClassFile classFile, String name, byte[] bytes)
      throws IOException {
    if (!name.endsWith(".class")) {
      return bytes;
    }
    var model = classFile.parse(bytes);
    if (model.majorVersion() >= JAVA_6_VERSION) {
      return bytes;
    }
    byte[] upgraded = classFile.transformClass(model, UPGRADE);
    var errors = classFile.verify(upgraded);
    if (!errors.isEmpty()) {
      throw new IOException(name + ": " + errors);
    }
    return upgraded;
  }
}
