package io.jimg.reference;

import io.jimg.error.InvalidInput;

/// A shell pattern over image names (Go's `path.Match`): `*` and `?` stop at `/`, `[a-z]`, `[^a-z]`
/// and `\` work. Like Go's it notices a malformed pattern only when something is matched against
/// it.
public record ReferencePattern(String pattern) {

  /// Whether the pattern matches the familiar form with tag and digest, or the familiar name.
  ///
  /// @throws InvalidInput `syntax error in pattern`
  public boolean matches(Reference reference) {
    return matches(reference.familiar()) || matches(reference.familiarName());
  }

  /// Whether the pattern matches all of `name`.
  public boolean matches(String name) {
    int at = 0;
    int from = 0;
    while (from < pattern.length()) {
      int start = from;
      while (start < pattern.length() && pattern.charAt(start) == '*') {
        start++;
      }
      boolean star = start > from;
      int end = chunkEnd(start);
      if (star && start == end) {
        return name.indexOf('/', at) < 0;
      }
      boolean last = end == pattern.length();
      int next = matchFrom(start, end, name, at, star, last);
      if (next < 0) {
        checkRest(end);
        return false;
      }
      at = next;
      from = end;
    }
    return at == name.length();
  }

  private int matchFrom(int start, int end, String name, int at, boolean star, boolean last) {
    int limit = star ? nameElementEnd(name, at) : at;
    for (int i = at; i <= limit; i++) {
      int next = new Chunk(start, end).match(name, i);
      if (next >= 0 && (!last || next == name.length())) {
        return next;
      }
    }
    return -1;
  }

  private static int nameElementEnd(String name, int at) {
    int slash = name.indexOf('/', at);
    return slash < 0 ? name.length() : slash;
  }

  private void checkRest(int from) {
    int at = from;
    while (at < pattern.length()) {
      while (at < pattern.length() && pattern.charAt(at) == '*') {
        at++;
      }
      int end = chunkEnd(at);
      int _ = new Chunk(at, end).match("", 0);
      at = end;
    }
  }

  /// Where the run without `*` that starts at `start` ends.
  private int chunkEnd(int start) {
    boolean inClass = false;
    int i = start;
    for (; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '\\' -> i = Math.min(i + 1, pattern.length() - 1);
        case '[' -> inClass = true;
        case ']' -> inClass = false;
        case '*' -> {
          if (!inClass) {
            return i;
          }
        }
        default -> {}
      }
    }
    return i;
  }

  /// A part of the pattern in which every operator consumes one character.
  private final class Chunk {
    private final int end;
    private int at;

    Chunk(int start, int end) {
      this.at = start;
      this.end = end;
    }

    /// Where in `name` the match that starts at `from` ends, -1 when there is none. Reads the whole
    /// chunk in any case, to find its errors.
    int match(String name, int from) {
      int i = from;
      boolean failed = false;
      while (at < end) {
        failed |= i >= name.length();
        int c = failed ? 0 : name.codePointAt(i);
        boolean fits =
            switch (pattern.charAt(at)) {
              case '[' -> characterClass(c);
              case '?' -> any(c);
              case '\\' -> escaped(c);
              default -> literal(c);
            };
        failed |= !fits;
        i += Character.charCount(c);
      }
      return failed ? -1 : i;
    }

    private boolean any(int c) {
      at++;
      return c != '/';
    }

    private boolean escaped(int c) {
      at++;
      if (at >= end) {
        throw malformed();
      }
      return literal(c);
    }

    private boolean literal(int c) {
      int expected = pattern.codePointAt(at);
      at += Character.charCount(expected);
      return c == expected;
    }

    private boolean characterClass(int c) {
      at++;
      boolean negated = at < end && pattern.charAt(at) == '^';
      if (negated) {
        at++;
      }
      boolean found = false;
      for (int ranges = 0; ranges == 0 || at >= end || pattern.charAt(at) != ']'; ranges++) {
        int low = member();
        int high = low;
        if (pattern.charAt(at) == '-') {
          at++;
          high = member();
        }
        found |= low <= c && c <= high;
      }
      at++;
      return found != negated;
    }

    /// One character of a class; there is always something behind it.
    private int member() {
      if (at >= end || pattern.charAt(at) == '-' || pattern.charAt(at) == ']') {
        throw malformed();
      }
      if (pattern.charAt(at) == '\\' && ++at >= end) {
        throw malformed();
      }
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      if (at >= end) {
        throw malformed();
      }
      return c;
    }

    private InvalidInput malformed() {
      return new InvalidInput("syntax error in pattern");
    }
  }
}
