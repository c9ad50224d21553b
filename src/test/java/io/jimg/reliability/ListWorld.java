package io.jimg.reliability;

import static io.jimg.reliability.Command.GONE;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jimg.reliability.Command.Kind;
import io.jimg.reliability.StoreAudit.Listed;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Http;
import io.jimg.testing.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The commands that somebody may give who puts manifest lists together of what a registry has.
final class ListWorld {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LISTS = 4;
  private static final int VARIANTS = 9;

  private final FakeRegistry registry;
  private final Map<String, Sample> sources;
  private final SplittableRandom random;

  /// @param sources by canonical name
  ListWorld(FakeRegistry registry, Map<String, Sample> sources, SplittableRandom random) {
    this.registry = registry;
    this.sources = new TreeMap<>(sources);
    this.random = random;
  }

  /// @param lists those that are there, as [StoreAudit#names] has them
  Command plan(Kind kind, Map<String, Listed> lists) {
    if (lists.isEmpty() || kind == Kind.LIST_CREATE) {
      return create(lists);
    }
    var names = List.copyOf(lists.keySet());
    String name = names.get(random.nextInt(names.size()));
    return switch (kind) {
      case LIST_ANNOTATE -> annotate(name, lists.get(name));
      case LIST_PUSH -> push(name);
      case LIST_RM -> remove(name, names.get(random.nextInt(names.size())));
      default -> throw new IllegalArgumentException(kind + " is of images");
    };
  }

  /// One or two sources more. What was said of a manifest stays said.
  private Command create(Map<String, Listed> lists) {
    String name = registry.host() + "/lists/list" + random.nextInt(LISTS) + ":latest";
    var list = lists.get(ListAudit.PREFIX + name);
    var lines = ListAudit.lines(list == null ? "" : list.target());
    var words = new ArrayList<>(List.of("manifest", "create", "--insecure", "--amend", name));
    var all = List.copyOf(sources.keySet());
    for (int i = random.nextInt(2); i >= 0; i--) {
      String source = all.get(random.nextInt(all.size()));
      words.add(source);
      for (String digest : digests(sources.get(source))) {
        lines.putIfAbsent(source + " " + digest, "");
      }
    }
    return command(Kind.LIST_CREATE, words, Map.of(ListAudit.PREFIX + name, ListAudit.text(lines)));
  }

  private static List<String> digests(@Nullable Sample sample) {
    return switch (sample) {
      case Sample.Image image -> List.of(image.digest().toString());
      case Sample.Index index ->
          index.children().stream().map(child -> child.descriptor().digest().toString()).toList();
      case null -> List.of();
    };
  }

  private Command annotate(String name, @Nullable Listed list) {
    var lines = ListAudit.lines(list == null ? "" : list.target());
    var keys = new ArrayList<>(lines.keySet());
    keys.removeIf(
        key -> Indexes.isAttestation(sources.values(), key.substring(key.indexOf(' ') + 1)));
    String key = keys.get(random.nextInt(keys.size()));
    String variant = "v" + random.nextInt(VARIANTS);
    lines.put(key, variant);
    String source = key.substring(0, key.indexOf(' '));
    String manifest = World.repository(source) + "@" + key.substring(key.indexOf(' ') + 1);
    var words =
        List.of("manifest", "annotate", "--variant", variant, ListAudit.plain(name), manifest);
    return command(Kind.LIST_ANNOTATE, words, Map.of(name, ListAudit.text(lines)));
  }

  private Command push(String name) {
    return random.nextInt(3) == 0
        ? command(
            Kind.LIST_PUSH,
            List.of("manifest", "push", "--insecure", "--purge", ListAudit.plain(name)),
            Map.of(name, GONE))
        : command(
            Kind.LIST_PUSH,
            List.of("manifest", "push", "--insecure", ListAudit.plain(name)),
            Map.of());
  }

  /// Each by itself.
  private static Command remove(String one, String other) {
    var goal = new TreeMap<String, String>();
    var words = new ArrayList<>(List.of("manifest", "rm"));
    for (String name : new TreeSet<>(List.of(one, other))) {
      goal.put(name, GONE);
      words.add(ListAudit.plain(name));
    }
    return new Command(Kind.LIST_RM, words, goal, false);
  }

  private static Command command(Kind kind, List<String> words, Map<String, String> goal) {
    return new Command(kind, words, goal, true);
  }

  /// What is wrong with the list that a push has brought to the registry; null when it has all of
  /// it.
  ///
  /// @param list as it was here before; null when it need not be there, but whole where it is
  @Nullable String complaintOfRegistry(Command command, @Nullable Listed list) throws IOException {
    String name = command.words().getLast();
    String path = "/v2/" + World.repository(name.substring(name.indexOf('/') + 1));
    try (var http = new Http(registry.uri())) {
      var answer = http.get(path + "/manifests/latest", "Accept", "*/*");
      if (answer.statusCode() != 200) {
        return list == null ? null : "the registry has no " + path;
      }
      if (!World.isThere(http, path, "latest")) {
        return "the registry has not all of " + path;
      }
      if (list == null) {
        return null;
      }
      var pushed = new ArrayList<String>();
      for (var manifest : JSON.readTree(answer.body()).path("manifests")) {
        pushed.add(
            manifest.path("digest").asText()
                + " "
                + manifest.path("platform").path("variant").asText(""));
      }
      var wanted = new ArrayList<String>();
      ListAudit.lines(list.target())
          .forEach(
              (key, variant) -> wanted.add(key.substring(key.indexOf(' ') + 1) + " " + variant));
      pushed.sort(null);
      wanted.sort(null);
      return pushed.equals(wanted) ? null : path + " has " + pushed + " and not " + wanted;
    }
  }
}
