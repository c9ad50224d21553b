package io.jimg.differential;

import java.util.ArrayList;
import java.util.List;

/// A line cut into words as a shell does, with single quotes as the only quotes.
final class Words {

  private Words() {}

  static List<String> of(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean open = false;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
        open = true;
      } else if (c != ' ' || quoted) {
        word.append(c);
        open = true;
      } else if (open) {
        words.add(word.toString());
        word.setLength(0);
        open = false;
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote is open: " + line);
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }
}
