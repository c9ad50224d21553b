package io.jimg.reliability;

import static java.util.Map.entry;

import io.jimg.reliability.Command.Kind;
import io.jimg.reliability.StoreAudit.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Kills real jimg processes with SIGKILL while they work, and looks after each kill whether
/// anything was lost. Most kills are aimed: at a moment between the first change in the store and
/// the end of the process, which earlier runs of the command have told. The others come at any
/// time.
public final class KillHarness implements AutoCloseable {

  private static final int AT_ANY_TIME = 20; // one in so many
  private static final int GARBAGE_EVERY = 10;
  private static final double FIRST_REACH = 0.8;
  private static final int KILLED = 128 + 9;
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Set<Kind> PUSHES = Set.of(Kind.PUSH, Kind.PUSH_ALL, Kind.LIST_PUSH);
  private static final Pace UNKNOWN = new Pace(300_000_000, 100_000_000);
  /// What is killed how often.
  private static final Map<Kind, Integer> SHARES =
      Map.ofEntries(
          entry(Kind.PULL, 2),
          entry(Kind.PULL_ALL, 3),
          entry(Kind.PUSH, 2),
          entry(Kind.PUSH_ALL, 3),
          entry(Kind.TAG, 1),
          entry(Kind.RMI, 2),
          entry(Kind.IMAGE_PRUNE, 1),
          entry(Kind.SYSTEM_PRUNE, 1),
          entry(Kind.IMPORT, 1),
          entry(Kind.REPAIR, 3),
          entry(Kind.LIST_CREATE, 2),
          entry(Kind.LIST_ANNOTATE, 1),
          entry(Kind.LIST_PUSH, 2),
          entry(Kind.LIST_RM, 1));

  private final Jimg jimg;
  private final World world;
  private final StoreWatch watch;
  private final SplittableRandom random;
  private final KillReport report = new KillReport();
  private final Map<Kind, Pace> paces = new EnumMap<>(Kind.class);
  private final Map<Kind, Double> reaches = new EnumMap<>(Kind.class);
  private Map<String, Listed> reported;

  /// How long a command takes, as a mean that forgets.
  private record Pace(long untilChange, long untilExit) {
    Pace and(Pace next) {
      return new Pace(
          (3 * untilChange + next.untilChange) / 4, (3 * untilExit + next.untilExit) / 4);
    }
  }

  /// @param home an empty directory
  private KillHarness(Jimg jimg, Path home, World world, long seed)
      throws IOException, InterruptedException {
    this.jimg = jimg;
    this.world = world;
    random = new SplittableRandom(seed);
    jimg.out("import", tarOfNothing(home), "first:1");
    watch = new StoreWatch(jimg.root());
    reported = StoreAudit.of(jimg.root()).names();
    for (var kind : List.of(Kind.PULL, Kind.IMPORT, Kind.PULL, Kind.TAG, Kind.PULL)) {
      complete(world.plan(kind, reported));
    }
  }

  private static String tarOfNothing(Path home) throws IOException {
    var file = home.resolve("nothing.tar");
    Files.write(file, new byte[10240]);
    return file.toString();
  }

  /// `KILLS SEED [DIRECTORY]`: prints where the kills fell and what they broke; status 1 when that
  /// is anything, or too few of them were in time.
  public static void main(String[] args) throws Exception {
    var home =
        Files.createTempDirectory(args.length > 2 ? Path.of(args[2]) : Path.of("target"), "kill")
            .toAbsolutePath();
    var report = play(Integer.parseInt(args[0]), Long.parseLong(args[1]), home);
    System.out.println(report.text());
    System.exit(report.findings().isEmpty() && report.within() >= 70 ? 0 : 1);
  }

  /// Kills so many processes that work in `home`, an empty directory.
  static KillReport play(int kills, long seed, Path home) throws IOException, InterruptedException {
    var jimg = new Jimg(Jimg.tree(), home);
    try (var world = new World(home, jimg.root(), seed);
        var harness = new KillHarness(jimg, home, world, seed)) {
      return harness.run(kills);
    }
  }

  private KillReport run(int kills) throws IOException, InterruptedException {
    int nextGarbage = GARBAGE_EVERY;
    while (report.kills() < kills) {
      var kind = any();
      var command = world.plan(kind, reported);
      boolean prepares = command.kind() == Kind.TAG && kind != Kind.TAG;
      if (paces.containsKey(command.kind()) && !prepares) {
        strike(command);
      } else {
        complete(command);
        paces.putIfAbsent(command.kind(), UNKNOWN);
      }
      if (report.kills() >= nextGarbage) {
        checkGarbage();
        nextGarbage += GARBAGE_EVERY;
      }
    }
    complete(
        new Command(Kind.SYSTEM_PRUNE, List.of("system", "prune", "-a", "-f"), allGone(), true));
    checkNothingIsLeft();
    return report;
  }

  private Map<String, String> allGone() {
    var gone = new HashMap<String, String>();
    reported.keySet().stream()
        .filter(name -> !name.startsWith(ListAudit.PREFIX))
        .forEach(name -> gone.put(name, Command.GONE));
    return gone;
  }

