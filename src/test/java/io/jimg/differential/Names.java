package io.jimg.differential;

import io.jimg.testing.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What stands for `<…>` in a line, for one of the two programs:
///
/// - `<app:1>`, `<app>`: a name in the registry, with its host
/// - `<id app:1>`, `<hex app:1>`, `<hex12 app:1>`: an image ID, whole, without algorithm, its start
/// - `<digest multi:1>`: the digest of what the tag names
/// - `<registry>`, `<odd>`, `<closed>`: `host:port` of the registries
/// - `<plainaway>` and others: `host:port` of what is in [Elsewhere]; `<away>`: their address
final class Names {

  private static final Pattern NAME =
      Pattern.compile("<(?:(id|digest|hex)([0-9]*) )?([a-z0-9]+(?::[a-z0-9]+)?)>");

  private final Map<String, String> hosts;
  private final String namespace;
  private final Map<String, Sample> stock;
  private final Map<String, String> ids = new HashMap<>();

  Names(Map<String, String> hosts, String namespace, Map<String, Sample> stock) {
    this.hosts = hosts;
    this.namespace = namespace;
    this.stock = stock;
  }

  /// Gives the ID that a line has printed a name.
  void learn(String name, String printed) {
    String id = printed.strip().replaceAll("(?s).*sha256:", "");
    if (id.length() == 64) {
      ids.put(name, id);
    }
  }

  /// Forgets what was learnt.
  void forget() {
    ids.clear();
  }

  String expand(String text) {
    return NAME.matcher(text).replaceAll(match -> quoted(value(match)));
  }

  private static String quoted(String value) {
    return java.util.regex.Matcher.quoteReplacement(value);
  }

  private String value(MatchResult match) {
    String name = match.group(3);
    String kind = match.group(1);
    if (kind == null) {
      String host = hosts.get(name);
      boolean known = stock.keySet().stream().anyMatch(key -> key.split(":")[0].equals(base(name)));
      return host != null ? host : known ? namespace + "/" + name : match.group();
    }
    if (kind.equals("digest")) {
      return sample(name).digest().toString();
    }
    String hex = id(name);
    if (kind.equals("id")) {
      return "sha256:" + hex;
    }
    return match.group(2).isEmpty() ? hex : hex.substring(0, Integer.parseInt(match.group(2)));
  }

  private static String base(String name) {
    return name.split(":")[0];
  }

  private Sample sample(String name) {
    var sample = stock.get(name);
    if (sample == null) {
      throw new IllegalStateException("no image " + name);
    }
    return sample;
  }

  private String id(String name) {
    String learnt = ids.get(name);
    if (learnt != null) {
      return learnt;
    }
    return switch (sample(name)) {
      case Sample.Image image -> image.id().hex();
      case Sample.Index index -> ((Sample.Image) index.members().getFirst()).id().hex();
    };
  }

  /// Puts names in place of the IDs that were learnt, for they are not the same for both.
  String withoutLearnt(String text) {
    String named = text;
    for (var id : ids.entrySet()) {
      String hex = id.getValue();
      named = named.replace(hex, "<" + id.getKey() + ">");
      named = named.replace(hex.substring(0, 12), "<short " + id.getKey() + ">");
    }
    return named;
  }
}
