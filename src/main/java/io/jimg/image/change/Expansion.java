package io.jimg.image.change;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes quotes and escapes out of a word and puts values in for `$name`, `${name}` and
/// `${name:-word}` with its kin, as Docker's small imitation of a shell does.
final class Expansion {

  private static final int END = -1;

  private final String source;
  private final char escape;
  private final Map<String, String> environment;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;
  private int depth;

  private Expansion(String source, char escape, List<String> environment) {
    this.source = source;
    this.escape = escape;
    this.environment = new HashMap<>();
    for (String entry : environment) {
      int equals = entry.indexOf('=');
      String name = equals < 0 ? entry : entry.substring(0, equals);
      this.environment.put(name, equals < 0 ? "" : entry.substring(equals + 1));
    }
  }

  /// `source` as one word.
  ///
  /// @param environment `name=value`, the last of a name counts
  /// @throws InvalidInput in Docker's words
  static String word(String source, char escape, List<String> environment) {
    return new Expansion(source, escape, environment).expand();
  }

  /// `source` as the words that it falls into after expansion; quotes hold together.
  static List<String> words(String source, char escape, List<String> environment) {
    var expansion = new Expansion(source, escape, environment);
    expansion.expand();
    return expansion.words;
  }

  private String expand() {
    try {
      String result = upTo(END, true);
      endWord();
      return result;
    } catch (InvalidInput e) {
      throw new InvalidInput("failed to process " + GoQuote.quote(source) + ": " + e.sentence(), e);
    }
  }

  /// @param outermost whether what is read makes words
  private String upTo(int stop, boolean outermost) {
    var result = new StringBuilder();
    while (peek() != END) {
      int c = peek();
      if (c == stop) {
        at++;
        return result.toString();
      }
      String piece;
      boolean isRaw = true;
      if (c == '\'') {
        piece = singleQuoted();
      } else if (c == '"') {
        piece = doubleQuoted();
      } else if (c == '$') {
        piece = dollar();
        isRaw = false;
      } else if (c == escape) {
        at++;
        if (peek() == END) {
          break;
        }
        piece = String.valueOf((char) next());
      } else {
        piece = String.valueOf((char) next());
        isRaw = false;
      }
      result.append(piece);
      if (outermost) {
        addToWord(piece, isRaw);
      }
    }
    if (stop != END) {
      throw new InvalidInput(
          "unexpected end of statement while looking for matching " + (char) stop);
    }
    return result.toString();
  }

  private void addToWord(String piece, boolean isRaw) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (isRaw || !Spaces.isSpace(c)) {
        word.append(c);
      } else {
        endWord();
      }
    }
  }

  private void endWord() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private String singleQuoted() {
    int end = source.indexOf('\'', at + 1);
    if (end < 0) {
      at = source.length();
      throw new InvalidInput("unexpected end of statement while looking for matching single-quote");
    }
    String text = source.substring(at + 1, end);
    at = end + 1;
    return text;
  }

  private String doubleQuoted() {
    var text = new StringBuilder();
    at++;
    while (true) {
      int c = peek();
      if (c == END) {
        throw new InvalidInput(
            "unexpected end of statement while looking for matching double-quote");
      }
      if (c == '$') {
        text.append(dollar());
        continue;
      }
      at++;
      if (c == '"') {
        return text.toString();
      }
      if (c == escape) {
        if (peek() == END) {
          continue;
        }
        if (peek() == '"' || peek() == '$' || peek() == escape) {
          c = next();
        }
      }
      text.append((char) c);
    }
  }

  private String dollar() {
    at++;
    if (peek() != '{') {
      String name = name();
      return name.isEmpty() ? "$" : environment.getOrDefault(name, "");
    }
    at++;
    if (peek() == END) {
      throw new InvalidInput("syntax error: missing '}'");
    }
    if ("{}:".indexOf(peek()) >= 0) {
      throw new InvalidInput("syntax error: bad substitution");
    }
    String name = name();
    int c = next();
    if (c == '}') {
      return environment.getOrDefault(name, "");
    }
    if (c == ':') {
      return modified(name, next(), true);
    }
    if (c != '+' && c != '-' && c != '?') {
      throw new InvalidInput("missing ':' in substitution");
    }
    return modified(name, c, false);
  }

  private String modified(String name, int modifier, boolean emptyIsUnset) {
    String word = alternative();
    String value = environment.get(name);
    boolean isSet = value != null && !(emptyIsUnset && value.isEmpty());
    return switch (modifier) {
      case '-' -> isSet ? environment.getOrDefault(name, "") : word;
      case '+' -> isSet ? word : "";
      case '?' -> {
        if (!isSet) {
          String reason =
              value == null ? "is not allowed to be unset" : "is not allowed to be empty";
          throw new InvalidInput(name + ": " + (word.isEmpty() ? reason : word));
        }
        yield environment.getOrDefault(name, "");
      }
      default ->
          throw new InvalidInput(
              "unsupported modifier ("
                  + (modifier == END ? "\uFFFD" : String.valueOf((char) modifier))
                  + ") in substitution");
    };
  }

  private String alternative() {
    if (++depth > 100) {
      throw new InvalidInput("syntax error: bad substitution");
    }
    try {
      return upTo('}', false);
    } catch (InvalidInput e) {
      throw peek() == END ? new InvalidInput("syntax error: missing '}'", e) : e;
    } finally {
      depth--;
    }
  }

  /// Letters, digits and `_`, or digits alone, or one of the shell's special parameters.
  private String name() {
    int from = at;
    if (Character.isDigit(peek())) {
      while (Character.isDigit(peek())) {
        at++;
      }
    } else if (peek() != END && "@*#?-$!".indexOf(peek()) >= 0) {
      at++;
    } else {
      while (peek() == '_' || Character.isLetterOrDigit(peek())) {
        at++;
      }
    }
    return source.substring(from, at);
  }

  private int peek() {
    return at < source.length() ? source.charAt(at) : END;
  }

  private int next() {
    int c = peek();
    at = Math.min(source.length(), at + 1);
    return c;
  }
}
