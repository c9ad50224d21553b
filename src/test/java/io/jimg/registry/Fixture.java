package io.jimg.registry;

import io.jimg.config.Credential;
import io.jimg.config.InsecureRegistries;
import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import io.jimg.testing.FakeRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/// A client that never really waits, and the log of what it would have waited.
final class Fixture {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Timeouts STALLS_END_SOON =
      new Timeouts(
          LONG, Duration.ofMillis(1500), Duration.ofMillis(1500), LONG, Duration.ofMillis(1500));

  final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  final List<String> trace = Collections.synchronizedList(new ArrayList<>());

  RegistrySettings settings() {
    return RegistrySettings.standard("1.2.3")
        .withTimeouts(new Timeouts(LONG, Duration.ofSeconds(2), LONG, LONG, LONG))
        .withRetry(RetryPolicy.standard(() -> 0).withSleeper(pauses::add))
        .withTrace(trace::add);
  }

  RegistryClient client() {
    return client(Credential.ANONYMOUS);
  }

  /// Takes a silence of 1.5 s for a stall.
  RegistryClient impatient() {
    return new RegistryClient(settings().withTimeouts(STALLS_END_SOON), _ -> Credential.ANONYMOUS);
  }

  RegistryClient client(Credential credential) {
    return new RegistryClient(settings(), _ -> credential);
  }

  RegistryClient insecure(String... hosts) {
    return new RegistryClient(
        settings()
            .withTimeouts(STALLS_END_SOON)
            .withInsecure(InsecureRegistries.of(List.of(hosts))),
        _ -> Credential.ANONYMOUS);
  }

  /// Credentials by host; others are anonymous.
  static Function<String, Credential> credentials(Map<String, Credential> known) {
    return host -> known.getOrDefault(host, Credential.ANONYMOUS);
  }

  static Reference name(FakeRegistry registry, String rest) {
    return Reference.parse(registry.host() + "/" + rest);
  }

  /// What the failure of `call` says.
  static String failure(Executable call) {
    return Assertions.assertThrows(RegistryFailure.class, call).sentence();
  }
}
