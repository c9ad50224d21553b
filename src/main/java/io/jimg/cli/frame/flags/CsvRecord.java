package io.jimg.cli.frame.flags;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// The first record of comma-separated values, as Go's encoding/csv reads it: what Docker takes for
/// the value of a list flag.
public final class CsvRecord {

  /// What is wrong, in Go's words.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    Malformed(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private final String text;
  private final List<String> fields = new ArrayList<>();
  private int at;
  private int startLine = 1;
  private int line = 1;
  private int lineStart;

  private CsvRecord(String text) {
    this.text = text.replace("\r\n", "\n");
  }

  public static List<String> read(String value) throws Malformed {
    return value.isEmpty() ? List.of() : new CsvRecord(value).fields();
  }

  private List<String> fields() throws Malformed {
    while (at < text.length() && text.charAt(at) == '\n') {
      at++;
      newLine(at);
    }
    if (at == text.length()) {
      throw new Malformed("EOF");
    }
    startLine = line;
    boolean more = true;
    while (more) {
      boolean quote = at < text.length() && text.charAt(at) == '"';
      more = quote ? quoted() : plain();
    }
    return fields;
  }

  private void newLine(int start) {
    lineStart = start;
    line++;
  }

  /// Reads up to a comma or the end of the line; whether a comma ended it.
  private boolean plain() throws Malformed {
    int end = at;
    while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '\n') {
      if (text.charAt(end) == '"') {
        throw malformed(end, "bare \" in non-quoted-field");
      }
      end++;
    }
    fields.add(text.substring(at, end));
    return endsWithComma(end);
  }

  private boolean endsWithComma(int end) {
    at = end + 1;
    return end < text.length() && text.charAt(end) == ',';
  }

  /// Reads up to the closing quote and what follows it; a doubled quote is one.
  private boolean quoted() throws Malformed {
    var field = new StringBuilder();
    int i = at + 1;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        break;
      } else if (c == '\n' && i + 1 < text.length()) {
        newLine(i + 1);
      }
      field.append(c);
    }
    int next = i + 1;
    boolean closed = i < text.length();
    if (!closed || (next < text.length() && ",\n".indexOf(text.charAt(next)) < 0)) {
      throw malformed(i, "extraneous or missing \" in quoted-field");
    }
    fields.add(field.toString());
    return endsWithComma(next);
  }

  private Malformed malformed(int index, String what) {
    int column = 1 + text.substring(lineStart, index).getBytes(UTF_8).length;
    String where = "parse error on line " + line + ", column " + column + ": " + what;
    return new Malformed(line == startLine ? where : "record on line " + startLine + "; " + where);
  }
}
