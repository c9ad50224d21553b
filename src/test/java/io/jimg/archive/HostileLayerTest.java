package io.jimg.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.jimg.error.JimgException;
import io.jimg.error.Unsupported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Layers that somebody made to hurt: memory and time have bounds, and only failures of ours come
/// out.
class HostileLayerTest {

  private static final MemoryLimits SMALL = new MemoryLimits(1 << 20, 20, 1 << 20);

  @Test
  void whateverTheBytesAreOnlyOurFailuresComeOut() throws IOException {
    var corpus = corpus();
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] blob = corpus.get(random.nextInt(corpus.size())).clone();
      for (int n = random.nextInt(8); n >= 0 && blob.length > 0; n--) {
        // Most of what is interesting stands in the first header or the first extended one.
        int at = random.nextInt(random.nextBoolean() ? blob.length : Math.min(blob.length, 1100));
        blob[at] =
            (byte)
                (random.nextInt(3) == 0
                    ? random.nextInt(256)
                    : "0 79\0=\n-x".charAt(random.nextInt(9)));
      }
      if (random.nextInt(4) == 0 && blob.length > 157) {
        byte[] header = Arrays.copyOf(blob, Math.min(512, blob.length));
        System.arraycopy(RawTar.checksummed(Arrays.copyOf(header, 512)), 0, blob, 0, header.length);
      }
      try {
        TarLayer.measure(new ByteArrayInputStream(blob), SMALL);
      } catch (JimgException _) {
        // As it should be.
      }
    }
  }

  private static List<byte[]> corpus() throws IOException {
    var corpus = new ArrayList<byte[]>();
    for (var layer : OddLayer.all()) {
      corpus.add(layer.tar());
    }
    byte[] tar = corpus.get(4);
    corpus.add(TarLayerTest.gzip(tar));
    corpus.add(Zstd.compress(tar));
    return corpus;
  }

  @Test
  void filesOfZerosTakeNoMemory() {
    byte[] header = new RawTar().header('0', "zeros", "", 1L << 28).open();
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          var tar = new Endless(_ -> new byte[1 << 16], header, 1L << 28);
          assertEquals(1L << 28, TarLayer.measure(tar, SMALL).unpackedSize());
        });
  }

  @Test
  void filesWithoutEndAreStoppedByTheirNames() {
    IntFunction<byte[]> headers =
        i -> new RawTar().file("directory/with/many/files/" + i, 0).open();
    var failure = assertThrows(Unsupported.class, () -> measure(headers));
    assertTrue(failure.sentence().startsWith("cannot measure a layer of more than "));
    IntFunction<byte[]> links =
        i -> new RawTar().pax("linkpath", "x".repeat(4000)).symlink("l" + i, "").open();
    assertThrows(Unsupported.class, () -> measure(links));
  }

  @Test
  void namesThatComeAndGoTakeNoMemory() {
    IntFunction<byte[]> comeAndGo =
        i ->
            i < 20_000
                ? new RawTar().directory("d").file("d/e/" + i, 9).file("d", 7).open()
                : new byte[0];
    assertEquals(7, measure(comeAndGo).unpackedSize());
  }

  @Test
  void symlinksThatMultiplyAreNotFollowedForEver() {
    var tar = new RawTar().directory("d");
    for (int i = 0; i < 60; i++) {
      tar.symlink("s" + i, i == 0 ? "d" : ("s" + (i - 1) + "/../").repeat(12) + "s" + (i - 1));
    }
    byte[] blob = tar.file("s59/x", 1).bytes();
    assertTimeout(
        Duration.ofSeconds(5),
        () ->
            assertEquals(
                "open /s59/x: too many levels of symbolic links",
                TarLayerTest.measure(blob).failure()));
  }

  @Test
  void treesDeeperThanAnyStackAreRemoved() {
    var tar = new RawTar();
    String below = "a/".repeat(220) + "b";
    for (int i = 0; i < 35; i++) {
      String deeper = (i == 0 ? "" : "s" + (i - 1) + "/") + below;
      tar.pax("path", deeper).directory("").pax("linkpath", deeper).symlink("s" + i, "");
    }
    long links = measure(tar).unpackedSize();
    assertEquals(links + 3, measure(tar.file("a", 3)).unpackedSize());
  }

  private static LayerMeasurement measure(RawTar tar) {
    return TarLayer.measure(new ByteArrayInputStream(tar.open()), SMALL);
  }

  @Test
  void paxNumbersOfAMillionDigitsAreRefusedAtOnce() {
    byte[] blob = new RawTar().pax("mtime", "9".repeat(1_000_000)).file("a", 1).bytes();
    assertTimeout(
        Duration.ofSeconds(5),
        () ->
            assertEquals("archive/tar: invalid tar header", TarLayerTest.measure(blob).failure()));
    byte[] large = new RawTar().pax("comment", "x".repeat(1 << 20)).file("a", 1).bytes();
    assertEquals("archive/tar: header field too long", TarLayerTest.measure(large).failure());
  }

  @Test
  void widerZstdWindowThanAllowedIsRefused() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zstd = new ZstdOutputStreamNoFinalizer(out, 3)) {
      zstd.setLong(24);
      byte[] noise = new byte[20 << 20];
      new Random(1).nextBytes(noise);
      zstd.write(noise);
    }
    assertThrows(
        Unsupported.class,
        () -> TarLayer.measure(new ByteArrayInputStream(out.toByteArray()), SMALL));
  }

  private static LayerMeasurement measure(IntFunction<byte[]> pieces) {
    return TarLayer.measure(new Endless(pieces, new byte[0], Long.MAX_VALUE), SMALL);
  }

  /// A beginning, and then pieces until one is empty or there were enough bytes.
  private static final class Endless extends InputStream {
    private final IntFunction<byte[]> pieces;
    private long left;
    private byte[] piece;
    private int at;
    private int next;

    Endless(IntFunction<byte[]> pieces, byte[] beginning, long length) {
      this.pieces = pieces;
      this.piece = beginning;
      this.left = length == Long.MAX_VALUE ? length : length + beginning.length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == piece.length) {
        piece = pieces.apply(next++);
        at = 0;
      }
      int count = (int) Math.min(left, Math.min(length, piece.length - at));
      if (count == 0) {
        return -1;
      }
      System.arraycopy(piece, at, into, offset, count);
      at += count;
      left -= count;
      return count;
    }
  }
}
