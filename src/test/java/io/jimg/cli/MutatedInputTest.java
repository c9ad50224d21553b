package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.registry.Mutation;
import io.jimg.testing.Cli;
import io.jimg.testing.Tar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is typed: Docker's exit codes and a sentence, soon, and never a stack trace. Nothing
/// here reaches for the network.
class MutatedInputTest {

  private static final int EACH = Integer.getInteger("cli.mutations", 25_000);
  private static final long SEED = Long.getLong("cli.seed", 20_261_121L);
  private static final long MAX_SECONDS = 10;

  private static final List<String> TEMPLATES =
      List.of(
          "{{.ID}}",
          "{{.Repository}}:{{.Tag}} {{.Size}}",
          "table {{.ID}}\\t{{.CreatedSince}}",
          "table{{.Digest}}",
          "json",
          "raw",
          "{{json .}}",
          "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}{{end}}",
          "{{with .Config}}{{.Env}}{{else}}none{{end}}",
          "{{index .RepoTags 0}} {{len .RootFS.Layers}} {{printf \"%q|%-8v|%x\" .Id .Size .Os}}",
          "{{if and (gt .Size 5) (eq .Os \"linux\")}}{{.Metadata.LastTagTime}}{{end}}",
          "{{join .RepoTags \",\"}} {{upper .Id}} {{pad .Os 1 2}} {{truncate .Id 9}}",
          "{{define \"a\"}}{{.}}{{end}}{{template \"a\" .}}{{block \"b\" .}}x{{break}}{{end}}",
          "{{range 10}}{{if eq . 3}}{{continue}}{{end}}{{.}}{{end}}",
          "{{- /* c */ -}}{{`raw`}}{{'x'}}{{1e9}}{{0x1p-2}}{{nil}}{{.Swarm.LocalNodeState}}",
          "{{.Client.Version}} {{.Server.Os}} {{.RegistryConfig.InsecureRegistryCIDRs}}");

  private static final List<String> FILTERS =
      List.of(
          "dangling=true",
          "label=org.example=yes",
          "label!=x",
          "before=app:1",
          "since=other:2",
          "until=24h",
          "until=2026-05-13T04:21:49.123+02:00",
          "until=1778638909.5",
          "until=-1h30m5.5s",
          "reference=ap*:[0-9]",
          "reference=*/\\*?[^a-z]",
          "=",
          "a=b=c");

  private static final List<String> NAMES =
      List.of(
          "app:1",
          "app",
          "docker.io/library/app:1",
          "quay.io/a/b/c_d__e-f.g:TAG.x-1",
          "[2001:db8::1]:5000/app",
          "localhost:5000/app@sha256:" + "0123456789abcdef".repeat(4),
          "sha256:" + "0123456789abcdef".repeat(4),
          "0123456789abcdef".repeat(4),
          "sha512:" + "f".repeat(128),
          "abc",
          "x".repeat(250));

  private static final List<List<String>> LINES =
      Stream.of(
              "images -aq --digests --no-trunc=false --filter dangling=true app",
              "image ls --tree --format table",
              "image list --quiet=T -f until=1h",
              "inspect -s --type image -f {{.Id}} app:1",
              "image inspect --platform linux/arm64/v8 app:1 other",
              "history -H=0 --human --no-trunc -q --platform=arm app:1",
              "tag nosuch:1 app:2",
              "rmi -f --no-prune --platform linux/amd64,\"a\"\"b\" nosuch",
              "image prune -af --filter label=nosuch",
              "system prune -a --force --volumes --filter label!=nosuch",
              "system df -v --format json",
              "info -f {{.Images}}",
              "version --format {{json .}}",
              "ps -a -q --no-trunc --filter status=running --format {{.ID}}",
              "container ls -l -n 5 -s",
              "-D -l info --tls=false -H tcp://x -c y images",
              "--version",
              "help image",
              "image --help",
              "run --rm -it app sh",
              "pull -aq --platform linux/amd64 app",
              "push -a app",
              "login -u somebody -p secret --password-stdin nowhere.invalid",
              "search --limit 5 --no-trunc -f stars=3 x",
              "manifest annotate --os linux --os-features a,b x y",
              "import -c CMD -m message --platform linux -",
              "serve --addr 127.0.0.1:0")
          .map(line -> List.of(line.split(" ")))
          .toList();

