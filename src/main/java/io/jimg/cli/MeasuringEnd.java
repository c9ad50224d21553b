package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.cli.frame.CommandContext;
import io.jimg.error.InvalidInput;
import io.jimg.image.LayerMeasurer;
import io.jimg.image.OwnMeasurer;
import io.jimg.oci.Digest;
import io.jimg.store.LayerFacts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// `jimg __measure ROOT`: the other end of [io.jimg.cli.frame.MeasuringProcess].
final class MeasuringEnd implements LayerMeasurer.Findings {

  /// Bytes between two numbers.
  private static final long STEP = 1 << 20;

  private final PrintStream out;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int status = 1;
  private long read;

  private MeasuringEnd(PrintStream out) {
    this.out = out;
  }

  /// Measures what it is told to. Returns when that is done, or nobody waits for it any more.
  static int run(Path root, CommandContext context) throws InterruptedException {
    var in = new BufferedReader(new InputStreamReader(context.in(), UTF_8));
    var end = new MeasuringEnd(context.out());
    var layers = new ArrayList<Digest>();
    try {
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        layers.add(Digest.parse(line));
      }
    } catch (IOException e) {
      throw new InvalidInput("cannot read which layers to measure: " + e.getMessage(), e);
    }
    start("listen", () -> end.awaitEnd(in));
    start("measure", () -> end.measure(root, layers, context));
    end.over.await();
    return end.status;
  }

  private static void start(String name, Runnable task) {
    Thread.ofPlatform().daemon().name(name).start(task);
  }

  private void awaitEnd(BufferedReader in) {
    try {
      while (in.read() >= 0) {}
    } catch (IOException e) {
      // that is an end, too
    } finally {
      over.countDown();
    }
  }

  private void measure(Path root, List<Digest> layers, CommandContext context) {
    try (var store = context.stores().apply(root)) {
      new OwnMeasurer(store).measure(layers, 0, this);
      status = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }

  @Override
  public synchronized void read(long bytes) {
    read += bytes;
    if (read >= STEP) {
      say(Long.toString(read));
      read = 0;
    }
  }

  @Override
  public synchronized void found(Digest layer, LayerFacts facts) {
    say(facts.line(layer));
  }

  private void say(String line) {
    out.print(line + '\n');
    out.flush();
  }
}
