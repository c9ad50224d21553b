package io.jimg.reliability;

import io.jimg.reliability.Jimg.Outcome;
import io.jimg.reliability.StoreAudit.Listed;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Many users of one store at once, each doing random things one after the other: to names that all
/// of them change, and to names of their own, on which an update that gets lost shows.
final class Storm {

  private static final int SHARED_NAMES = 6;

  /// What happens to names that somebody else may have removed a moment ago.
  private static final List<String> EXPECTED =
      List.of("Error: No such image: ", "Error: No such object: ");

  /// How a command is run: as a process or in this JVM.
  @FunctionalInterface
  interface Runner {
    Outcome run(List<String> words) throws IOException, InterruptedException;
  }

  private final Runner jimg;
  private final FakeRegistry registry;
  private final List<Sample.Image> images;
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Map<String, String> own = new ConcurrentHashMap<>();

  Storm(Runner jimg, FakeRegistry registry) {
    this.jimg = jimg;
    this.registry = registry;
    var made = new ArrayList<Sample.Image>();
    for (int i = 0; i < 4; i++) {
      made.add(World.image(i, 60_000));
      registry.serve("storm/image" + i, "latest", made.get(i));
    }
    images = List.copyOf(made);
  }

  /// How often which command was run.
  Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /// Lets `users` work side by side, and then looks at what they have left in `root`.
  ///
  /// @return what should not have happened, a sentence each
  List<String> rage(int users, Duration duration, Path root)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < users; i++) {
      var user = new User(i, end);
      threads.add(Thread.ofPlatform().start(user::work));
    }
    for (var thread : threads) {
      thread.join();
    }
    check("prune", List.of("system", "prune", "-a", "-f", "--filter", "label=nobody"));
    var audit = StoreAudit.of(root);
    findings.addAll(audit.damage());
    audit.garbage().forEach(garbage -> findings.add("left at the end: " + garbage));
    checkOwnNames(audit.names());
    return List.copyOf(findings);
  }

  private void checkOwnNames(Map<String, Listed> names) {
    own.forEach(
        (name, target) -> {
          var entry = names.get(name);
          if (entry == null || !entry.target().equals(target)) {
            findings.add(name + " should stand for " + target + ", and is " + entry);
          }
        });
    for (String name : names.keySet()) {
      if (name.startsWith("docker.io/library/own") && !own.containsKey(name)) {
        findings.add(name + " was removed and is there again");
      }
    }
  }

  /// Runs a command; false when it failed as it may.
  private boolean check(String kind, List<String> words) throws IOException, InterruptedException {
    counts.merge(kind, 1, Integer::sum);
    var outcome = jimg.run(words);
    if (outcome.status() == 0 && outcome.err().isEmpty()) {
      return true;
    }
    boolean expected =
        outcome.status() == 1
            && outcome.err().lines().count() == 1
            && EXPECTED.stream().anyMatch(outcome.err()::startsWith);
    if (!expected) {
      findings.add(String.join(" ", words) + ": " + outcome);
    }
    return false;
  }

  /// One of the users, who does one thing after the other.
  private final class User {

    private final int number;
    private final long end;
    private final SplittableRandom random;
    private int made;

    User(int number, long end) {
      this.number = number;
      this.end = end;
      this.random = new SplittableRandom(number);
    }

    void work() {
      try {
        while (System.nanoTime() < end) {
          step();
        }
      } catch (IOException | InterruptedException | RuntimeException e) {
        findings.add("user " + number + ": " + e);
      }
    }

    private void step() throws IOException, InterruptedException {
      switch (random.nextInt(11)) {
        case 0, 1 -> check("pull", List.of("pull", "-q", image(random.nextInt(images.size()))));
        case 2 -> check("tag", List.of("tag", image(random.nextInt(images.size())), shared()));
        case 3 -> check("tag", List.of("tag", shared(), shared()));
        case 4 -> check("rmi", List.of("rmi", shared()));
        case 5 -> check("rmi", List.of("rmi", image(random.nextInt(images.size()))));
        case 6 -> check("prune", prune());
        case 7 -> check("inspect", List.of("inspect", shared()));
        case 8 -> check("images", List.of(random.nextBoolean() ? "images" : "history", shared()));
        case 9 -> addOwn();
        default -> changeOwn();
      }
    }

    private List<String> prune() {
      return random.nextBoolean()
          ? List.of("image", "prune", "-f")
          : List.of("system", "prune", "-a", "-f", "--filter", "label=" + World.DISPOSABLE);
    }

    /// Pulls an image that no prune takes, and gives it a name of this user's.
    private void addOwn() throws IOException, InterruptedException {
      int odd = 1 + 2 * random.nextInt(images.size() / 2);
      if (check("pull", List.of("pull", "-q", image(odd)))) {
        String name = "own" + number + ":" + made++;
        if (check("tag", List.of("tag", image(odd), name))) {
          own.put("docker.io/library/" + name, images.get(odd).digest().toString());
        }
      }
    }

    private void changeOwn() throws IOException, InterruptedException {
      if (made == 0) {
        return;
      }
      String name = "own" + number + ":" + random.nextInt(made);
      boolean there = own.containsKey("docker.io/library/" + name);
      if (random.nextBoolean()) {
        boolean found = check("inspect", List.of("inspect", name));
        if (found != there) {
          findings.add(name + (there ? " is lost" : " is there again"));
        }
      } else if (check("rmi", List.of("rmi", name))) {
        own.remove("docker.io/library/" + name);
      } else if (there) {
        findings.add(name + " is lost");
      }
    }

    private String image(int image) {
      return registry.host() + "/storm/image" + image + ":latest";
    }

    private String shared() {
      return "shared:" + random.nextInt(SHARED_NAMES);
    }
  }
}
