package io.jimg.image.change;

import java.util.ArrayList;
import java.util.List;

/// Cuts a line into words the way Dockerfiles do, which is not quite a shell's.
final class Words {

  private Words() {}

  /// The words of `text`, with their quotes and escapes still in them.
  static List<String> split(String text, char escape) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean blankIsWord = false;
    int quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote == 0 && Spaces.isSpace(c)) {
        add(words, word, blankIsWord);
        blankIsWord = false;
        continue;
      }
      boolean escapes = c == escape && quote != '\'';
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        blankIsWord = true;
      } else if (c == quote) {
        quote = 0;
      }
      if (escapes) {
        if (at + 1 == text.length()) {
          break;
        }
        word.append(c);
        c = text.charAt(++at);
      }
      word.append(c);
    }
    add(words, word, blankIsWord);
    return words;
  }

  private static void add(List<String> words, StringBuilder word, boolean blankIsWord) {
    if (blankIsWord || !word.isEmpty()) {
      words.add(word.toString());
    }
    word.setLength(0);
  }

  /// Takes the words at the beginning of `text` that begin with `--`, unquoted, up to a bare `--`;
  /// what follows them.
  static String cutFlags(String text, List<String> flags) {
    int at = 0;
    while (true) {
      while (at < text.length() && Spaces.isSpace(text.charAt(at))) {
        at++;
      }
      if (!text.startsWith("--", at)) {
        return text.substring(at);
      }
      var word = new StringBuilder();
      boolean quoted = false;
      char quote = 0;
      for (; at < text.length() && (quote != 0 || !Spaces.isSpace(text.charAt(at))); at++) {
        char c = text.charAt(at);
        if (quote == 0 && (c == '\'' || c == '"')) {
          quote = c;
          quoted = true;
        } else if (c == quote) {
          quote = 0;
        } else if (c != '\\') {
          word.append(c);
        } else if (at + 1 < text.length()) {
          word.append(text.charAt(++at));
        }
      }
      if (word.toString().equals("--")) {
        return text.substring(at);
      }
      if (quoted || !word.isEmpty()) {
        flags.add(word.toString());
      }
    }
  }
}
