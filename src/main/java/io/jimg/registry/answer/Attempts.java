package io.jimg.registry.answer;

import io.jimg.error.RegistryFailure;
import io.jimg.registry.settings.RetryPolicy;
import io.jimg.registry.transport.Transience;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tries of one operation: counts failures and waits between tries, as the policy says. For one
/// thread.
public final class Attempts {

  private final RetryPolicy policy;
  private int failures;
  private Duration waited = Duration.ZERO;
  private boolean answered;

  /// No try yet.
  public Attempts(RetryPolicy policy) {
    this.policy = policy;
  }

  /// What `attempt` comes to, tried as often as `policy` allows.
  public static <T> Answer<T> run(RetryPolicy policy, Supplier<Answer<T>> attempt) {
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
  public void answered() {
    answered = true;
  }

  /// Something was achieved: failures count anew.
  public void progressed() {
    failures = 0;
    waited = Duration.ZERO;
  }

  /// Whether to try again after `failure`; then the pause is over when this returns.
  public boolean again(RegistryFailure failure) {
    return failure.getCause() instanceof IOException cause
        && Transience.of(cause, answered)
        && pause(null);
  }

  /// Whether to try again after `refusal`; then the pause is over when this returns.
  public boolean again(Refusal refusal) {
    answered = true;
    return Transience.of(refusal.status()) && !refusal.isQuota() && pause(refusal.retryAfter());
  }

  /// Whether to try again after something that is neither; then the pause is over when this
  /// returns.
  public boolean again() {
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
