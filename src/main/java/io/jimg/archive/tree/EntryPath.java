package io.jimg.archive.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The name of a tar entry as a path below the root, cleaned of `.`, `..` and empty components: no
/// component leads out. One instance is used for entry after entry.
final class EntryPath {

  static final int MAX_COMPONENT = 255;
  static final int MAX_PATH = 4095;

  private byte[] name = {};
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int count;
  private boolean above;

  /// Takes `name`, whose bytes stay as they are.
  EntryPath parse(byte[] name) {
    this.name = name;
    count = 0;
    above = name.length > 0 && name[0] == '/';
    for (int at = 0; at <= name.length; ) {
      int end = endOfComponent(name, at);
      component(at, end);
      at = end + 1;
    }
    return this;
  }

  /// Where the component that begins at `at` ends.
  static int endOfComponent(byte[] name, int at) {
    int end = at;
    while (end < name.length && name[end] != '/') {
      end++;
    }
    return end;
  }

  static boolean isDot(byte[] name, int from, int to) {
    return to - from == 1 && name[from] == '.';
  }

  static boolean isDotDot(byte[] name, int from, int to) {
    return to - from == 2 && name[from] == '.' && name[from + 1] == '.';
  }

  private void component(int start, int end) {
    if (start == end || isDot(name, start, end)) {
      return;
    }
    if (isDotDot(name, start, end)) {
      above |= count == 0;
      count = Math.max(0, count - 1);
      return;
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = start;
    to[count++] = end;
  }

  /// Whether the name is `.`: the root, as most archives begin. `/` and `..` are the root too, but
  /// Docker treats them differently.
  boolean isDot() {
    return count == 0 && !above;
  }

  boolean isRoot() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /// Where component `index` begins in the name.
  int from(int index) {
    return from[index];
  }

  int to(int index) {
    return to[index];
  }

  /// The bytes that [#from] and [#to] are about.
  byte[] name() {
    return name;
  }

  byte[] component(int index) {
    return Arrays.copyOfRange(name, from[index], to[index]);
  }

  byte[] last() {
    return component(count - 1);
  }

  /// Whether a Linux kernel refuses the path for its length.
  boolean isTooLong() {
    int length = 0;
    for (int i = 0; i < count; i++) {
      if (to[i] - from[i] > MAX_COMPONENT) {
        return true;
      }
      length += 1 + to[i] - from[i];
    }
    return length > MAX_PATH;
  }

  /// The path with its leading slash.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append('/').append(new String(name, from[i], to[i] - from[i], UTF_8));
    }
    return text.isEmpty() ? "/" : text.toString();
  }
}
