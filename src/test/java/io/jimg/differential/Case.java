package io.jimg.differential;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a group: what is typed, around it what both programs find, and what may be said
/// differently.
///
/// @param rows the rows of `rows.txt` that it shows; empty for a line that only prepares others
/// @param line what is typed behind the program's name, with names in `<…>`
/// @param stdin what is on standard input, nothing by default
/// @param config what config.json says; null for no such file
/// @param masks what no two runs of Docker agree on here
/// @param name what the ID that the line prints is called in later lines; empty for no name
/// @param engine the engine behind Docker
/// @param older what the engine 20.10 makes Docker say, by stream, where a 28 says otherwise
/// @param newer what a 28 makes Docker say, by the same streams
record Case(
    List<String> rows,
    String line,
    String stdin,
    Map<String, String> env,
    @Nullable String config,
    List<Mask> masks,
    String name,
    Engine engine,
    Map<Stream, String> older,
    Map<Stream, String> newer) {

  /// What can be compared.
  enum Stream {
    EXIT,
    STDOUT,
    STDERR;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// What stands behind Docker's command line.
  enum Engine {
    /// The real one.
    REAL,
    /// One that only says that its API is the newest: help shows the flags of a 28.
    NAMED_28
  }

  /// What is left out of a comparison.
  enum Mask {
    /// The order of lines.
    ORDER,
    /// Ages of less than two minutes, and the widths of columns with them.
    AGE,
    /// Sizes, which jimg counts on the disk, and the widths of columns with them.
    DISK
  }

  /// The line as its file has it, rows first.
  String head() {
    return "[" + String.join(" ", rows) + "] " + line;
  }

  /// Whether it only prepares others.
  boolean setup() {
    return rows.isEmpty();
  }

  /// Whether the engines differ here.
  boolean bothTexts() {
    return !older.isEmpty();
  }
}
