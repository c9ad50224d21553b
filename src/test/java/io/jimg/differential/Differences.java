package io.jimg.differential;

import java.util.ArrayList;
import java.util.List;

/// The lines that may differ, in words but never in the exit code.
///
/// In `differences.txt` an entry is `GROUP: [ROWS] LINE`, as in the group's file, and below it,
/// indented, `kind:` and `because:`.
record Differences(List<Entry> entries) {

  static final int MOST = 20;

  /// Why lines may differ; or else `decision N`, of docs/decisions.
  static final List<String> KINDS =
      List.of("commands that are not there", "versions of its own", "no daemon");

  /// @param head the line as its file has it, rows first
  record Entry(String group, String head, String kind, String because) {
    String line() {
      return head.substring(head.indexOf(']') + 2);
    }
  }

  static Differences read() {
    var entries = new ArrayList<Entry>();
    var block = new ArrayList<String>();
    var lines = new ArrayList<>(Group.lines("differences.txt"));
    lines.removeIf(line -> line.startsWith("#") || line.isBlank());
    for (String line : lines) {
      block.add(line.strip());
      if (block.size() == 3) {
        int colon = block.get(0).indexOf(": ");
        entries.add(
            new Entry(
                block.get(0).substring(0, colon),
                block.get(0).substring(colon + 2),
                value(block.get(1), "kind: "),
                value(block.get(2), "because: ")));
        block.clear();
      }
    }
    if (!block.isEmpty()) {
      throw new IllegalStateException("not an entry: " + block);
    }
    return new Differences(List.copyOf(entries));
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key)) {
      throw new IllegalStateException("not " + key + line);
    }
    return line.substring(key.length());
  }

  boolean listed(Group group, Case line) {
    return entries.stream()
        .anyMatch(entry -> entry.group().equals(group.name()) && entry.head().equals(line.head()));
  }
}
