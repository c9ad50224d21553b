package io.jimg.output.table;

/// What `--format` asks of a list: nothing more than text until it is known what is listed.
///
/// @param text as typed, or a list's own; `table…` asks for aligned columns under a header (there
/// is
///     no need of a blank: `tableau` is a table of `au`), `json` for an object a line, anything
/// else
///     is a template
public record ListFormat(String text) {

  /// The columns that a list shows of itself.
  public static final String TABLE = "table";

  /// One `key: value` a line; only some lists know it.
  public static final String RAW = "raw";

  private static final String JSON = "json";

  public boolean isTable() {
    return text.startsWith(TABLE);
  }

  public boolean contains(String part) {
    return text.contains(part);
  }

  /// The template: without blanks around it, `\t` and `\n` as characters.
  public String template() {
    String template = isTable() ? text.substring(TABLE.length()) : text;
    if (template.equals(JSON) && !isTable()) {
      return "{{json .}}";
    }
    int start = 0;
    int end = template.length();
    while (start < end && template.charAt(start) == ' ') {
      start++;
    }
    while (end > start && template.charAt(end - 1) == ' ') {
      end--;
    }
    return template.substring(start, end).replace("\\t", "\t").replace("\\n", "\n");
  }
}
