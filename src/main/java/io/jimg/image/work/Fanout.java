package io.jimg.image.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks on threads of their own, at most `limit` at a time. No virtual threads: what waits
/// for the network on their behalf holds up the end of the process by 0.3 seconds.
public final class Fanout {

  private Fanout() {}

  /// Results in task order. The first failure interrupts the other tasks, waits for them to stop
  /// and is then rethrown.
  public static <T> List<T> all(int limit, List<? extends Callable<T>> tasks)
      throws InterruptedException {
    int count = Math.clamp(tasks.size(), 1, limit);
    var factory = Thread.ofPlatform().name("task-", 0).factory();
    try (var threads = Executors.newFixedThreadPool(count, factory)) {
      try {
        var finished = new ExecutorCompletionService<T>(threads);
        var futures = new ArrayList<Future<T>>();
        for (var task : tasks) {
          futures.add(finished.submit(task));
        }
        for (int i = 0; i < futures.size(); i++) {
          finished.take().get(); // completion order, so the first failure surfaces first
        }
        return futures.stream().map(Future::resultNow).toList();
      } catch (ExecutionException e) {
        threads.shutdownNow();
        switch (e.getCause()) {
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }
}
