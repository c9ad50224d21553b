package io.jimg.reliability;

import io.jimg.reliability.StoreAudit.Listed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A command line, and what it may do to names.
///
/// @param goal what each name that it touches stands for when it is done, by canonical name
/// @param atOnce all of these names change in one step, or none
record Command(Kind kind, List<String> words, Map<String, String> goal, boolean atOnce) {

  /// The name is not there any more.
  static final String GONE = "gone";

  /// The name stands for something that is not known before.
  static final String ANYTHING = "anything";

  /// What is killed.
  enum Kind {
    LIST,
    PULL,
    PULL_ALL,
    PUSH,
    PUSH_ALL,
    TAG,
    RMI,
    IMAGE_PRUNE,
    SYSTEM_PRUNE,
    IMPORT,
    REPAIR,
    LIST_CREATE,
    LIST_ANNOTATE,
    LIST_PUSH,
    LIST_RM;

    /// Its work begins with a request to a registry and not with a change in the store.
    boolean beginsAtRegistry() {
      return this == LIST_CREATE || this == LIST_PUSH;
    }
  }

  Command {
    words = List.copyOf(words);
    goal = Map.copyOf(goal);
  }

  /// What is wrong with the names that a run of this has left, which may have been killed anywhere;
  /// null when nothing is.
  @Nullable String complaintAfterKill(Map<String, Listed> before, Map<String, Listed> after) {
    boolean changed = false;
    boolean unchanged = false;
    for (String name : union(before, after)) {
      if (same(before.get(name), after.get(name))) {
        unchanged |= goal.containsKey(name) && !isReached(name, after.get(name));
      } else if (isReached(name, after.get(name))) {
        changed = true;
      } else {
        return name + " was " + before.get(name) + " and is " + after.get(name);
      }
    }
    return atOnce && changed && unchanged ? "only a part of the names was changed" : null;
  }

  /// The same after a run that said it had done everything.
  @Nullable String complaintAfterSuccess(Map<String, Listed> before, Map<String, Listed> after) {
    for (String name : union(before, after)) {
      boolean right =
          goal.containsKey(name)
              ? isReached(name, after.get(name))
              : same(before.get(name), after.get(name));
      if (!right) {
        return name + " was " + before.get(name) + " and is " + after.get(name);
      }
    }
    return null;
  }

  private Iterable<String> union(Map<String, Listed> before, Map<String, Listed> after) {
    var all = new TreeMap<String, Object>(before);
    all.putAll(after);
    all.putAll(goal);
    return all.keySet();
  }

  private boolean isReached(String name, @Nullable Listed now) {
    String wanted = goal.get(name);
    if (wanted == null || now == null) {
      return GONE.equals(wanted) && now == null;
    }
    return wanted.equals(ANYTHING) || wanted.equals(now.target()) || wanted.equals(now.whole());
  }

  private static boolean same(@Nullable Listed a, @Nullable Listed b) {
    return a == null ? b == null : a.equals(b);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
