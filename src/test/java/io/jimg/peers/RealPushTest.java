package io.jimg.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import io.jimg.testing.CuttingProxy;
import io.jimg.testing.Docker;
import io.jimg.testing.Images;
import io.jimg.testing.Layout;
import io.jimg.testing.Peers;
import io.jimg.testing.RealRegistry;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Stores;
import io.jimg.testing.Tar;
import io.jimg.testing.TokenIssuer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What jimg pushes to a real registry, Docker and skopeo find there, and the other way round; and
/// both say the same while they push.
@Timeout(300)
class RealPushTest {

  /// Alone in the registry and in the engine.
  private final String own = "push/" + UUID.randomUUID().toString().substring(0, 8);

  private final String host = Peers.registry();

  @TempDir Path directory;
  private Beside both;

  /// Without peers the test is skipped here, before there is anything to clean up.
  RealPushTest() {
    Peers.docker();
    Peers.program("docker");
  }

  @BeforeEach
  void start() {
    both = new Beside(directory);
  }

  @AfterEach
  void removeFromDocker() {
    var names =
        both.tryDocker(
            "images",
            "--format",
            "{{.Repository}}:{{.Tag}}",
            "--filter",
            "reference=*/" + own + "/*");
    names.output().lines().forEach(name -> both.tryDocker("rmi", "-f", name));
  }

  /// Two layers that nobody else has.
  private Sample.Image image(String name) {
    return Images.image()
        .docker()
        .layer(new Tar().file("etc/" + name, own).gzip())
        .layer(new Tar().file("etc/other", own + name).gzip())
        .command("/bin/sh")
        .build();
  }

  private String name(String rest) {
    return host + "/" + own + "/" + rest;
  }

  private void put(String name, Sample sample) throws InterruptedException {
    try (var store = LocalStore.open(both.jimg.root())) {
      Stores.put(store, name, sample);
    }
  }

  @Test
  void dockerPullsWhatJimgPushedAndJimgWhatDockerPushed() throws Exception {
    var image = image("a");
    put(name("a:1"), image);
    both.jimg.out("push", name("a:1"));
    String pulled = both.docker("pull", name("a:1"));
    assertTrue(pulled.contains("Digest: " + image.digest()), pulled);
    both.same("inspect", "-f", "{{.Id}} {{.RepoDigests}}", name("a:1"));
    both.docker("tag", name("a:1"), name("b:1"));
    both.docker("push", name("b:1"));
    both.jimg.out("pull", name("b:1"));
    both.same("inspect", "-f", "{{.Id}} {{json .RootFS}}", name("b:1"));
    both.jimg.out("tag", name("b:1"), name("c:1"));
    both.jimg.out("push", name("c:1"));
    assertEquals(raw("b:1"), raw("c:1"));
  }

  @Test
  void bothSayTheSameWhileTheyPush() throws Exception {
    put(name("j:1"), image("a"));
    both.jimg.out("push", name("j:1"));
    both.docker("pull", name("j:1"));
    for (var cli : List.of("docker", "jimg")) {
      run(cli, "tag", name("j:1"), name(cli + ":1"));
      run(cli, "tag", name("j:1"), name(cli + ":2"));
    }
    same("push", "@:1");
    same("push", "@:1");
    same("push", "@:2");
    same("push", "-q", "@:1");
    same("push", "-a", "@");
    same("push", "-aq", "@");
    same("push", "@");
    same("push", "@:none");
    same("push", "@none");
    same("push", "@none:1");
    same("push", "-a", "@:1");
    same("push", "@@" + image("a").digest());
    same("push", "@UP");
    same("push", "-q", "@:none");
    same("push");
    same("push", "@:1", "@:2");
    same("image", "push", "--disable-content-trust", "@:1");
  }

  @Test
  void bothAreRefusedInTheSameWords() throws Exception {
    both.jimg.with("DOCKER_CONFIG", directory.toString());
    try (var issuer = new TokenIssuer("ann", "secret");
        var basic = RealRegistry.withPassword(Files.createDirectory(directory.resolve("basic")));
        var token =
            RealRegistry.withTokens(Files.createDirectory(directory.resolve("token")), issuer)) {
      put(name("j:1"), image("a"));
      both.jimg.out("push", name("j:1"));
      both.docker("pull", name("j:1"));
      for (var registry : List.of(basic, token)) {
        String target = registry.host() + "/" + own + "/refused:1";
        both.docker("tag", name("j:1"), target);
        both.jimg.out("tag", name("j:1"), target);
        var theirs = Docker.run("--config", directory.toString(), "push", target);
        var ours = run("jimg", "push", target);
        assertEquals(theirs.err(), ours.err());
        assertEquals(theirs.status(), ours.status());
        assertEquals(lines(theirs.out()), lines(ours.out()));
      }
    }
  }

