package io.jimg.reliability;

import static io.jimg.reliability.Command.ANYTHING;
import static io.jimg.reliability.Command.GONE;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jimg.oci.Digest;
import io.jimg.reliability.Command.Kind;
import io.jimg.reliability.StoreAudit.Listed;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Http;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A registry with some images that share layers, and the commands that somebody may give who works
/// with them.
final class World implements AutoCloseable {

  /// Images with an even number have it.
  static final String DISPOSABLE = "disposable";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMAGES = 6;
  private static final int INDEXES = 2;
  private static final Duration REST = Duration.ofMillis(25);

  private final SplittableRandom random;
  private final Path home;
  private final Path root;
  private final FakeRegistry registry = FakeRegistry.start();
  private final List<Sample> images = new ArrayList<>();
  private final ListWorld lists;
  private int imports;
  private int pushes;

  /// @param home where files to import are made
  /// @param root the store
  World(Path home, Path root, long seed) {
    this.home = home;
    this.root = root;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < IMAGES; i++) {
      var image = image(i, 400_000);
      images.add(i == 3 ? Images.index().add(image).build() : image);
      registry.serve("world/image" + i, "latest", images.get(i));
    }
    for (int i = 0; i < INDEXES; i++) {
      images.add(Indexes.number(i));
      registry.serve("world/image" + (IMAGES + i), "latest", images.getLast());
    }
    var sources = new TreeMap<String, Sample>();
    for (int i = 0; i < images.size(); i++) {
      sources.put(tagOf(i), images.get(i));
    }
    lists = new ListWorld(registry, sources, random);
    registry.fault(Match.get().and(Match.blobs()), Faults.pauseAfter(90_000, REST));
    registry.fault(Match.uploads(), Faults.slow(REST));
  }

  /// Its first layer is that of all images, the second that of a pair, the third its own.
  ///
  /// @param size of the layer that a pair shares; the others are three times as large
  static Sample.Image image(int number, int size) {
    var image =
        Images.image()
            .layer(new Tar().noise("base", 3 * size, 1).gzip())
            .layer(new Tar().noise("middle", size, 100 + number / 2).gzip())
            .layer(new Tar().noise("own", 3 * size, 200 + number).gzip())
            .layer(new Tar().file("motd", "image " + number).gzip());
    return (number % 2 == 0 ? image.label(DISPOSABLE, "yes") : image).build();
  }

  FakeRegistry registry() {
    return registry;
  }

  /// Command lines of this kind make sense when these names are there.
  Command plan(Kind kind, Map<String, Listed> all) throws IOException {
    var names = new TreeMap<>(all);
    names.keySet().removeIf(name -> name.startsWith(ListAudit.PREFIX));
    return switch (kind) {
      case LIST_CREATE, LIST_ANNOTATE, LIST_PUSH, LIST_RM -> {
        var there = new TreeMap<>(all);
        there.keySet().removeAll(names.keySet());
        yield lists.plan(kind, there);
      }
      case PULL -> pull(names);
      case PULL_ALL -> pullAll();
      case PUSH_ALL -> pushAll(names);
      case TAG -> names.isEmpty() ? pull(names) : tag(names);
      case RMI -> names.isEmpty() ? pull(names) : remove(names);
      case IMAGE_PRUNE, SYSTEM_PRUNE ->
          names.values().stream().anyMatch(this::isDisposable) ? prune(kind, names) : pull(names);
      case IMPORT -> load();
      case PUSH -> push(names);
      case REPAIR -> repair(names);
      case LIST -> throw new IllegalArgumentException("nothing to kill");
    };
  }

  /// Most often an image that is not there yet.
  private Command pull(Map<String, Listed> names) {
    int number = random.nextInt(images.size());
    for (int i = 0; i < IMAGES && names.containsKey(tagOf(number)); i++) {
      number = random.nextInt(images.size());
    }
    var image = images.get(number);
    String repository = repository(tagOf(number));
    if (random.nextInt(4) == 0) {
      repository = registry.host() + "/world/moving";
      registry.serve("world/moving", "latest", image);
    }
    String digest = image.digest().toString();
    return new Command(
        Kind.PULL,
        List.of("pull", repository),
        Map.of(repository + ":latest", digest, repository + "@" + digest, digest),
        true);
  }

  /// An index with all that is below it, of which some may be there.
  private Command pullAll() {
    int number = IMAGES + random.nextInt(INDEXES);
    String name = tagOf(number);
    String whole = Indexes.whole(images.get(number));
    String digest = repository(name) + "@" + images.get(number).digest();
    return new Command(
        Kind.PULL_ALL,
        List.of("pull", "--all-platforms", repository(name)),
        Map.of(name, whole, digest, whole),
        true);
  }

  private boolean isIndex(Listed entry) {
    return images.stream()
        .skip(IMAGES)
        .anyMatch(index -> index.digest().toString().equals(entry.target()));
  }

  private boolean isWhole(Listed entry) {
    return images.stream()
        .skip(IMAGES)
        .anyMatch(index -> Indexes.whole(index).equals(entry.whole()));
  }

  private String tagOf(int image) {
    return registry.host() + "/world/image" + image + ":latest";
  }

  private Command tag(Map<String, Listed> names) {
    var source = any(names);
    String to = "docker.io/library/mine:" + random.nextInt(12);
    return new Command(
        Kind.TAG, List.of("tag", source.name(), to), Map.of(to, source.whole()), true);
  }

  /// A name that stands for a place in the registry and was not pushed yet; first comes such a
  /// name.
  private Command push(Map<String, Listed> names) {
    String prefix = registry.host() + "/pushed/";
    for (var entry : names.values()) {
      String digest = repository(entry.name()) + "@" + entry.target();
      if (entry.name().startsWith(prefix) && !names.containsKey(digest)) {
        var words = isIndex(entry) ? List.of("push", "--all-platforms") : List.of("push");
        var kind = isIndex(entry) ? Kind.PUSH_ALL : Kind.PUSH;
        return new Command(kind, with(words, entry.name()), Map.of(digest, entry.target()), true);
      }
    }
    var images = new TreeMap<>(names);
    images.values().removeIf(this::isIndex);
    return images.isEmpty() ? pull(names) : toBePushed(any(images));
  }

  private static List<String> with(List<String> words, String last) {
    return Stream.concat(words.stream(), Stream.of(last)).toList();
  }

  private Command toBePushed(Listed source) {
    String to = registry.host() + "/pushed/number" + pushes++ + ":latest";
    return new Command(
        Kind.TAG, List.of("tag", source.name(), to), Map.of(to, source.whole()), true);
  }

  /// The same of an index that is here as a whole.
  private Command pushAll(Map<String, Listed> names) {
    var command = push(names);
    if (command.kind() == Kind.PUSH || command.kind() == Kind.PUSH_ALL) {
      return command;
    }
    var whole = new TreeMap<>(names);
    whole.values().removeIf(entry -> !isWhole(entry));
    return whole.isEmpty() ? pullAll() : toBePushed(any(whole));
  }

  /// What is wrong with what the registry has after a push; null when it has all of it.
  ///
  /// @param before the names before it; null when it was killed
  @Nullable String complaintOfRegistry(Command command, @Nullable Map<String, Listed> before)
      throws IOException {
    if (command.kind() == Kind.LIST_PUSH) {
      String list = ListAudit.PREFIX + command.words().getLast();
      return lists.complaintOfRegistry(command, before == null ? null : before.get(list));
    }
    if (before == null) {
      return null;
    }
    String name = command.words().getLast();
    int slash = name.indexOf('/');
    String path = "/v2/" + repository(name.substring(slash + 1));
    try (var http = new Http(registry.uri())) {
      for (String digest : command.goal().values()) {
        if (!isThere(http, path, digest)) {
          return "the registry has not all of " + path + "@" + digest;
        }
      }
    }
    return null;
  }

  static boolean isThere(Http http, String path, String digest) throws IOException {
    var answer = http.get(path + "/manifests/" + digest, "Accept", "*/*");
    if (answer.statusCode() != 200) {
      return false;
    }
    var manifest = JSON.readTree(answer.body());
    boolean all = true;
    for (var child : manifest.path("manifests")) {
      all &= isThere(http, path, child.path("digest").asText());
    }
    var blobs = new ArrayList<>(manifest.findValuesAsText("digest"));
    manifest.path("manifests").forEach(child -> blobs.remove(child.path("digest").asText()));
    for (String blob : blobs) {
      all &= http.send("HEAD", path + "/blobs/" + blob, null).statusCode() == 200;
    }
    return all;
  }

  /// Damages the index, or a blob that the registry has.
  private Command repair(Map<String, Listed> names) throws IOException {
    var pulled =
        names.values().stream()
            .filter(entry -> entry.name().startsWith(registry.host() + "/world/"))
            .toList();
    if (pulled.isEmpty()) {
      return pull(names);
    }
    switch (random.nextInt(4)) {
      case 0 -> Files.delete(root.resolve("index.json"));
      case 1 -> Files.writeString(root.resolve("index.json"), "{\"manifests\":[");
      default -> damageBlob(pulled.get(random.nextInt(pulled.size())));
    }
    return new Command(
        Kind.REPAIR, List.of("system", "check", "--deep", "--repair"), Map.of(), true);
  }

  private void damageBlob(Listed entry) throws IOException {
    var digests = new ArrayList<Digest>();
    for (var image : images) {
      if (image.digest().toString().equals(entry.target())) {
        digests.addAll(image.blobs().keySet());
        image.children().forEach(child -> digests.add(child.descriptor().digest()));
        digests.add(image.digest());
        digests.removeIf(digest -> Files.notExists(blob(digest))); // of other platforms
      }
    }
    var blob = blob(digests.get(random.nextInt(digests.size())));
    byte[] content = Files.readAllBytes(blob);
    content[random.nextInt(content.length)] ^= 1;
    if (random.nextBoolean()) {
      Files.write(blob, content);
    } else {
      Files.delete(blob);
    }
  }

  private Path blob(Digest digest) {
    return root.resolve("blobs/sha256").resolve(digest.hex());
  }

  private Command remove(Map<String, Listed> names) {
    var victim = any(names);
    var goal = new TreeMap<String, String>();
    if (random.nextInt(3) == 0) {
      names.values().stream()
          .filter(entry -> entry.imageId().equals(victim.imageId()))
          .forEach(entry -> goal.put(entry.name(), GONE));
      return new Command(Kind.RMI, List.of("rmi", "-f", victim.imageId()), goal, true);
    }
    goal.put(victim.name(), GONE);
    addDigestsOfLastTag(victim, names, goal);
    return new Command(Kind.RMI, List.of("rmi", victim.name()), goal, true);
  }

  /// With a repository's last tag of an image its digest references go.
  private static void addDigestsOfLastTag(
      Listed victim, Map<String, Listed> names, Map<String, String> goal) {
    var siblings =
        names.values().stream()
            .filter(entry -> entry.imageId().equals(victim.imageId()))
            .filter(entry -> repository(entry.name()).equals(repository(victim.name())))
            .filter(entry -> !entry.name().equals(victim.name()))
            .map(Listed::name)
            .toList();
    if (!victim.name().contains("@") && siblings.stream().allMatch(name -> name.contains("@"))) {
      siblings.forEach(name -> goal.put(name, GONE));
    }
  }

  static String repository(String name) {
    int at = name.indexOf('@');
    return name.substring(0, at < 0 ? name.lastIndexOf(':') : at);
  }

  /// Now and then of all that there is.
  private Command prune(Kind kind, Map<String, Listed> names) {
    boolean all = random.nextInt(6) == 0;
    var goal = new TreeMap<String, String>();
    names.values().stream()
        .filter(entry -> all || isDisposable(entry))
        .forEach(entry -> goal.put(entry.name(), GONE));
    var words = new ArrayList<String>();
    words.add(kind == Kind.IMAGE_PRUNE ? "image" : "system");
    words.addAll(List.of("prune", "-a", "-f"));
    if (!all) {
      words.addAll(List.of("--filter", "label=" + DISPOSABLE));
    }
    return new Command(kind, words, goal, true);
  }

  private boolean isDisposable(Listed entry) {
    for (int i = 0; i < images.size(); i++) {
      var image =
          images.get(i) instanceof Sample.Index index ? index.members().getFirst() : images.get(i);
      if (image instanceof Sample.Image one
          && (i % 2 == 0 || i >= IMAGES)
          && one.id().equals(Digest.parse(entry.imageId()))) {
        return true;
      }
    }
    return false;
  }

  private Command load() throws IOException {
    var file = home.resolve("import.tar");
    Files.write(file, new Tar().noise("imported", 1_200_000, imports++).bytes());
    String name = "docker.io/library/imported:" + random.nextInt(4);
    return new Command(
        Kind.IMPORT, List.of("import", file.toString(), name), Map.of(name, ANYTHING), true);
  }

  private Listed any(Map<String, Listed> names) {
    var all = List.copyOf(names.values());
    return all.get(random.nextInt(all.size()));
  }

  @Override
  public void close() {
    registry.close();
  }
}
