package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.cli.frame.CommandContext;
import io.jimg.cli.frame.MeasuringProcess;
import io.jimg.image.work.LayerMeasurer;
import io.jimg.image.work.OwnMeasurer;
import io.jimg.oci.Digest;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.LayerFacts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `jimg __measure ROOT`: the other end of [io.jimg.cli.frame.MeasuringProcess].
final class MeasuringEnd implements LayerMeasurer.Findings {

  /// Bytes between two numbers.
  private static final long STEP = 1 << 20;

  private final PrintStream out;
  private volatile int status = 1;
  private long read;

  private MeasuringEnd(PrintStream out) {
    this.out = out;
  }

  /// Measures what it is told to. Returns when its input ends: when nobody wants to know any more,
  /// be it that all is said. The JVM would wait for a thread that is still reading.
  ///
  /// @throws io.jimg.error.JimgException when the store cannot be opened, or a line is no digest
  static int run(Path root, CommandContext context) {
    var in = new BufferedReader(new InputStreamReader(context.in(), UTF_8));
    var end = new MeasuringEnd(context.out());
    var layers = new ArrayList<Digest>();
    try {
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        layers.add(Digest.parse(line));
      }
      var store = context.stores().apply(root);
      Thread.ofPlatform().daemon().name("measure").start(() -> end.measure(store, layers));
      while (in.read() >= 0) {}
    } catch (IOException e) {
      return 1;
    }
    return end.status;
  }

  private void measure(LocalStore store, List<Digest> layers) {
    try (store) {
      new OwnMeasurer(store).measure(layers, 0, this);
      status = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      say("");
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
  public synchronized void awaits(Digest layer) {
    say(MeasuringProcess.AWAITS + layer);
  }

  @Override
  public synchronized void begins(Digest layer) {
    say(MeasuringProcess.BEGINS + layer);
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
