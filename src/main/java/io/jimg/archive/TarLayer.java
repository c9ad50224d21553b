package io.jimg.archive;

import io.jimg.archive.tar.BlockInput;
import io.jimg.archive.tar.DamagedArchive;
import io.jimg.archive.tar.SideHash;
import io.jimg.archive.tar.TarReader;
import io.jimg.archive.tree.LayerTree;
import io.jimg.error.IntegrityFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/// Measures layers: one pass, in memory that grows with the number of files and is limited.
public final class TarLayer {

  private TarLayer() {}

  /// Measures the layer whose blob is `compressed`, by its first bytes, whatever its media type
  /// says. The stream is read to its end and stays open.
  ///
  /// @param atOnce how many layers may be measured at the same time: they share the heap
  /// @throws IntegrityFailure when the blob cannot be decompressed, so that it has no diff ID
  /// @throws io.jimg.error.Unsupported when it takes more memory than its share
  public static LayerMeasurement measure(InputStream compressed, int atOnce) {
    return measure(compressed, MemoryLimits.oneOf(atOnce));
  }

  /// The same, and takes the help of processors.
  ///
  /// @param idle how many of them have nothing else to do at a time
  public static LayerMeasurement measure(InputStream compressed, int atOnce, Semaphore idle) {
    return measure(compressed, MemoryLimits.oneOf(atOnce), new SideHash(idle));
  }

  static LayerMeasurement measure(InputStream compressed, MemoryLimits limits) {
    return measure(compressed, limits, new SideHash(new Semaphore(0)));
  }

  private static LayerMeasurement measure(
      InputStream compressed, MemoryLimits limits, SideHash hash) {
    try (var tar = Unpacked.of(compressed, limits)) {
      return measureTar(tar, limits, hash);
    } catch (IOException e) {
      throw new IntegrityFailure("cannot read layer: " + e.getMessage(), e);
    }
  }

  /// Measures an uncompressed stream.
  static LayerMeasurement measureTar(InputStream tar, MemoryLimits limits) throws IOException {
    return measureTar(tar, limits, new SideHash(new Semaphore(0)));
  }

  private static LayerMeasurement measureTar(InputStream tar, MemoryLimits limits, SideHash hash)
      throws IOException {
    var in = new BlockInput(tar, hash);
    var tree = new LayerTree(limits.tree());
    String failure = null;
    try {
      unpack(new TarReader(in), tree);
    } catch (DamagedArchive e) {
      failure = e.getMessage();
    }
    in.drain();
    return new LayerMeasurement(hash.digest(), failure == null ? tree.size() : 0, failure);
  }

  private static void unpack(TarReader tar, LayerTree tree) throws IOException {
    for (var entry = tar.next(); entry != null; entry = tar.next()) {
      tree.add(entry);
    }
  }
}
