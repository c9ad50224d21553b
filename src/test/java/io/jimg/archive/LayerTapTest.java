package io.jimg.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jimg.oci.Digest;
import io.jimg.store.blob.ContentTap;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class LayerTapTest {

  private static final byte[] TAR = new RawTar().file("a", noise(1_000_000)).bytes();
  private static final LayerMeasurement MEASURED =
      new LayerMeasurement(Digest.of(TAR), 1_000_000, null);

  private final LayerMeter meter = new LayerMeter(2);

  @Test
  void layerIsMeasuredWhileItIsStored() throws Exception {
    for (int piece : new int[] {1 << 20, 256 << 10, 8192, 777}) {
      try (var tap = meter.tap()) {
        pour(TarLayerTest.gzip(TAR), piece, tap);
        assertEquals(MEASURED, tap.finish());
      }
    }
  }

  @Test
  void manyLayersAreMeasuredAtOnce() throws Exception {
    byte[] blob = TarLayerTest.gzip(TAR);
    var taps = new LayerTap[] {meter.tap(), meter.tap(), meter.tap(), meter.tap()};
    for (var tap : taps) {
      pour(blob, 50_000, tap);
    }
    for (var tap : taps) {
      assertEquals(MEASURED, tap.finish());
    }
  }

  @Test
  void restartBeginsAnew() throws Exception {
    try (var tap = meter.tap()) {
      pour(new byte[100_000], 8192, tap);
      tap.restart();
      pour(TarLayerTest.gzip(TAR), 8192, tap);
      assertEquals(MEASURED, tap.finish());
    }
  }

  @Test
  void layerThatMeasuringCannotFollowIsGivenUpAndNobodyWaits() {
    var none = new Semaphore(0);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          try (var tap = new LayerTap(none)) {
            pour(new byte[32 << 20], 256 << 10, tap);
            assertNull(tap.finish());
          }
        });
  }

  @Test
  void blobThatCannotBeDecompressedHasNoMeasurement() throws Exception {
    byte[] blob = TarLayerTest.gzip(TAR);
    try (var tap = meter.tap()) {
      pour(Arrays.copyOf(blob, blob.length / 2), 8192, tap);
      assertNull(tap.finish());
    }
    try (var tap = meter.tap()) {
      assertNull(tap.finish());
    }
  }

  private static void pour(byte[] blob, int piece, ContentTap tap) {
    byte[] buffer = new byte[piece];
    for (int at = 0; at < blob.length; at += piece) {
      int length = Math.min(piece, blob.length - at);
      System.arraycopy(blob, at, buffer, 0, length);
      tap.accept(buffer, length);
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private static String noise(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }
}
