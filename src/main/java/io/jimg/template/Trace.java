package io.jimg.template;

import io.jimg.error.BadTemplate;
import io.jimg.template.fmt.Quoting;
import io.jimg.template.parse.Node;
import io.jimg.template.value.GoText;
import org.jspecify.annotations.Nullable;

/// Where an execution is, for its messages, and how much it has done, for its bounds.
final class Trace {

  /// Far beyond any honest template; less than a second.
  private static final long MOST_STEPS = 10_000_000;

  private static final int MOST_DEPTH = 300;

  private final GoTemplate template;
  private String tree;
  private @Nullable Node node;
  private long steps;
  private int depth;

  Trace(GoTemplate template) {
    this.template = template;
    tree = template.name();
  }

  void at(Node here) {
    node = here;
    work(1);
  }

  /// Accounts for work that one step does not tell.
  void work(long amount) {
    steps += amount;
    if (steps > MOST_STEPS) {
      throw fail("exceeded maximum execution steps (" + MOST_STEPS + ")");
    }
  }

  void enter() {
    if (++depth > MOST_DEPTH) {
      throw fail("exceeded maximum template depth (" + MOST_DEPTH + ")");
    }
  }

  void leave() {
    depth--;
  }

  /// Goes on in another tree.
  ///
  /// @return the name of the one before, for the way back
  String enterTree(String name) {
    String before = tree;
    tree = name;
    return before;
  }

  /// The error for what is going on now.
  BadTemplate fail(String message) {
    var here = node;
    if (here == null) {
      return new BadTemplate("template: " + tree + ": " + message);
    }
    int line = 1;
    int start = 0;
    String text = template.text();
    for (int i = 0; i < here.at(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    int column = GoText.length(text.substring(start, here.at()));
    String where = template.name() + ":" + line + ":" + column;
    String what = "executing " + Quoting.quote(tree) + " at <" + here + ">";
    return new BadTemplate("template: " + where + ": " + what + ": " + message);
  }
}
