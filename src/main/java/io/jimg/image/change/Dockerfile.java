package io.jimg.image.change;

import io.jimg.error.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The text of a Dockerfile, cut into instructions: comments are dropped, continued lines joined,
/// parser directives obeyed.
final class Dockerfile {

  private static final int MAX_LINE = 65_535;
  private static final Pattern DIRECTIVE =
      Pattern.compile("^#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*$");
  private static final Set<String> DIRECTIVES = Set.of("escape", "syntax", "check");

  private final List<String> lines;
  private final Set<String> seen = new HashSet<>();
  private boolean directivesEnded;
  private char escape = '\\';

  private Dockerfile(String text) {
    lines = List.of(text.split("\n", -1));
  }

  /// The instructions of `text`, with their arguments parsed.
  ///
  /// @throws InvalidInput in Docker's words
  static List<Instruction> parse(String text) {
    return new Dockerfile(text.startsWith("\uFEFF") ? text.substring(1) : text).instructions();
  }

  private List<Instruction> instructions() {
    var instructions = new ArrayList<Instruction>();
    for (int at = 0; at < lines.size(); ) {
      String line = Spaces.trimLeft(checked(lines.get(at++)));
      directive(line);
      var joined = new StringBuilder(uncommented(line));
      boolean continued = cutContinuation(joined);
      if (!continued && joined.isEmpty()) {
        continue;
      }
      while (continued && at < lines.size()) {
        String next = checked(lines.get(at++));
        if (!isComment(next) && !Spaces.trimLeft(next).isEmpty()) {
          var piece = new StringBuilder(next);
          continued = cutContinuation(piece);
          joined.append(piece);
        }
      }
      instructions.add(Instruction.parse(joined.toString(), escape));
    }
    if (instructions.isEmpty()) {
      throw new InvalidInput("file with no instructions");
    }
    return instructions;
  }

  private static String checked(String line) {
    if (line.length() > MAX_LINE) {
      throw new InvalidInput("dockerfile line greater than max allowed size of " + MAX_LINE);
    }
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static boolean isComment(String line) {
    return Spaces.trimLeft(line).startsWith("#");
  }

  private static String uncommented(String line) {
    return line.startsWith("#") ? "" : line;
  }

  /// Directives come before everything else, comments included.
  private void directive(String line) {
    var match = DIRECTIVE.matcher(line);
    String name = match.find() ? match.group(1).toLowerCase(Locale.ROOT) : "";
    if (directivesEnded || !DIRECTIVES.contains(name)) {
      directivesEnded = true;
      return;
    }
    if (!seen.add(name)) {
      throw new InvalidInput("only one " + name + " parser directive can be used");
    }
    if (name.equals("escape")) {
      String token = match.group(2);
      if (!token.equals("\\") && !token.equals("`")) {
        throw new InvalidInput("invalid escape token '" + token + "' does not match ` or \\");
      }
      escape = token.charAt(0);
    }
  }

  /// Whether the line goes on; the mark that says so is cut off.
  private boolean cutContinuation(StringBuilder line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    boolean continued = end > 0 && line.charAt(end - 1) == escape;
    if (continued) {
      line.setLength(end - 1);
    }
    return continued;
  }
}
