package io.jimg;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayeringTest {
  /// The architecture: each package, the packages it may use, the libraries it may use.
  static final String TABLE =
      """
      error      |                                             |
      oci        | error                                       |
      reference  | error oci                                   |
      config     | error oci reference                         |
      registry   | error oci reference config                  | okhttp3 okio javax.net javax.crypto
      store      | error oci reference                         |
      server     | error oci reference store                   | com.sun.net.httpserver
      archive    | error oci reference store                   | org.apache.commons.compress com.github.luben.zstd org.tukaani.xz
      image      | error oci reference config registry store archive |
      template   | error                                       |
      output     | error oci reference config image template   |
      cli        | error oci reference config registry store server image template output | picocli sun.misc javax.net
      """;

  private static final Path SOURCES = Path.of("src/main/java");
  private static final int MAX_LINES = 400;

  private static final JavaClasses JIMG =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.jimg");

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = TABLE)
  void usesOnlyWhatItMay(String name, @Nullable String packages, @Nullable String libraries) {
    var allowed =
        Stream.of(
                Stream.of("java..", "org.jspecify..", "org.slf4j..", "io.jimg." + name + ".."),
                words(packages).map(p -> "io.jimg." + p + ".."),
                words(libraries).map(l -> l + ".."))
            .flatMap(s -> s)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("io.jimg." + name + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true)
        .check(JIMG);
  }

  /// What is public there is so for the other rooms of the package.
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "archive.tar",
        "archive.tree",
        "store.disk",
        "registry.tls",
        "registry.transport",
        "registry.answer",
        "registry.conversation"
      })
  void anInnerRoomIsForItsPackageAlone(String room) {
    classes()
        .that()
        .resideInAPackage("io.jimg." + room)
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("io.jimg." + room.split("\\.")[0] + "..")
        .check(JIMG);
  }

  @Test
  void noRoomStandsOnOneThatStandsOnIt() {
    slices().matching("io.jimg.(**)").should().beFreeOfCycles().check(JIMG);
  }

  @Test
  void everyPackageIsInTheTable() {
    var known = TABLE.lines().map(line -> line.split(" ")[0]).collect(toSet());
    var strays =
        JIMG.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring("io.jimg.".length()).split("\\.")[0])
            .filter(p -> !known.contains(p));
    assertEquals(Set.of(), strays.collect(toSet()));
  }

  @Test
  void noSourceFileIsTooLongToRead() throws IOException {
    var tooLong = new ArrayList<String>();
    for (var source : sources()) {
      try (var lines = Files.lines(source)) {
        long count = lines.count();
        if (count > MAX_LINES) {
          tooLong.add(source + ": " + count);
        }
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void onlyMainTouchesTheProcess() throws IOException {
    var process =
        Pattern.compile(
            "System\\.(getenv|getProperty|setProperty|exit|in|out|err)\\b|Instant\\.now\\(\\)");
    var strays = new ArrayList<Path>();
    for (var source : sources()) {
      if (!source.endsWith("cli/Main.java") && process.matcher(Files.readString(source)).find()) {
        strays.add(source);
      }
    }
    assertEquals(List.of(), strays);
  }

  private static List<Path> sources() throws IOException {
    try (var walk = Files.walk(SOURCES)) {
      return walk.filter(p -> p.toString().endsWith(".java")).toList();
    }
  }

  private static Stream<String> words(@Nullable String text) {
    return text == null ? Stream.of() : Stream.of(text.split(" ")).filter(w -> !w.isEmpty());
  }
}
