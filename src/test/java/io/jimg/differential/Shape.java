package io.jimg.differential;

import java.util.ArrayList;
import java.util.List;

/// A line without its literals: two lines of one shape differ in nothing but a name, a number or a
/// text. Runs of letters and of digits are literals; what stands between them is not. Of templates
/// only the constants are literals, of filters only the values.
final class Shape {

  private Shape() {}

  static String of(Case line) {
    var words = new ArrayList<>(Words.of(line.line()));
    for (int i = 0; i < words.size(); i++) {
      boolean command = i < 2 && words.get(i).matches("[a-z]+");
      String before = i == 0 ? "" : words.get(i - 1);
      words.set(i, command ? words.get(i) : word(words.get(i), before));
    }
    return String.join(" ", words)
        + (line.stdin().isEmpty() ? "" : " < " + line.stdin())
        + (line.config() == null ? "" : " config " + line.config())
        + (line.env().isEmpty() ? "" : " env " + line.env().keySet());
  }

  private static String word(String word, String before) {
    if (word.contains("{{")) {
      return word.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("[0-9]+", "0");
    }
    int equals = word.indexOf('=');
    boolean filter = List.of("-f", "--filter", "-qf", "-aqf").contains(before);
    if (word.startsWith("-") || (filter && equals > 0)) {
      return equals < 0
          ? word
          : word.substring(0, equals + 1) + word(word.substring(equals + 1), word);
    }
    return word.replaceAll("<(id|digest|hex[0-9]*) [^>]*>", "<$1>")
        .replaceAll("<[a-z0-9]+:[a-z0-9]+>", "<n:t>")
        .replaceAll("<[a-z0-9]+>", "<n>")
        .replaceAll("[a-z]+(?![^<]*>)", "a")
        .replaceAll("[A-Z]+", "A")
        .replaceAll("[0-9]+", "0");
  }
}
