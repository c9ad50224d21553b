package io.jimg.image;

import java.util.List;
import java.util.Map;

/// Docker's matching of `label=key` and `label=key=value` (moby `filters.MatchKVList`).
public final class LabelFilter {

  private LabelFilter() {}

  /// Whether `labels` have all that is `wanted`; nothing wanted is always there.
  public static boolean matches(List<String> wanted, Map<String, String> labels) {
    for (String label : wanted) {
      int equals = label.indexOf('=');
      String value = labels.get(equals < 0 ? label : label.substring(0, equals));
      if (value == null || (equals >= 0 && !value.equals(label.substring(equals + 1)))) {
        return false;
      }
    }
    return true;
  }
}
