package io.jimg.registry;

import io.jimg.error.RegistryFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tries of one operation: counts failures and waits between tries, as the policy says. For one
/// thread.
final class Attempts {

  private final RetryPolicy policy;
  private int failures;
  private Duration waited = Duration.ZERO;
  private boolean answered;

  Attempts(RetryPolicy policy) {
    this.policy = policy;
  }

  /// What `attempt` comes to, tried as often as `policy` allows.
  static <T> Answer<T> run(RetryPolicy policy, Supplier<Answer<T>> attempt) {
    var attempts = new Attempts(policy);
    while (true) {
      try {
        var answer = attempt.get();
        if (!(answer instanceof Answer.Refused<T>(var refusal)) || !attempts.again(refusal)) {
          return answer;
        }
      } catch (RegistryFailure failure) {
        if (!attempts.again(failure)) {
          throw failure;
        }
      }
    }
  }

  /// The registry has answered: from now on its absence is taken for passing.
  void answered() {
    answered = true;
  }

  /// Something was achieved: failures count anew.
  void progressed() {
    failures = 0;
    waited = Duration.ZERO;
  }

  /// Whether to try again after `failure`; then the pause is over when this returns.
  boolean again(RegistryFailure failure) {
    return failure.getCause() instanceof IOException cause
        && RetryPolicy.isTransient(cause, answered)
        && pause(null);
  }

  /// Whether to try again after `refusal`; then the pause is over when this returns.
  boolean again(Refusal refusal) {
    answered = true;
    return RetryPolicy.isTransient(refusal.status())
        && !refusal.isQuota()
        && pause(refusal.retryAfter());
  }

  /// Whether to try again after something that is neither; then the pause is over when this
  /// returns.
  boolean again() {
    return pause(null);
  }

  private boolean pause(@Nullable Duration asked) {
    failures++;
    Duration pause = asked == null ? policy.pause(failures) : asked;
    if (failures >= policy.tries()
        || Thread.currentThread().isInterrupted()
        || pause.compareTo(policy.budget().minus(waited)) > 0) {
      return false;
    }
    waited = waited.plus(pause);
    try {
      policy.sleeper().sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
