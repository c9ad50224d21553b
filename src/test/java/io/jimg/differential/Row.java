package io.jimg.differential;

import java.util.List;

/// One row of what is to be shown, from `rows.txt`: `ID | WHAT` or, where it does not apply here,
/// `ID | WHAT | WHY NOT`.
///
/// @param whyNot empty where it applies
record Row(String id, String what, String whyNot) {

  static List<Row> all() {
    return Group.lines("rows.txt").stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Row::parse)
        .toList();
  }

  private static Row parse(String line) {
    String[] parts = line.split(" \\| ", 3);
    return new Row(parts[0].strip(), parts[1].strip(), parts.length > 2 ? parts[2].strip() : "");
  }

  boolean applies() {
    return whyNot.isEmpty();
  }
}