  /// Whoever these are given to asks a registry, or waits for one who asks.
  private static final Set<String> FAR =
      Set.of("pull", "push", "login", "search", "tags", "manifest", "import", "serve");

  @TempDir Path home;
  private Cli jimg;

  @BeforeEach
  void fill() {
    jimg = new Cli(home);
    importAs("app:1");
    importAs("other:2");
  }

  private void importAs(String name) {
    byte[] tar = new Tar().file("file", name).plain().tar();
    assertEquals(0, jimg.run(tar, "import", "-c", "LABEL org.example=yes", "-", name).status());
  }

  @TestFactory
  Stream<DynamicTest> onlyDeclaredErrorsComeOut() {
    return Stream.of(
        group("templates", this::withTemplate),
        group("filters", this::withFilter),
        group("names", this::withName),
        group("flags", this::withFlags));
  }

  private interface Line {
    List<String> of(Random random);
  }

  private DynamicTest group(String name, Line line) {
    String title = EACH + " " + name + ", seed " + SEED;
    return DynamicTest.dynamicTest(
        title,
        () -> {
          var random = new Random(SEED + name.hashCode());
          for (int i = 0; i < EACH; i++) {
            check(line.of(random));
          }
        });
  }

  private void check(List<String> words) {
    long start = System.nanoTime();
    var result = jimg.run(words.toArray(String[]::new));
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    String shown = words + " -> " + result;
    assertTrue(Set.of(0, 1, 64, 125).contains(result.status()), shown);
    assertTrue(!result.err().contains("internal error"), shown);
    assertTrue(mayDebug(words) || !result.err().contains("\tat "), shown);
    assertTrue(result.status() == 0 || !result.err().isEmpty(), shown);
    assertTrue(seconds < MAX_SECONDS, seconds + " s: " + shown);
  }

  /// Whether a stack trace was asked for.
  private static boolean mayDebug(List<String> words) {
    return words.stream().anyMatch(w -> w.contains("debug") || w.matches("(?s)-[^-]*D.*"));
  }

  private List<String> withTemplate(Random random) {
    String template = mutated(pick(TEMPLATES, random), random);
    return switch (random.nextInt(6)) {
      case 0 -> List.of("inspect", "app:1", "--format", template);
      case 1 -> List.of("history", "app:1", "--format", template);
      case 2 -> List.of("info", "-f", template);
      case 3 -> List.of("version", "-f", template);
      case 4 -> List.of("system", "df", random.nextBoolean() ? "-v" : "-v=0", "--format", template);
      default -> List.of("images", random.nextBoolean() ? "-q" : "--digests", "--format", template);
    };
  }

  private List<String> withFilter(Random random) {
    String filter = mutated(pick(FILTERS, random), random);
    String second = pick(FILTERS, random);
    return switch (random.nextInt(3)) {
      case 0 -> List.of("image", "prune", "-f", "--filter", "label=nosuch", "--filter", filter);
      case 1 -> List.of("system", "prune", "--filter", filter, "--filter", second);
      default -> List.of("images", "-q", "-f", filter, "-f", second);
    };
  }

  private List<String> withName(Random random) {
    String name = mutated(pick(NAMES, random), random);
    return switch (random.nextInt(6)) {
      case 0 -> List.of("inspect", "--", name);
      case 1 -> List.of("image", "inspect", "--", name);
      case 2 -> List.of("history", "--", name);
      case 3 -> List.of("tag", "--", "nosuch", name);
      case 4 -> List.of("rmi", "--platform", "linux/mips", "--", name);
      default -> List.of("images", "--", name);
    };
  }

  private List<String> withFlags(Random random) {
    var words = new ArrayList<>(pick(LINES, random));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(4)) {
        case 0 -> words.add(at, pick(pick(LINES, random), random));
        case 1 -> words.remove(at);
        default -> words.set(at, mutated(words.get(at), random));
      }
      if (words.isEmpty()) {
        return words;
      }
    }
    boolean far = words.stream().anyMatch(FAR::contains);
    if (far) {
      words.removeIf(word -> word.equals("--"));
      // Twice, since the first may be a flag's value.
      words.addAll(List.of("--no-such-flag", "--no-such-flag"));
    }
    return words;
  }

  /// What can be in an argument: no NUL, and no half of a pair.
  private static String mutated(String text, Random random) {
    return Mutation.of(text, random).replace('\0', '\1').replaceAll("\\p{Cs}", "\uFFFD");
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
