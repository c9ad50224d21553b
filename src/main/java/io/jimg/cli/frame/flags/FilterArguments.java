package io.jimg.cli.frame.flags;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The values of `--filter`, by key, each value once (docker-cli `opts.FilterOpt` and moby
/// `filters.Args`). Split at the first `=`, so the key of `label!=x` is `label!`.
public final class FilterArguments {

  private final Map<String, Set<String>> values = new LinkedHashMap<>();

  /// @param arguments each `name=value`, as the flag gave them
  public FilterArguments(List<String> arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals >= 0) {
        add(
            argument.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            argument.substring(equals + 1).strip());
      }
    }
  }

  /// Adds a value as if it had been given on the command line.
  public void add(String key, String value) {
    values.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(value);
  }

  /// All values of a filter, in the order they were given.
  public List<String> all(String key) {
    return List.copyOf(values.getOrDefault(key, Set.of()));
  }

  /// Whether a filter was given with just this value.
  public boolean has(String key, String value) {
    return values.getOrDefault(key, Set.of()).contains(value);
  }

  /// `key=value` of everything under `keys`, sorted.
  public List<String> shown(String... keys) {
    var shown = new ArrayList<String>();
    for (String key : keys) {
      all(key).forEach(value -> shown.add(key + "=" + value));
    }
    shown.sort(null);
    return shown;
  }

  /// @throws InvalidInput `invalid filter 'foo'` for a key that is not among `known`
  public void allowOnly(String... known) {
    for (String key : values.keySet()) {
      if (!List.of(known).contains(key)) {
        throw new InvalidInput("invalid filter '" + key + "'");
      }
    }
  }

  /// The value of a filter as a number.
  ///
  /// @throws InvalidInput in Go's words
  public static int number(String key, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "invalid filter '"
              + key
              + "="
              + value
              + "': strconv.Atoi: parsing "
              + GoQuote.quote(value)
              + ": invalid syntax",
          e);
    }
  }

  /// Null when the filter is not given.
  ///
  /// @throws InvalidInput for anything but `true`, `1`, `false` and `0`, and for both
  public @Nullable Boolean bool(String key) {
    var given = values.get(key);
    if (given == null) {
      return null;
    }
    boolean isTrue = given.contains("true") || given.contains("1");
    boolean isFalse = given.contains("false") || given.contains("0");
    if (isTrue == isFalse) {
      throw new InvalidInput(
          "invalid filter '" + key + "=[" + String.join(" ", new ArrayList<>(given)) + "]'");
    }
    return isTrue;
  }
}