  private void strike(Command command) throws IOException, InterruptedException {
    var before = DiskState.of(jimg.root());
    forget();
    boolean aimed = random.nextInt(AT_ANY_TIME) > 0;
    var process = jimg.start(command.words());
    var pace = paces.getOrDefault(command.kind(), UNKNOWN);
    boolean changed =
        aimed ? waitForAim(process, command.kind(), pace) : waitAnyTime(command.kind(), pace);
    process.kill();
    boolean exited = process.outcome().status() != KILLED;
    if (aimed) {
      double reach = reaches.getOrDefault(command.kind(), FIRST_REACH) * (exited ? 0.5 : 1.04);
      reaches.put(command.kind(), Math.min(1, reach));
    }
    var phase = before.phaseAt(DiskState.of(jimg.root()));
    if (exited) {
      phase = Phase.EXITED;
    } else if (phase == Phase.UNCHANGED && !changed) {
      phase = Phase.EARLY;
    } else if (phase == Phase.UNCHANGED && command.kind().beginsAtRegistry()) {
      phase = Phase.ASKING;
    }
    report.count(command.kind(), phase);
    if (command.kind() != Kind.REPAIR) {
      checkAfter(command, phase);
    }
    complete(command);
  }

  private Kind any() {
    int total = SHARES.values().stream().mapToInt(Integer::intValue).sum();
    int left = random.nextInt(total);
    for (var kind : Kind.values()) {
      left -= SHARES.getOrDefault(kind, 0);
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the shares are less than they are");
  }

  /// Waits for the first change, and then for some part of the time that the command usually takes
  /// from there; a smaller part when the last ones of its kind were missed.
  ///
  /// @return whether a change was seen
  private boolean waitForAim(Jimg.Running process, Kind kind, Pace pace)
      throws InterruptedException {
    boolean changed = waitForChange(process, kind);
    sleep((long) (random.nextDouble() * reaches.getOrDefault(kind, FIRST_REACH) * pace.untilExit));
    return changed;
  }

  private boolean waitAnyTime(Kind kind, Pace pace) throws InterruptedException {
    sleep(random.nextLong(pace.untilChange + pace.untilExit));
    return hasBegun(kind, 0);
  }

  private void forget() {
    watch.forget();
    world.registry().forget();
  }

  private boolean hasBegun(Kind kind, long nanos) throws InterruptedException {
    return watch.changesWithin(nanos)
        || (kind.beginsAtRegistry() && !world.registry().requests().isEmpty());
  }

  /// @return false when the process ended without a change
  private boolean waitForChange(Jimg.Running process, Kind kind) throws InterruptedException {
    while (!hasBegun(kind, GLANCE)) {
      if (process.endsWithin(0)) {
        return hasBegun(kind, 0);
      }
    }
    return true;
  }

  private static void sleep(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void checkAfter(Command command, Phase phase) throws IOException, InterruptedException {
    var audit = StoreAudit.of(jimg.root());
    String context = "jimg " + command + ", killed: " + phase.text() + ": ";
    audit.damage().forEach(damage -> report.found(context + damage));
    var names = audit.names();
    String complaint = command.complaintAfterKill(reported, names);
    if (complaint != null) {
      report.found(context + complaint);
    }
    complaint = world.complaintOfRegistry(command, null);
    if (complaint != null) {
      report.found(context + complaint);
    }
    checkDeep(context);
    reported = names;
  }

  /// Garbage is no problem to it, and anything else that a kill has left would be.
  private void checkDeep(String context) throws IOException, InterruptedException {
    var check = jimg.run("system", "check", "--deep");
    if (!check.isSuccess()) {
      report.found(context + "system check --deep: " + check);
    }
  }

  /// Lets the same command run to its end, which must be a good one.
  private void complete(Command command) throws IOException, InterruptedException {
    forget();
    long start = System.nanoTime();
    var process = jimg.start(command.words());
    boolean changed = waitForChange(process, command.kind());
    long change = System.nanoTime();
    var outcome = process.outcome();
    if (changed) {
      var pace = new Pace(change - start, System.nanoTime() - change);
      paces.merge(command.kind(), pace, Pace::and);
    }
    var audit = StoreAudit.of(jimg.root());
    String context = "jimg " + command + ": ";
    if (!outcome.isSuccess() && !isRemovedAlready(command, outcome)) {
      report.found(context + outcome);
    }
    audit.damage().forEach(damage -> report.found(context + damage));
    String complaint = command.complaintAfterSuccess(reported, audit.names());
    if (complaint != null) {
      report.found(context + complaint);
    }
    if (PUSHES.contains(command.kind()) && outcome.isSuccess()) {
      complaint = world.complaintOfRegistry(command, reported);
      if (complaint != null) {
        report.found(context + complaint);
      }
    }
    reported = audit.names();
  }

  /// What was killed may have removed all, of manifest lists a part, and does not find it then.
  private boolean isRemovedAlready(Command command, Jimg.Outcome outcome) {
    boolean all = command.goal().keySet().stream().noneMatch(reported::containsKey);
    boolean some = !reported.keySet().containsAll(command.goal().keySet());
    return switch (command.kind()) {
      case RMI -> all && outcome.err().startsWith("Error: No such image: ");
      case LIST_PUSH, LIST_RM ->
          some && outcome.err().lines().allMatch(line -> line.startsWith("No such manifest: "));
      default -> false;
    };
  }

  /// Prunes what no image needs, and no image.
  private void checkGarbage() throws IOException, InterruptedException {
    var words = List.of("system", "prune", "-a", "-f", "--filter", "label=nobody");
    complete(new Command(Kind.SYSTEM_PRUNE, words, Map.of(), true));
    for (String garbage : StoreAudit.of(jimg.root()).garbage()) {
      report.found("left after a prune: " + garbage);
    }
  }

  private void checkNothingIsLeft() throws IOException {
    var audit = StoreAudit.of(jimg.root());
    audit.entries().forEach(entry -> report.found("still listed after a prune of all: " + entry));
    audit.garbage().forEach(garbage -> report.found("left after a prune of all: " + garbage));
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
