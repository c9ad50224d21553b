package io.jimg.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Gives every request a virtual thread, and hangs up on clients that do not come to the point.
///
/// Docker, podman and skopeo try TLS first. The JDK's server looks for the end of a line in what
/// they send and would wait for it until they give up, ten seconds later; a closed connection sends
/// them on to plain HTTP at once. The JDK hands a connection over when its first bytes are there,
/// so nobody is hurried who just keeps one open.
final class Doorkeeper implements AutoCloseable {

  private static final int TICK_MILLIS = 50;
  private static final int PATIENCE_TICKS = 6;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Thread, Integer> arriving = new ConcurrentHashMap<>();
  private final Thread rounds = Thread.ofVirtual().name("doorkeeper").start(this::makeRounds);

  /// Runs what reads a request and then has it handled.
  void receive(Runnable exchange) {
    threads.execute(
        () -> {
          arriving.put(Thread.currentThread(), 0);
          try {
            exchange.run();
          } finally {
            arrived();
          }
        });
  }

  /// The same without hurry, for those who have a handshake to do first.
  void admit(Runnable exchange) {
    threads.execute(exchange);
  }

  /// The head of the request that the current thread is to read is complete.
  void arrived() {
    arriving.remove(Thread.currentThread());
  }

  private void makeRounds() {
    try {
      while (true) {
        Thread.sleep(TICK_MILLIS);
        arriving.forEach(this::look);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /// Only time that was spent waiting for the client counts: on a busy machine the rest is ours.
  private void look(Thread thread, int ticks) {
    boolean waits = thread.getState() == Thread.State.WAITING;
    if (!waits || ticks < PATIENCE_TICKS) {
      arriving.replace(thread, ticks, waits ? ticks + 1 : 0);
    } else if (arriving.remove(thread, ticks)) {
      thread.interrupt(); // closes its connection
    }
  }

  /// Interrupts whoever is still at work.
  void hurry() {
    threads.shutdownNow();
  }

  @Override
  public void close() {
    rounds.interrupt();
    threads.shutdownNow();
    threads.close();
  }
}
