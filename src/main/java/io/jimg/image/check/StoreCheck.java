package io.jimg.image.check;

import io.jimg.archive.TarLayer;
import io.jimg.error.IntegrityFailure;
import io.jimg.error.JimgException;
import io.jimg.error.StoreFailure;
import io.jimg.image.check.Condition.State;
import io.jimg.image.check.Problem.Kind;
import io.jimg.image.check.Problem.Outcome;
import io.jimg.image.transfer.PullSettings;
import io.jimg.image.work.Fanout;
import io.jimg.image.work.WorkProgress;
import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.index.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Looks for what is wrong in a store. Takes no lock and changes nothing, unless it repairs: what
/// somebody removes meanwhile is no problem.
public final class StoreCheck {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final LocalStore store;
  private final WorkProgress progress;
  private final Condition condition;
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  public StoreCheck(LocalStore store, WorkProgress progress) {
    this.store = store;
    this.progress = progress;
    this.condition = new Condition(store.blobs());
  }

  /// Checks everything, once.
  ///
  /// @param deep reads all blobs
  /// @param repair null to leave everything as it is
  public CheckResult check(boolean deep, @Nullable Repair repair) throws InterruptedException {
    boolean legible = checkFiles(repair);
    if (deep) {
      readAll();
    }
    var entries = legible ? store.references().snapshot().entries() : List.<Entry>of();
    var survey = survey(entries);
    note(survey);
    if (repair != null) {
      survey = repairAll(survey, entries, repair);
    }
    survey.problems().forEach(this::put);
    if (deep) {
      checkDiffIds(survey.needs().values());
    }
    if (legible) {
      checkRest(survey, repair);
    }
    var blobs = store.blobs().all();
    long bytes = blobs.stream().mapToLong(store.blobs()::size).filter(size -> size > 0).sum();
    return new CheckResult(
        entries.size(), blobs.size(), bytes, deep, List.copyOf(problems.values()));
  }

  /// The files beside the blobs; whether index.json can be read now.
  private boolean checkFiles(@Nullable Repair repair) {
    var damage = store.damage();
    if (repair != null && !damage.isEmpty()) {
      store.rebuild();
    }
    var left = repair == null ? damage : store.damage();
    for (String sentence : damage) {
      var problem = new Problem(Kind.DAMAGED, "file", null, sentence, List.of(), null);
      if (repair != null) {
        problem =
            problem.with(
                left.contains(sentence)
                    ? new Outcome.Failed("it could not be made again")
                    : new Outcome.Repaired("made again"));
      }
      put(problem);
    }
    return left.stream().noneMatch(sentence -> sentence.contains("index.json"));
  }

  private Survey survey(List<Entry> entries) {
    var survey = new Survey(store, condition);
    entries.forEach(survey::add);
    return survey;
  }

  private void readAll() throws InterruptedException {
    var all = store.blobs().all();
    long total = all.stream().mapToLong(store.blobs()::size).sum();
    var done = new AtomicLong();
    var tasks = new ArrayList<Callable<State>>();
    for (var digest : all) {
      tasks.add(
          () ->
              condition.read(
                  digest, bytes -> progress.at("Reading blobs", done.addAndGet(bytes), total)));
    }
    try {
      Fanout.all(PROCESSORS, tasks);
    } finally {
      progress.at("Reading blobs", total, total);
    }
  }

  /// Notes the blobs that are not what they should be, unless nobody needs them any more.
  private List<Need> note(Survey survey) {
    var bad = new ArrayList<Need>();
    for (var need : survey.needs().values()) {
      var state = condition.look(need.digest(), need.size());
      if (state != State.SOUND && need.entries().stream().anyMatch(store::isListed)) {
        bad.add(need);
        var kind = state == State.MISSING ? Kind.MISSING : Kind.DAMAGED;
        problems.putIfAbsent(
            need.digest().toString(),
            new Problem(kind, need.what(), need.digest(), "", need.names(), null));
      }
    }
    return bad;
  }

