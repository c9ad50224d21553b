package io.jimg.registry.settings;

import static io.jimg.registry.Fixture.failure;
import static io.jimg.registry.Fixture.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.config.docker.Credential;
import io.jimg.error.FailureClass;
import io.jimg.error.RegistryFailure;
import io.jimg.registry.Fixture;
import io.jimg.registry.RegistryClient;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

  private static final Sample.Image IMAGE = Images.hello("hello");

  private final FakeRegistry registry = FakeRegistry.start().serve("a/b", "1", IMAGE);
  private final Fixture fixture = new Fixture();
  private final RegistryClient client = fixture.client();

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void passingStatusesAreTriedAgain(int status) {
    registry.fault(Match.manifests(), Faults.answer(status).times(2));
    pull();
    // okhttp itself repeats a 408 once; that is not counted as a try
    assertEquals(3, registry.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 410, 418, 501, 505})
  void otherStatusesAreFinal(int status) {
    registry.fault(Match.manifests(), Faults.answer(status));
    failure(this::pull);
    assertEquals(1, registry.requests().size());
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void whoeverWantsToKnowIsToldOfEachSecondOfAPause() throws InterruptedException {
    var told = new ArrayList<Long>();
    var policy = fixture.settings().retry().telling(told::add);
    policy.sleeper().sleep(Duration.ofMillis(2500));
    assertEquals(List.of(3L, 2L, 1L), told);
    assertEquals(
        List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(1)),
        fixture.pauses);
    policy.sleeper().sleep(Duration.ofMillis(250));
    policy.sleeper().sleep(Duration.ofSeconds(1));
    policy.sleeper().sleep(Duration.ZERO);
    assertEquals(List.of(3L, 2L, 1L, 1L, 1L), told);
  }

  @Test
  void pausesDoubleAndTriesEnd() {
    registry.fault(Match.manifests(), Faults.answer(500));
    assertEquals("received unexpected HTTP status: 500 Internal Server Error", failure(this::pull));
    assertEquals(
        List.of(
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2)),
        fixture.pauses);
    assertEquals(5, registry.requests().size());
  }

  @Test
  void chanceTakesUpToHalfOfAPause() {
    var policy = RetryPolicy.standard(() -> 0.5);
    assertEquals(Duration.ofMillis(188), policy.pause(1));
    assertEquals(Duration.ofMillis(7500), policy.pause(60));
  }

  @Test
  void retryAfterIsObeyedInEveryForm() {
    var now = Instant.parse("2026-01-02T03:04:05Z");
    var settings = fixture.settings().withClock(() -> now);
    registry.fault(Match.manifests(), Faults.tooManyRequests("3").once());
    registry.fault(Match.manifests(), Faults.tooManyRequests("1.5").once());
    registry.fault(
        Match.manifests(), Faults.tooManyRequests("Fri, 02 Jan 2026 03:04:15 GMT").once());
    registry.fault(Match.manifests(), Faults.tooManyRequests("soon").once());
    try (var timed = new RegistryClient(settings, _ -> Credential.ANONYMOUS)) {
      timed.manifest(name(registry, "a/b:1"));
    }
    assertEquals(
        List.of(
            Duration.ofSeconds(3),
            Duration.ofMillis(1500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2)),
        fixture.pauses);
  }

  @Test
  void aWaitBeyondTheBudgetIsNotBegun() {
    registry.fault(Match.manifests(), Faults.tooManyRequests("50").once());
    registry.fault(Match.manifests(), Faults.tooManyRequests("11"));
    assertEquals("toomanyrequests: too many requests", failure(this::pull));
    assertEquals(List.of(Duration.ofSeconds(50)), fixture.pauses);
  }

  @Test
  void whoeverHasMoreTimeHasMoreTries() {
    var patient = RetryPolicy.standard(() -> 0).withBudget(Duration.ofMinutes(5));
    assertEquals(60, patient.tries());
    var settings = fixture.settings().withMaxWait(Duration.ofMinutes(2));
    registry.fault(Match.manifests(), Faults.answer(503));
    try (var client = new RegistryClient(settings, _ -> Credential.ANONYMOUS)) {
      failure(() -> client.manifest(name(registry, "a/b:1")));
    }
    var waited = fixture.pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertEquals(Duration.ofMillis(115_750), waited);
  }

  @Test
  void whoeverDoesNotWaitDoesNotTryAgain() {
    var settings = fixture.settings().withMaxWait(Duration.ZERO);
    registry.fault(Match.manifests(), Faults.answer(503));
    try (var client = new RegistryClient(settings, _ -> Credential.ANONYMOUS)) {
      failure(() -> client.manifest(name(registry, "a/b:1")));
    }
    assertEquals(1, registry.requests().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      textBlock =
          """
          Retry-After       | 600          | PT10M
          RateLimit-Reset   | 60;w=3600    | PT1M
          X-RateLimit-Reset | 1767323055   | PT10S
          ratelimit-limit   | 100;w=21600  | PT6H
          ratelimit-limit   | 100          | null
          """)
  void theEndOfAQuotaIsFoundWhereverItStands(
      String header, String value, @Nullable Duration expected) {
    var now = Instant.parse("2026-01-02T03:04:05Z");
    registry.fault(
        Match.manifests(),
        Faults.answer(429, Map.of(header, value, "ratelimit-remaining", "0"), "{}"));
    try (var client =
        new RegistryClient(fixture.settings().withClock(() -> now), _ -> Credential.ANONYMOUS)) {
      var failure =
          assertThrows(RegistryFailure.class, () -> client.manifest(name(registry, "a/b:1")));
      assertEquals(FailureClass.QUOTA, failure.failureClass());
      assertEquals(expected, failure.circumstances().retryAfter());
      assertEquals(expected != null, failure.circumstances().retryable());
    }
  }

  @Test
  void aUsedUpQuotaIsNeverWaitedFor() {
    String text = "You have reached your pull rate limit.";
    registry.fault(
        Match.manifests(),
        Faults.answer(
            429,
            Map.of("Retry-After", "1"),
            "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"" + text + "\"}]}"));
    assertEquals("toomanyrequests: " + text, failure(this::pull));
    registry.heal();
    registry.fault(
        Match.manifests(), Faults.answer(429, Map.of("RateLimit-Remaining", "0;w=21600"), "{}"));
    failure(this::pull);
    assertEquals(2, registry.requests().size());
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void aConnectionThatBreaksIsTriedAgain() {
    registry.fault(Match.manifests(), Faults.noAnswer().once());
    registry.fault(Match.manifests(), Faults.cutAfter(10).once());
    pull();
    assertEquals(3, registry.requests().size());
    assertEquals(2, fixture.pauses.size());
  }

  @Test
  void aStalledAnswerIsTriedAgain() {
    registry.fault(Match.manifests(), Faults.stall().once());
    registry.fault(Match.manifests(), Faults.stallAfter(10).once());
    try (var impatient = fixture.impatient()) {
      impatient.manifest(name(registry, "a/b:1"));
    }
    assertEquals(3, registry.requests().size());
    assertEquals(2, fixture.pauses.size());
  }

  @Test
  void aHeadIsNotWorthASecondTry() {
    registry.fault(Match.head(), Faults.answer(503));
    client.head(name(registry, "a/b:1"));
    assertEquals(1, registry.requests().size());
  }

  private void pull() {
    client.manifest(name(registry, "a/b:1"));
  }
}
