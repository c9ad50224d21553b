package io.jimg.config.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.StoreFailure;
import io.jimg.oci.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One run of a program that is given a line and prints an answer: bounded in time and output, and
/// gone with all its children when this returns. Its stderr is the user's.
final class HelperProcess {

  private static final int MAX_OUTPUT = 1 << 20;

  private final Path program;
  private final Map<String, String> env;
  private final Duration patience;

  HelperProcess(Path program, Map<String, String> env, Duration patience) {
    this.program = program;
    this.env = env;
    this.patience = patience;
  }

  /// @param error why it failed, null when it did not
  record Answer(@Nullable String error, String output) {

    static Answer failed(String error) {
      return new Answer(error, "");
    }

    /// @param secret what must not be repeated, empty where nothing was said
    /// @throws StoreFailure with Docker's text
    void requireSuccess(String doing, String secret) {
      if (error != null) {
        String shown = secret.isEmpty() ? output : without(secret);
        throw new StoreFailure(
            "error " + doing + " credentials - err: " + error + ", out: `" + shown.strip() + "`");
      }
    }

    /// The output without `secret`, plain or as it stands in JSON.
    private String without(String secret) {
      var quoted = new StringBuilder();
      JsonWriter.quote(secret, quoted);
      return output.replace(quoted.substring(1, quoted.length() - 1), "***").replace(secret, "***");
    }

    @Override
    public String toString() {
      return "Answer[error=" + error + "]";
    }
  }

  Answer run(String action, String input) {
    var builder = new ProcessBuilder(program.toString(), action).redirectError(Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(env);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Answer.failed("fork/exec " + program + ": " + DockerConfig.reason(e));
    }
    try {
      return converse(process, input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.failed("interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Answer converse(Process process, String input) throws InterruptedException {
    var output = new AtomicReference<byte[]>(new byte[0]);
    var writer = Thread.ofVirtual().start(() -> write(process, input));
    var reader = Thread.ofVirtual().start(() -> output.set(read(process)));
    boolean inTime = reader.join(patience);
    inTime &= process.waitFor(inTime ? patience.toMillis() : 0, TimeUnit.MILLISECONDS);
    writer.interrupt();
    if (!inTime) {
      return Answer.failed("timed out after " + patience.toSeconds() + "s");
    }
    byte[] bytes = output.get();
    if (bytes.length > MAX_OUTPUT) {
      return Answer.failed("printed more than 1 MiB");
    }
    int status = process.exitValue();
    return new Answer(status == 0 ? null : "exit status " + status, new String(bytes, UTF_8));
  }

  /// A program that does not read what it is given is free to do so.
  private static void write(Process process, String input) {
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      return;
    }
  }

  private static byte[] read(Process process) {
    try (InputStream in = process.getInputStream()) {
      return in.readNBytes(MAX_OUTPUT + 1);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
