package io.jimg.image.work;

import io.jimg.oci.Digest;
import io.jimg.store.facts.LayerFacts;
import java.util.List;

/// Measures layers that are in the store.
@FunctionalInterface
public interface LayerMeasurer {

  /// Measures nothing.
  LayerMeasurer NONE = (_, _, _) -> {};

  /// Measures as many of `layers` as it can, and says what came of it before it returns.
  ///
  /// @param bytes that the layers have in the store
  void measure(List<Digest> layers, long bytes, Findings findings) throws InterruptedException;

  /// Whom measuring tells, from several threads at once.
  interface Findings {

    /// @param bytes of the layers that were read since it was last told
    void read(long bytes);

    /// Somebody else measures `layer`, and is waited for.
    default void awaits(Digest layer) {}

    /// `layer` is measured from here on, perhaps since whom it was waited for has given up.
    default void begins(Digest layer) {}

    /// `layer` needs no more measuring.
    void found(Digest layer, LayerFacts facts);
  }
}
