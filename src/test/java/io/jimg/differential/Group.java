package io.jimg.differential;

import io.jimg.differential.Case.Engine;
import io.jimg.differential.Case.Mask;
import io.jimg.differential.Case.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lines that stand on one another; the first one finds no image.
///
/// A file begins with `# TITLE`. A line `[ROW ROW] WORDS` is a case, `[setup] WORDS` prepares.
/// Below it stand, indented, `KEY: VALUE`; a key that comes again adds a line to its value:
///
/// - `stdin`: what is on standard input; `\n` ends a line
/// - `env`: a variable, `NAME=VALUE`
/// - `config`: what config.json says
/// - `mask`: `order`, `age`, `disk`
/// - `name`: what the printed ID is called in later lines
/// - `engine`: `named 28`
/// - `20.10 stdout`, `28 stdout`, … `stderr`, `exit`: both texts, where the engines differ; no text
///   at all is one empty line, an empty line is `(empty line)`
record Group(String name, String title, List<Case> cases) {

  private static final Path DIRECTORY = Path.of("src/test/resources/differential");

  /// A file beside the groups.
  static List<String> lines(String file) {
    try {
      return Files.readAllLines(DIRECTORY.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All groups, by name.
  static List<Group> all() {
    try (var files = Files.list(DIRECTORY.resolve("groups"))) {
      return files.sorted().map(file -> read(file.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Group read(String file) {
    var lines = lines("groups/" + file);
    var cases = new ArrayList<Case>();
    var block = new ArrayList<String>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("  ")) {
        block.add(line.substring(2));
      } else if (line.startsWith("[")) {
        flush(block, cases, file);
        block.add(line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalStateException(file + ": " + line);
      }
    }
    flush(block, cases, file);
    return new Group(file.replace(".txt", ""), lines.getFirst().substring(2), List.copyOf(cases));
  }

  private static void flush(List<String> block, List<Case> cases, String file) {
    if (block.isEmpty()) {
      return;
    }
    try {
      cases.add(parse(block.getFirst(), attributes(block.subList(1, block.size()))));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + ": " + block, e);
    }
    block.clear();
  }

  private static Map<String, List<String>> attributes(List<String> lines) {
    var attributes = new LinkedHashMap<String, List<String>>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(line);
      }
      String value = line.length() == colon + 1 ? "" : line.substring(colon + 2);
      attributes.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>()).add(value);
    }
    return attributes;
  }

  private static Case parse(String head, Map<String, List<String>> attributes) {
    int close = head.indexOf(']');
    String rows = head.substring(1, close);
    var older = texts(attributes, "20.10 ");
    var newer = texts(attributes, "28 ");
    if (!older.keySet().equals(newer.keySet())) {
      throw new IllegalArgumentException("a text of one engine only");
    }
    var env = new LinkedHashMap<String, String>();
    for (String entry : taken(attributes, "env")) {
      env.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
    }
    var parsed =
        new Case(
            rows.equals("setup") ? List.of() : List.of(rows.split(" ")),
            head.substring(close + 2),
            String.join("", taken(attributes, "stdin")).replace("\\n", "\n"),
            env,
            config(taken(attributes, "config")),
            taken(attributes, "mask").stream()
                .map(mask -> Mask.valueOf(mask.toUpperCase(Locale.ROOT)))
                .toList(),
            String.join("", taken(attributes, "name")),
            taken(attributes, "engine").contains("named 28") ? Engine.NAMED_28 : Engine.REAL,
            older,
            newer);
    if (!attributes.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + attributes.keySet());
    }
    return parsed;
  }

  private static List<String> taken(Map<String, List<String>> attributes, String key) {
    var values = attributes.remove(key);
    return values == null ? List.of() : values;
  }

  private static @Nullable String config(List<String> lines) {
    return lines.isEmpty() ? null : String.join("\n", lines);
  }

  private static Map<Stream, String> texts(Map<String, List<String>> attributes, String engine) {
    var texts = new EnumMap<Stream, String>(Stream.class);
    for (var stream : Stream.values()) {
      var lines = attributes.remove(engine + stream.label());
      if (lines != null) {
        boolean nothing = stream != Stream.EXIT && lines.equals(List.of(""));
        lines.replaceAll(line -> line.equals("(empty line)") ? "" : line);
        String text = nothing ? "" : String.join("\n", lines);
        texts.put(stream, stream == Stream.EXIT || nothing ? text : text + "\n");
      }
    }
    return texts;
  }
}
