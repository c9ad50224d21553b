package io.jimg.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

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

  private static String required(String what, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      return value;
    }
    String reason = "no peer: " + what + " is not set";
    return "1".equals(System.getenv("JIMG_REQUIRE_PEERS")) ? fail(reason) : abort(reason);
  }
}
