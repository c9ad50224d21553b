package io.jimg.differential;

import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Match;
import io.jimg.testing.Tar;
import java.util.Map;

/// Registries that refuse: each repository of the first one in its own way, the second one whoever
/// does not know the password.
final class OddRegistry implements AutoCloseable {

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final FakeRegistry odd = FakeRegistry.start();
  private final FakeRegistry closed =
      FakeRegistry.start().protect(new Access.Basic("somebody", "secret"));

  OddRegistry() {
    OddContent.serve(odd);
    error("denied", 403, "DENIED", "requested access to the resource is denied", "[]");
    error("undetailed", 403, "DENIED", "requested access to the resource is denied", "null");
    error("unknown", 404, "NAME_UNKNOWN", "repository name not known to registry", "{\"a\":1}");
    error("unauthorized", 401, "UNAUTHORIZED", "authentication required", "[]");
    error("limit", 429, "TOOMANYREQUESTS", "You have reached your pull rate limit.", "null");
    answer("several", 404, error("DENIED", "one", "1") + "," + error("UNKNOWN", "two", "2"));
    fault("broken", 500, "boo");
    byte[] tar = new Tar().file("etc/fetched", "fetched\n").bytes();
    odd.fault(Match.path("/rootfs.tar"), Faults.answer(200, Map.of(), tar));
    odd.fault(
        Match.path("/garbage.tar"), Faults.answer(200, Map.of(), "no tar at all".repeat(100)));
    odd.fault(Match.path("/moved.tar"), Faults.redirect("/rootfs.tar"));
    odd.fault(Match.path("/failing.tar"), Faults.answer(500, Map.of(), " went wrong \n"));
    fault("html", 200, "<html>Please log in</html>");
  }

  private static String error(String code, String message, String detail) {
    return "{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"detail\":" + detail + "}";
  }

  private void error(String repository, int status, String code, String message, String detail) {
    answer(repository, status, error(code, message, detail));
  }

  private void answer(String repository, int status, String errors) {
    fault(repository, status, "{\"errors\":[" + errors + "]}");
  }

  private void fault(String repository, int status, String body) {
    String prefix = "/v2/" + repository + "/";
    odd.fault(
        request -> request.path().startsWith(prefix),
        body.startsWith("{")
            ? Faults.answer(status, JSON, body)
            : Faults.answer(status, Map.of("Content-Type", "text/html"), body));
  }

  /// `host:port` of the one that answers oddly.
  String host() {
    return odd.host();
  }

  /// `host:port` of the one that wants a password.
  String closed() {
    return closed.host();
  }

  @Override
  public void close() {
    odd.close();
    closed.close();
  }
}
