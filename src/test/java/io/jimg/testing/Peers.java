package io.jimg.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The real programs that tests compare with. A test that needs one which is not there is skipped
/// with a reason; where `JIMG_REQUIRE_PEERS=1` is set it fails.
public final class Peers {

  private Peers() {}

  /// `host:port` of a docker-registry without access control.
  public static String registry() {
    String own = System.getenv("JIMG_TEST_REGISTRY");
    return required(
        "JIMG_TEST_REGISTRY or PEER_REGISTRY", own != null ? own : System.getenv("PEER_REGISTRY"));
  }

  /// The address of a Docker engine.
  public static String docker() {
    return required("DOCKER_HOST", System.getenv("DOCKER_HOST"));
  }

  /// The Docker command line whose words are the contract.
  public static String dockerCli28() {
    String docker = program("docker");
    boolean right = Shell.run(docker, "--version").output().startsWith("Docker version 28.");
    return required("a docker CLI 28", right ? docker : null);
  }

  /// The name of a program that is on PATH.
  public static String program(String name) {
    String path = System.getenv("PATH");
    for (String directory : (path == null ? "" : path).split(":")) {
      if (Files.isExecutable(Path.of(directory, name))) {
        return name;
      }
    }
    return required(name + " on PATH", null);
  }

  /// Skips, or fails where peers are required, unless `there`.
  public static void granted(String what, boolean there) {
    required(what, there ? what : null);
  }

  private static String required(String what, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      return value;
    }
    String reason = "no peer: " + what + " is not there";
    return "1".equals(System.getenv("JIMG_REQUIRE_PEERS")) ? fail(reason) : abort(reason);
  }
}
