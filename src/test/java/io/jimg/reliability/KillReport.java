package io.jimg.reliability;

import io.jimg.reliability.Command.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How many kills fell into which phase of which command, and what they broke.
final class KillReport {

  private final Map<Kind, Map<Phase, Integer>> counts = new EnumMap<>(Kind.class);
  private final List<String> findings = new ArrayList<>();

  void count(Kind kind, Phase phase) {
    counts.computeIfAbsent(kind, _ -> new EnumMap<>(Phase.class)).merge(phase, 1, Integer::sum);
  }

  void found(String finding) {
    findings.add(finding);
  }

  /// What should not have happened, a sentence each.
  List<String> findings() {
    return List.copyOf(findings);
  }

  private int count(Phase phase) {
    return counts.values().stream().mapToInt(row -> row.getOrDefault(phase, 0)).sum();
  }

  int kills() {
    int kills = 0;
    for (var phase : Phase.values()) {
      kills += count(phase);
    }
    return kills;
  }

  /// Per cent of the kills between the first byte written and the exit.
  int within() {
    int within = 0;
    for (var phase : Phase.values()) {
      within += phase.isWithin() ? count(phase) : 0;
    }
    return kills() == 0 ? 0 : 100 * within / kills();
  }

  /// A table of phases and commands, and the findings.
  String text() {
    var text = new StringBuilder();
    text.append("| phase |");
    counts.keySet().forEach(kind -> text.append(' ').append(shown(kind)).append(" |"));
    text.append(" all |\n|---|").append("--:|".repeat(counts.size() + 1)).append('\n');
    for (var phase : Phase.values()) {
      text.append("| ").append(phase.text()).append(" |");
      for (var row : counts.values()) {
        text.append(' ').append(row.getOrDefault(phase, 0)).append(" |");
      }
      text.append(' ').append(count(phase)).append(" |\n");
    }
    text.append("\n")
        .append(within())
        .append(" % of ")
        .append(kills())
        .append(" kills fell between the first byte written and the exit; findings: ")
        .append(findings.size())
        .append('\n');
    findings.forEach(finding -> text.append("- ").append(finding).append('\n'));
    return text.toString();
  }

  private static String shown(Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
