package io.jimg.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One page of a list, as `n` and `last` ask for it.
///
/// @param limit items on a page; null for all
/// @param more whether items follow
record Page(List<String> items, @Nullable Integer limit, boolean more) {

  /// The page of `sorted` that `query` asks for; null when its `n` is no number.
  static @Nullable Page of(List<String> sorted, Map<String, String> query) {
    String last = query.getOrDefault("last", "");
    var rest = sorted.stream().filter(item -> item.compareTo(last) > 0).toList();
    String n = query.get("n");
    if (n == null) {
      return new Page(rest, null, false);
    }
    if (n.isEmpty() || n.length() > 9 || !n.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    int limit = Integer.parseInt(n);
    int size = Math.min(limit, rest.size());
    return new Page(rest.subList(0, size), limit, size < rest.size() && size > 0);
  }

  /// `answer` with a link to the page that follows, where one does.
  Answer link(Answer answer, String path) {
    if (!more) {
      return answer;
    }
    String last = URLEncoder.encode(items.getLast(), UTF_8);
    return answer.with("Link", "<" + path + "?last=" + last + "&n=" + limit + ">; rel=\"next\"");
  }
}
