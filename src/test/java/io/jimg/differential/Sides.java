package io.jimg.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.differential.Case.Engine;
import io.jimg.differential.Case.Stream;
import io.jimg.testing.Cli;
import io.jimg.testing.DockerCli;
import io.jimg.testing.Layer;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Docker and jimg, side by side: each with a home of its own and the same registries.
final class Sides implements AutoCloseable {

  /// What both said, in jimg's words and without what is masked.
  record Outcome(Cli.Result docker, Cli.Result jimg) {}

  private final PeerRegistry registry;
  private final OddRegistry odd;
  private final Elsewhere elsewhere;
  private final OwnEngine engine;
  private final DockerCli helpful;
  private final Map<String, Sample> stock = Stock.images();
  private final Names dockersNames;
  private final Names jimgsNames;
  private final Path directory;
  private Path dockersHome;
  private Path jimgsHome;
  private int groups;

  /// Starts Docker; where it is not there the test is skipped or fails, and nothing stays open.
  ///
  /// @param directory an empty one
  Sides(Path directory) {
    this.directory = directory;
    dockersHome = directory;
    jimgsHome = directory;
    registry = new PeerRegistry();
    stock.forEach(registry::put);
    elsewhere = new Elsewhere();
    try {
      engine = new OwnEngine();
      helpful = new DockerCli();
    } catch (RuntimeException | Error e) {
      elsewhere.close();
      throw e;
    }
    odd = new OddRegistry();
    var hosts = new HashMap<>(elsewhere.hosts());
    hosts.put("registry", registry.host());
    hosts.put("odd", odd.host());
    hosts.put("closed", odd.closed());
    dockersNames = new Names(hosts, registry.namespace(), stock);
    jimgsNames = new Names(hosts, registry.namespace(), stock);
  }

  /// Goes back to where every group begins: no image, no configuration, the same files.
  void begin(Group group) {
    engine.empty();
    dockersNames.forget();
    jimgsNames.forget();
    groups++;
    dockersHome = home("docker" + groups);
    jimgsHome = home("jimg" + groups);
    move("moving:1", "app:1");
    if (group.cases().stream().anyMatch(line -> line.line().contains("<aged:"))) {
      var aged = Stock.aged(Instant.now());
      aged.forEach(registry::put);
      stock.putAll(aged);
    }
  }

  private Path home(String name) {
    try {
      var home = Files.createDirectory(directory.resolve(name));
      byte[] tar = new Tar().directory("etc").file("etc/imported", "imported\n").bytes();
      Files.write(home.resolve("rootfs.tar"), tar);
      Files.write(home.resolve("rootfs.tar.gz"), Layer.gzip(tar).stored());
      Files.write(home.resolve("garbage.tar"), "no tar at all".repeat(100).getBytes(UTF_8));
      Files.write(home.resolve("empty.tar"), new byte[0]);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets both run the line. The line `REGISTRY NAME = NAME` moves a tag of the registry.
  Outcome play(Case line) {
    var docker = docker(line);
    var jimg = jimg(line);
    if (!line.name().isEmpty()) {
      dockersNames.learn(line.name(), docker.out());
      jimgsNames.learn(line.name(), jimg.out());
    }
    return new Outcome(
        Masks.settled(plain(docker, dockersNames, dockersHome), line),
        Masks.settled(plain(jimg, jimgsNames, jimgsHome), line));
  }

  /// Moves a tag of the registry to another image.
  void move(String tag, String image) {
    registry.put(tag, Objects.requireNonNull(stock.get(image), image));
  }

  /// What one of the texts of a line says when the names in it are put in.
  String text(Case line, Map<Stream, String> texts, Stream stream) {
    String recorded = dockersNames.expand(texts.getOrDefault(stream, ""));
    String text = dockersNames.withoutLearnt(recorded);
    return Masks.settled(new Cli.Result(0, text, ""), line).out();
  }

  private Cli.Result docker(Case line) {
    var words = Words.of(dockersNames.expand(line.line()));
    if (line.engine() == Engine.NAMED_28) {
      var result = helpful.run(words.toArray(String[]::new));
      return new Cli.Result(result.status(), result.out(), result.err());
    }
    prepare(dockersHome, line);
    return engine.run(words, dockersHome, line.env(), input(dockersHome, line));
  }

  private Cli.Result jimg(Case line) {
    prepare(jimgsHome, line);
    var cli = new Cli(jimgsHome).with("DOCKER_CONFIG", jimgsHome.resolve("config").toString());
    line.env().forEach(cli::with);
    var words = Words.of(jimgsNames.expand(line.line()));
    return cli.run(input(jimgsHome, line), words.toArray(String[]::new));
  }

  private static void prepare(Path home, Case line) {
    try {
      var config = Files.createDirectories(home.resolve("config")).resolve("config.json");
      if (line.config() == null) {
        Files.deleteIfExists(config);
      } else {
        Files.writeString(config, line.config());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is on standard input: text, or behind `@` the name of a file.
  private static byte[] input(Path home, Case line) {
    try {
      return line.stdin().startsWith("@")
          ? Files.readAllBytes(home.resolve(line.stdin().substring(1)))
          : line.stdin().getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Cli.Result plain(Cli.Result result, Names names, Path home) {
    return new Cli.Result(
        result.status(), plain(result.out(), names, home), plain(result.err(), names, home));
  }

  private static String plain(String text, Names names, Path home) {
    return names.withoutLearnt(text.replace(home.toString(), "HOME"));
  }

  @Override
  public void close() {
    for (var part : List.of(engine, helpful, odd, elsewhere, registry)) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
