package io.jimg.cli.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.image.work.LayerMeasurer;
import io.jimg.oci.Digest;
import io.jimg.store.facts.LayerFacts;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures many bytes of layers in a process of its own, which the launcher starts with all
/// compilers: a local command has only the first one, which hashes at a tenth of the speed. What
/// goes wrong with the process only means that it has measured less.
///
/// The process is told digests, a line each, then an empty line. It answers in lines: the facts of
/// a layer, which layer it waits for or begins with, or how many bytes were read since; an empty
/// one
/// is the last. It ends when its input
/// does, and so with this process, however that ends.
public final class MeasuringProcess implements LayerMeasurer {

  /// The hidden command, which the root follows.
  public static final String COMMAND = "__measure";

  /// Precedes a layer that another process measures.
  public static final String AWAITS = "waiting\t";

  /// Precedes a layer that is measured from here on.
  public static final String BEGINS = "reading\t";

  /// Fewer bytes are measured here before the process has started.
  private static final long WORTH_IT = 16 << 20;

  private final Path launcher;
  private final Path root;
  private final Map<String, String> env;
  private final Consumer<String> trace;

  /// @param library where jimg's files lie, and beside it the launcher; where there is none nothing
  ///     is measured
  /// @param root of the store that the layers are in
  /// @param env of the process
  /// @param trace told what happens
  static LayerMeasurer of(
      @Nullable Path library, Path root, Map<String, String> env, Consumer<String> trace) {
    return library == null
        ? NONE
        : new MeasuringProcess(library.resolveSibling("bin/jimg"), root, env, trace);
  }

  MeasuringProcess(Path launcher, Path root, Map<String, String> env, Consumer<String> trace) {
    this.launcher = launcher;
    this.root = root;
    this.env = env;
    this.trace = trace;
  }

  @Override
  public void measure(List<Digest> layers, long bytes, Findings findings)
      throws InterruptedException {
    if (bytes < WORTH_IT || !Files.isExecutable(launcher)) {
      return;
    }
    Process process;
    try {
      process = start();
    } catch (IOException e) {
      trace.accept("jimg: no process to measure layers: " + e.getMessage());
      return;
    }
    trace.accept("jimg: measuring " + layers.size() + " layers in process " + process.pid());
    try {
      converse(process, layers, findings);
      trace.accept("jimg: process " + process.pid() + " ended with " + process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    var builder =
        new ProcessBuilder(launcher.toString(), COMMAND, root.toAbsolutePath().toString())
            .redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(env);
    return builder.start();
  }

  private static void converse(Process process, List<Digest> layers, Findings findings) {
    var text = new StringBuilder();
    layers.forEach(layer -> text.append(layer).append('\n'));
    try (var questions = process.getOutputStream();
        var answers = process.getInputStream()) {
      questions.write(text.append('\n').toString().getBytes(UTF_8));
      questions.flush();
      hear(answers, layers, findings);
    } catch (IOException e) {
      // it has ended, or does now that nobody listens
    }
  }

  private static void hear(InputStream answers, List<Digest> layers, Findings findings)
      throws IOException {
    Map<String, Digest> asked = new HashMap<>();
    layers.forEach(layer -> asked.put(layer.toString(), layer));
    var in = new BufferedInputStream(answers);
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      var layer = asked.get(line.substring(0, Math.max(0, line.indexOf('\t'))));
      var next = asked.get(line.substring(line.indexOf('\t') + 1));
      if (next != null && line.startsWith(AWAITS)) {
        findings.awaits(next);
      } else if (next != null && line.startsWith(BEGINS)) {
        findings.begins(next);
      } else if (layer == null) {
        findings.read(number(line));
      } else {
        var facts = LayerFacts.ofLine(line);
        if (facts != null) {
          findings.found(layer, facts);
        }
      }
    }
  }

  /// Reads up to a newline and nothing else, since a reason may contain what readers take for one.
  private static @Nullable String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    int value = in.read();
    while (value >= 0 && value != '\n') {
      line.write(value);
      value = in.read();
    }
    return value < 0 ? null : line.toString(UTF_8);
  }

  private static long number(String line) {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException e) {
      return 0; // said by the JVM, not by jimg
    }
  }
}
