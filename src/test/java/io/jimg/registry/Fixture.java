package io.jimg.registry;

import io.jimg.config.docker.Credential;
import io.jimg.config.network.InsecureRegistries;
import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.registry.settings.RetryPolicy;
import io.jimg.registry.settings.Timeouts;
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
public final class Fixture {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Timeouts STALLS_END_SOON =
      new Timeouts(
          LONG, Duration.ofMillis(1500), Duration.ofMillis(1500), LONG, Duration.ofMillis(1500));

  public final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  public final List<String> trace = Collections.synchronizedList(new ArrayList<>());

  public RegistrySettings settings() {
    return RegistrySettings.standard("1.2.3")
        .withTimeouts(new Timeouts(LONG, Duration.ofSeconds(2), LONG, LONG, LONG))
        .withRetry(RetryPolicy.standard(() -> 0).withSleeper(pauses::add))
        .withTrace(trace::add);
  }

  public RegistryClient client() {
    return client(Credential.ANONYMOUS);
  }

  /// Takes a silence of 1.5 s for a stall.
  public RegistryClient impatient() {
    return new RegistryClient(settings().withTimeouts(STALLS_END_SOON), _ -> Credential.ANONYMOUS);
  }

  public RegistryClient client(Credential credential) {
    return new RegistryClient(settings(), _ -> credential);
  }

  public RegistryClient insecure(String... hosts) {
    return new RegistryClient(
        settings()
            .withTimeouts(STALLS_END_SOON)
            .withInsecure(InsecureRegistries.of(List.of(hosts))),
        _ -> Credential.ANONYMOUS);
  }

  /// Credentials by host; others are anonymous.
  public static Function<String, Credential> credentials(Map<String, Credential> known) {
    return host -> known.getOrDefault(host, Credential.ANONYMOUS);
  }

  public static Reference name(FakeRegistry registry, String rest) {
    return Reference.parse(registry.host() + "/" + rest);
  }

  /// What the failure of `call` says.
  public static String failure(Executable call) {
    return Assertions.assertThrows(RegistryFailure.class, call).sentence();
  }
}