  /// Repairs manifests first, since what is below them can be told only then.
  private Survey repairAll(Survey first, List<Entry> entries, Repair repair)
      throws InterruptedException {
    var survey = first;
    try (var lease = store.lease()) {
      while (true) {
        var untried = note(survey);
        untried.removeIf(need -> outcome(need) != null);
        if (untried.isEmpty()) {
          store.blobs().makeDurable();
          return survey;
        }
        var manifests = untried.stream().filter(Need::isManifest).toList();
        var tasks = new ArrayList<Callable<Boolean>>();
        for (var need : manifests.isEmpty() ? untried : manifests) {
          tasks.add(() -> put(need, repair.fetch(need, lease)));
        }
        Fanout.all(PullSettings.PARALLEL, tasks);
        survey = survey(entries);
      }
    }
  }

  private @Nullable Outcome outcome(Need need) {
    var problem = problems.get(need.digest().toString());
    return problem == null ? null : problem.outcome();
  }

  private synchronized boolean put(Need need, Outcome outcome) {
    var problem = problems.get(need.digest().toString());
    if (problem == null) {
      throw new IllegalStateException("never noted: " + need.digest());
    }
    put(problem.with(outcome));
    if (outcome instanceof Outcome.Repaired) {
      condition.repaired(need.digest());
    }
    return true;
  }

  private void put(Problem problem) {
    var digest = problem.digest();
    problems.put(digest == null ? problem.detail() : digest.toString(), problem);
  }

  /// Whether layers contain what configs say. What they do not is as it was made: nothing can be
  /// fetched in its place.
  private void checkDiffIds(Collection<Need> needs) throws InterruptedException {
    var layers =
        needs.stream()
            .filter(need -> !need.diffIds().isEmpty())
            .filter(need -> condition.look(need.digest(), need.size()) == State.SOUND)
            .toList();
    long total = layers.stream().mapToLong(Need::size).sum();
    var done = new AtomicLong();
    var tasks = new ArrayList<Callable<List<Problem>>>();
    for (var layer : layers) {
      tasks.add(
          () -> {
            var found = checkDiffIds(layer);
            progress.at("Unpacking layers", done.addAndGet(layer.size()), total);
            return found;
          });
    }
    try {
      Fanout.all(PROCESSORS, tasks).forEach(found -> found.forEach(this::put));
    } finally {
      progress.at("Unpacking layers", total, total);
    }
  }

  private List<Problem> checkDiffIds(Need layer) {
    String detail;
    try (var content = store.blobs().open(layer.digest())) {
      var measured = TarLayer.measure(content, PROCESSORS);
      if (measured.failure() != null) {
        detail = "failed to register layer: " + measured.failure();
      } else if (layer.diffIds().stream().allMatch(measured.diffId()::equals)) {
        return List.of();
      } else {
        detail = "filesystem layer verification failed for digest " + layer.digest();
      }
    } catch (IntegrityFailure e) {
      detail = e.sentence();
    } catch (JimgException e) {
      return store.blobs().size(layer.digest()) < 0
          ? List.of()
          : List.of(invalid(layer, e.sentence()));
    } catch (IOException e) {
      throw new StoreFailure("cannot read layer " + layer.digest(), e);
    }
    return List.of(invalid(layer, detail));
  }

  private static Problem invalid(Need layer, String detail) {
    return new Problem(Kind.INVALID, layer.what(), layer.digest(), detail, layer.names(), null);
  }

  /// Damaged blobs that no image needs: a pull would take them for what they should be.
  private void checkRest(Survey survey, @Nullable Repair repair) {
    var damaged = new ArrayList<Digest>();
    for (var digest : store.blobs().all()) {
      if (!survey.needs().containsKey(digest) && condition.known(digest) == State.DAMAGED) {
        damaged.add(digest);
        put(new Problem(Kind.DAMAGED, "blob", digest, "", List.of(), null));
      }
    }
    if (repair != null && !damaged.isEmpty()) {
      var deleted = store.discard(damaged).blobs();
      for (var digest : damaged) {
        var problem = problems.get(digest.toString());
        if (problem != null) {
          put(
              problem.with(
                  deleted.contains(digest)
                      ? new Outcome.Repaired("deleted: no image needs it")
                      : new Outcome.Failed("a running command needs it")));
        }
      }
    }
  }
}
