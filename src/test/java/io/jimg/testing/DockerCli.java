package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// The real Docker command line before an engine (API 1.50) whose answers the test chooses: what it
/// prints for them is the reference for what jimg prints for the same images.
public final class DockerCli implements AutoCloseable {

  private final HttpServer engine;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Path config;

  /// What a command left behind.
  public record Result(String out, String err, int status) {}

  /// Without a docker CLI 28 the test is skipped, or fails where peers are required.
  public DockerCli() {
    try {
      config = Files.createTempDirectory("jimg-docker-config");
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      engine = HttpServer.create(address, 0);
      engine.createContext("/", this::answer);
      engine.start();
      requireVersion28();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireVersion28() {
    String version;
    try {
      version = run("--version").out;
    } catch (UncheckedIOException e) {
      version = "none at all";
    }
    if (!version.startsWith("Docker version 28.")) {
      engine.stop(0);
      Assertions.assertNotEquals("1", System.getenv("JIMG_REQUIRE_PEERS"), version);
      Assumptions.abort("needs a docker CLI 28 to compare with, found " + version.strip());
    }
  }

  /// The answer to requests for a path of the API, from the part behind the version on.
  public void serve(String path, String json) {
    answers.put(path, json);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+/", "/");
    String found = path.equals("/_ping") ? "OK" : answers.get(path);
    byte[] body = (found == null ? "{\"message\":\"no answer\"}" : found).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Api-Version", "1.50");
    exchange.getResponseHeaders().set("Ostype", "linux");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(found == null ? 404 : 200, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  public Result run(String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /// The words of `line` on a terminal that is `columns` wide: both outputs as one, lines ending
  /// as a terminal ends them.
  public Result runOnTerminal(int columns, String line) {
    String script = "stty cols " + columns + " rows 24; docker " + line;
    return run(List.of(Peers.program("script"), "-qec", script, "/dev/null"));
  }

  private Result run(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().put("DOCKER_HOST", "tcp://127.0.0.1:" + engine.getAddress().getPort());
    builder.environment().put("DOCKER_CONFIG", config.toString());
    builder.environment().put("TZ", "UTC");
    try {
      var err = Files.createTempFile(config, "err", "");
      var process = builder.redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(out, Files.readString(err), process.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    engine.stop(0);
  }
}