  private static List<String> lines(String output) {
    return output.lines().sorted().toList();
  }

  /// Runs the line in both, `@` being a repository of each; layers in any order, digests of
  /// manifests and their sizes, which Docker makes anew, left out.
  private void same(String... words) {
    assertEquals(masked("docker", words), masked("jimg", words), String.join(" ", words));
  }

  private List<String> masked(String cli, String... words) {
    String[] line =
        Stream.of(words)
            .map(word -> word.startsWith("@") ? name(cli) + word.substring(1) : word)
            .toArray(String[]::new);
    var result = run(cli, line);
    var layers = result.out().lines().filter(RealPushTest::isLayer).sorted();
    var others = result.out().lines().filter(text -> !isLayer(text));
    return Stream.of(
            layers,
            others,
            result.err().lines().map(text -> "! " + text),
            Stream.of("= " + result.status()))
        .flatMap(lines -> lines)
        .map(text -> text.replace(name(cli), "@"))
        .map(text -> text.replace(own + "/" + cli, "@"))
        .map(text -> text.replaceAll("digest: sha256:[0-9a-f]{64} size: \\d+", "digest: ..."))
        .map(text -> text.replace("docker", "jimg"))
        .toList();
  }

  private static boolean isLayer(String line) {
    return line.matches("[0-9a-f]{12}: .*");
  }

  private Cli.Result run(String cli, String... words) {
    if (cli.equals("jimg")) {
      var result = both.jimg.run(words);
      return new Cli.Result(
          result.status(), result.out().stripTrailing(), result.err().stripTrailing());
    }
    var result = Docker.run(words);
    return new Cli.Result(result.status(), result.out(), result.err());
  }

  @Test
  void aWholeIndexIsMirroredFromRegistryToRegistry() {
    var index = Images.multiArch(own);
    var layout = new Layout(directory.resolve("layout")).put("index", index);
    String skopeo = Peers.program("skopeo");
    Shell.run(
            skopeo,
            "copy",
            "-q",
            "--all",
            "--preserve-digests",
            "--dest-tls-verify=false",
            layout.name("index"),
            "docker://" + name("source:1"))
        .orThrow();
    both.jimg.out("pull", "--all-platforms", name("source:1"));
    both.jimg.out("tag", name("source:1"), name("target:1"));
    String pushed = both.jimg.out("push", "--all-platforms", name("target:1"));
    assertTrue(pushed.contains(": Mounted from " + own + "/source"), pushed);
    assertEquals(raw("source:1"), raw("target:1"));
    assertEquals(index.digest(), Digest.of(raw("target:1").getBytes(StandardCharsets.UTF_8)));
    var copied = directory.resolve("copied");
    Shell.run(
            skopeo,
            "copy",
            "-q",
            "--all",
            "--src-tls-verify=false",
            "docker://" + name("target:1"),
            "oci:" + copied + ":x")
        .orThrow();
    String emulated = both.docker("pull", "--platform", "linux/arm64", name("target:1"));
    assertTrue(emulated.contains("Digest: " + index.digest()), emulated);
  }

  /// docker-registry 2.8 drops an upload of which a request was cut: it begins anew, in chunks.
  @Test
  void anUploadThatIsCutIsCompleteInTheEnd() throws Exception {
    int size = 24 << 20;
    try (var line = CuttingProxy.before(host, 5 << 20, 1)) {
      String reference = line.host() + "/" + own + "/large:1";
      put(reference, Images.large(1, size));
      both.jimg.out("push", reference);
      assertEquals(0, line.cutsLeft());
      long again = line.sent() - size;
      assertTrue(again < 7 << 20, again + " bytes were sent more than once");
    }
    assertEquals(Images.large(1, size).digest().toString(), digest("large:1"));
  }

  private String raw(String rest) {
    return Shell.run(
            Peers.program("skopeo"),
            "inspect",
            "--raw",
            "--tls-verify=false",
            "docker://" + name(rest))
        .orThrow();
  }

  private String digest(String rest) {
    return Digest.of(raw(rest).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
