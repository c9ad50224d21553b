package io.jimg.image.work;

/// What work that takes a while may ask of the program around it; nothing is made before it asks.
@FunctionalInterface
public interface LongWork {

  /// Who is told how far the work is.
  WorkProgress progress();

  /// Measures layers faster than this process can, where there is such a thing and they are worth
  /// it. What it leaves is measured here.
  default LayerMeasurer measurer() {
    return LayerMeasurer.NONE;
  }
}
