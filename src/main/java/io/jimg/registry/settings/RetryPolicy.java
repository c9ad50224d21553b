package io.jimg.registry.settings;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/// What is tried again, how often and after how long. The one policy for manifests, tokens, tags
/// and blobs:
///
/// | what happened | tried again |
/// |---|---|
/// | connection reset, cut or closed, time-out, HTTP/2 stream reset | yes |
/// | connection refused, no route, no such host | once the registry has answered something |
/// | a proxy's refusal | as the statuses below |
/// | certificate or TLS trouble, answer that is not HTTP, small answer not complete in time | no |
/// | 408, 500, 502, 503, 504 | yes |
/// | 429 | yes, unless it says that a pull quota is used up |
/// | any other status | no |
///
/// Pauses double from `firstPause` to `longestPause` and lose up to half of their length by chance.
/// A `Retry-After` replaces the pause. When the pauses of one operation would exceed `budget`
/// together, it fails at once instead of waiting in vain.
///
/// @param tries how often an operation is tried in all; a blob counts anew whenever it moved on
/// @param jitter a number in [0, 1), anew for each pause
public record RetryPolicy(
    int tries,
    Duration firstPause,
    Duration longestPause,
    Duration budget,
    DoubleSupplier jitter,
    Sleeper sleeper) {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// How a thread waits: `Thread::sleep`, or something quicker in tests.
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /// Five tries, pauses from 250 ms to 10 s, a minute in all.
  public static RetryPolicy standard(DoubleSupplier jitter) {
    return new RetryPolicy(
        5,
        Duration.ofMillis(250),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        jitter,
        Thread::sleep);
  }

  /// This policy with another way to wait.
  public RetryPolicy withSleeper(Sleeper another) {
    return new RetryPolicy(tries, firstPause, longestPause, budget, jitter, another);
  }

  /// This policy for what is not worth a second try.
  public RetryPolicy once() {
    return new RetryPolicy(1, firstPause, longestPause, budget, jitter, sleeper);
  }

  /// This policy with another bound for all pauses of one operation. Whoever has more time than
  /// usual has more tries too, as many as the longest pauses leave room for, twice over.
  public RetryPolicy withBudget(Duration another) {
    // Duration.dividedBy would set up BigDecimal, at a tenth of a small command's time.
    long room = 2 * (another.toNanos() / longestPause.toNanos());
    boolean longer = another.compareTo(budget) > 0;
    int more = longer ? (int) Math.min(Integer.MAX_VALUE, Math.max(tries, room)) : tries;
    return new RetryPolicy(more, firstPause, longestPause, another, jitter, sleeper);
  }

  /// This policy, counting each pause down to `seconds` as Docker does: with the whole seconds that
  /// are left, at the start and then once a second.
  public RetryPolicy telling(LongConsumer seconds) {
    return withSleeper(pause -> countDown(pause, seconds));
  }

  private void countDown(Duration pause, LongConsumer seconds) throws InterruptedException {
    var left = pause;
    while (left.isPositive()) {
      long whole = left.plusNanos(SECOND.toNanos() - 1).toSeconds();
      seconds.accept(whole);
      var next = Duration.ofSeconds(whole - 1);
      sleeper.sleep(left.minus(next));
      left = next;
    }
  }

  /// The pause after the `failures`-th failure in a row.
  public Duration pause(int failures) {
    long longest = longestPause.toMillis();
    long doubled = firstPause.toMillis() << Math.min(failures - 1, 20);
    long pause = Math.min(doubled, longest);
    return Duration.ofMillis(pause - (long) (pause * jitter.getAsDouble() / 2));
  }
}
