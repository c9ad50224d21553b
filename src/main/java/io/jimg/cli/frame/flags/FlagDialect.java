package io.jimg.cli.frame.flags;

import io.jimg.error.GoQuote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Docker's flag syntax (spf13/pflag) over picocli's models. It is not picocli's own: the two
/// differ
/// in clusters, in optional values of booleans, in where flags may stand and in every error text.
public final class FlagDialect {

  /// The label of flags whose values are lists between commas (pflag's `StringSlice`).
  static final String WORDS = "strings";

  static final String HELP = "--help";
  static final String TRUE = "true";
  private static final String FALSE = "false";

  private final CommandSpec spec;
  private final boolean interspersed;
  private final Map<String, List<String>> flags = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();
  private boolean shorthandHelp;

  private FlagDialect(CommandSpec spec, boolean interspersed) {
    this.spec = spec;
    this.interspersed = interspersed;
  }

  /// @param flags the values given to each flag, by its long name, in order and checked: booleans
  ///     are `true` or `false`, numbers decimal
  /// @param shorthandHelp whether the deprecated `-h` asked for help
  public record Words(
      Map<String, List<String>> flags, List<String> operands, boolean shorthandHelp) {

    /// Whether help was asked for, by `--help` or by the shorthand.
    public boolean help() {
      return flags.getOrDefault(HELP, List.of()).contains(TRUE);
    }
  }

  /// @throws FlagError in pflag's words
  public static Words read(CommandSpec spec, boolean interspersed, List<String> words) {
    var dialect = new FlagDialect(spec, interspersed);
    dialect.readAll(words);
    return new Words(dialect.flags, dialect.operands, dialect.shorthandHelp);
  }

  /// A flag that cannot be read; exit code 125.
  public static final class FlagError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable OptionSpec awaiting;

    FlagError(String message) {
      this(message, null);
    }

    FlagError(String message, @Nullable OptionSpec awaiting) {
      super(message);
      this.awaiting = awaiting;
    }

    /// The flag that lacks its value, as the last of the words; null for any other complaint.
    public @Nullable OptionSpec awaiting() {
      return awaiting;
    }
  }

  private void readAll(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        operands.addAll(words.subList(i + 1, words.size()));
        return;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        operands.add(word);
        if (!interspersed) {
          operands.addAll(words.subList(i + 1, words.size()));
          return;
        }
      } else {
        @Nullable String next = i + 1 < words.size() ? words.get(i + 1) : null;
        boolean tookNext = word.startsWith("--") ? longFlag(word, next) : shorthands(word, next);
        i += tookNext ? 1 : 0;
      }
    }
  }

  private boolean longFlag(String word, @Nullable String next) {
    String body = word.substring(2);
    if (body.startsWith("-") || body.startsWith("=")) {
      throw new FlagError("bad flag syntax: " + word);
    }
    int equals = body.indexOf('=');
    String name = equals < 0 ? body : body.substring(0, equals);
    var option = spec.findOption("--" + name);
    if (option == null) {
      throw new FlagError("unknown flag: --" + name);
    }
    if (equals >= 0) {
      add(option, body.substring(equals + 1));
    } else if (isBoolean(option)) {
      add(option, TRUE);
    } else if (next != null) {
      add(option, next);
      return true;
    } else {
      throw new FlagError("flag needs an argument: --" + name, option);
    }
    return false;
  }

  /// `-abc`, `-fvalue`, `-f=value`, `-f value`.
  private boolean shorthands(String word, @Nullable String next) {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      var option = spec.findOption("-" + letter);
      String rest = word.substring(i + 1);
      if (option == null) {
        if (letter == 'h') {
          shorthandHelp = true;
          longFlag(rest.startsWith("=") ? HELP + rest : HELP, null);
          return false;
        }
        throw new FlagError("unknown shorthand flag: '" + letter + "' in -" + word.substring(i));
      }
      if (rest.length() > 1 && rest.charAt(0) == '=') {
        add(option, rest.substring(1));
        return false;
      }
      if (isBoolean(option)) {
        add(option, TRUE);
      } else if (!rest.isEmpty()) {
        add(option, rest);
        return false;
      } else if (next != null) {
        add(option, next);
        return true;
      } else {
        throw new FlagError(
            "flag needs an argument: '" + letter + "' in -" + word.substring(i), option);
      }
    }
    return false;
  }

  private void add(OptionSpec option, String value) {
    for (String each : option.paramLabel().equals(WORDS) ? words(option, value) : List.of(value)) {
      give(option.longestName(), checked(option, each));
    }
  }

  private void give(String name, String value) {
    flags.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
  }

  private static List<String> words(OptionSpec option, String value) {
    try {
      return CsvRecord.read(value);
    } catch (CsvRecord.Malformed e) {
      throw invalid(option, value, e.reason());
    }
  }

  private static String checked(OptionSpec option, String value) {
    if (isBoolean(option)) {
      return switch (value) {
        case "1", "t", "T", "TRUE", TRUE, "True" -> TRUE;
        case "0", "f", "F", "FALSE", FALSE, "False" -> FALSE;
        default -> throw unparsed(option, value, "strconv.ParseBool", "invalid syntax");
      };
    }
    if (option.type() == Integer.class) {
      return checkedNumber(option, value);
    }
    return option.paramLabel().equals("filter") ? checkedFilter(option, value) : value;
  }

  private static String checkedNumber(OptionSpec option, String value) {
    if (!value.matches("[-+]?[0-9]+")) {
      throw unparsed(option, value, "strconv.ParseInt", "invalid syntax");
    }
    try {
      return Integer.toString(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw unparsed(option, value, "strconv.ParseInt", "value out of range");
    }
  }

  private static String checkedFilter(OptionSpec option, String value) {
    if (!value.isEmpty() && value.indexOf('=') < 0) {
      throw invalid(option, value, "bad format of filter (expected name=value)");
    }
    return value;
  }

  private static FlagError unparsed(OptionSpec option, String value, String parser, String reason) {
    return invalid(option, value, parser + ": parsing " + GoQuote.quote(value) + ": " + reason);
  }

  private static FlagError invalid(OptionSpec option, String value, String reason) {
    String flag = '"' + names(option) + '"';
    return new FlagError(
        "invalid argument " + GoQuote.quote(value) + " for " + flag + " flag: " + reason);
  }

  /// `-q, --quiet`
  private static String names(OptionSpec option) {
    return String.join(", ", option.names());
  }

  private static boolean isBoolean(OptionSpec option) {
    return option.type() == Boolean.class;
  }
}
