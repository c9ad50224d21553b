package io.jimg.archive;

import java.util.concurrent.Semaphore;

/// Measures layers beside their downloads, on what the downloads leave of the processors: one
/// processor is always theirs.
public final class LayerMeter {

  private final Semaphore processors;

  /// @param processors how many there are
  public LayerMeter(int processors) {
    this.processors = new Semaphore(Math.max(1, processors - 1));
  }

  /// A tap for one layer. It takes a thread when the first bytes come.
  public LayerTap tap() {
    return new LayerTap(processors);
  }
}
