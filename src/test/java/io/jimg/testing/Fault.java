package io.jimg.testing;

import java.io.IOException;

/// Something that goes wrong, and how often. See [Faults].
public final class Fault {

  /// What a fault does to one request.
  @FunctionalInterface
  public interface Behaviour {
    void meet(Call call) throws IOException;
  }

  private final Behaviour behaviour;
  private int spared;
  private int times;

  private Fault(Behaviour behaviour, int spared, int times) {
    this.behaviour = behaviour;
    this.spared = spared;
    this.times = times;
  }

  /// A fault that never ends.
  public static Fault of(Behaviour behaviour) {
    return new Fault(behaviour, 0, Integer.MAX_VALUE);
  }

  /// The same fault for the first `times` requests that meet it; afterwards it is not there.
  public Fault times(int times) {
    return new Fault(behaviour, spared, times);
  }

  public Fault once() {
    return times(1);
  }

  /// The same fault, sparing the first `requests`.
  public Fault after(int requests) {
    return new Fault(behaviour, requests, times);
  }

  /// A copy with counters of its own.
  Fault fresh() {
    return new Fault(behaviour, spared, times);
  }

  /// Counts a request that fits; true when this fault strikes it.
  synchronized boolean strikes() {
    if (spared > 0) {
      spared--;
      return false;
    }
    if (times == 0) {
      return false;
    }
    if (times != Integer.MAX_VALUE) {
      times--;
    }
    return true;
  }

  void meet(Call call) throws IOException {
    behaviour.meet(call);
  }
}
