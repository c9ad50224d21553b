package io.jimg.image;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs tasks on virtual threads, at most `limit` at a time.
public final class Fanout {

  private Fanout() {}

  /// Results in task order. The first failure interrupts the other tasks, waits for them to stop
  /// and
  /// is then rethrown.
  public static <T> List<T> all(int limit, List<? extends Callable<T>> tasks)
      throws InterruptedException {
    var permits = new Semaphore(limit);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        var finished = new ExecutorCompletionService<T>(threads);
        var futures = new ArrayList<Future<T>>();
        for (var task : tasks) {
          futures.add(
              finished.submit(
                  () -> {
                    permits.acquire();
                    try {
                      return task.call();
                    } finally {
                      permits.release();
                    }
                  }));
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
