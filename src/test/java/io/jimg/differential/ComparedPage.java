package io.jimg.differential;

import java.util.List;

/// The part of docs/compatibility.md that is made of the case files.
final class ComparedPage {

  private static final String BEGIN = "<!-- compared: made by CaseFilesTest, do not edit -->\n";
  private static final String END = "<!-- end of compared -->\n";

  private ComparedPage() {}

  /// `page` with its part made anew.
  static String put(String page, List<Group> groups, Differences differences) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("docs/compatibility.md has no part for what is compared");
    }
    return page.substring(0, begin + BEGIN.length())
        + text(groups, differences)
        + page.substring(end);
  }

  private static String text(List<Group> groups, Differences differences) {
    var text = new StringBuilder("\n| group | what | lines | of which both engines' texts |\n");
    text.append("|---|---|---|---|\n");
    long all = 0;
    long both = 0;
    for (var group : groups) {
      long lines = group.cases().stream().filter(line -> !line.setup()).count();
      long texts = group.cases().stream().filter(Case::bothTexts).count();
      all += lines;
      both += texts;
      row(text, group.name(), group.title(), lines, texts);
    }
    row(text, "", "all", all, both);
    text.append("\nListed differences (").append(differences.entries().size());
    text.append(" of at most ").append(Differences.MOST).append(", none in an exit code):\n\n");
    text.append("| line | kind | why |\n|---|---|---|\n");
    for (var entry : differences.entries()) {
      row(text, "`" + entry.line() + "`", entry.kind(), entry.because());
    }
    return text.append('\n').toString();
  }

  private static void row(StringBuilder text, Object... cells) {
    for (var cell : cells) {
      text.append("| ").append(cell.toString().replace("|", "\\|")).append(' ');
    }
    text.append("|\n");
  }
}
