package io.jimg.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import io.jimg.error.IntegrityFailure;
import io.jimg.oci.Digest;
import io.jimg.testing.Tar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TarLayerTest {

  private static final byte[] TAR = new RawTar().directory("a/").file("a/b", 5000).bytes();
  private static final LayerMeasurement MEASURED = new LayerMeasurement(Digest.of(TAR), 5000, null);

  static Stream<OddLayer> oddLayers() {
    return Stream.concat(OddLayer.all().stream(), OddLayer.duplicates().stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddLayers")
  void sizeIsWhatDockerLeavesOnTheDisk(OddLayer layer) {
    assertEquals(
        new LayerMeasurement(Digest.of(layer.tar()), layer.size(), layer.failure()),
        measure(layer.tar()));
  }

  @Test
  void diffIdIsOfTheUncompressedStreamHoweverItIsCompressed() throws IOException {
    assertEquals(MEASURED, measure(TAR));
    assertEquals(MEASURED, measure(gzip(TAR)));
    assertEquals(MEASURED, measure(Zstd.compress(TAR)));
    assertEquals(MEASURED, measure(packed(TAR, BZip2CompressorOutputStream::new)));
    assertEquals(
        MEASURED, measure(packed(TAR, out -> new XZOutputStream(out, new LZMA2Options()))));
  }

  @Test
  void compressedStreamsFollowEachOtherInOneBlob() throws IOException {
    byte[] first = Arrays.copyOf(TAR, 700);
    byte[] rest = Arrays.copyOfRange(TAR, 700, TAR.length);
    byte[] skippable = {0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};

    assertEquals(MEASURED, measure(joined(gzip(first), gzip(new byte[0]), gzip(rest))));
    assertEquals(
        MEASURED,
        measure(
            joined(skippable, Zstd.compress(first), skippable, Zstd.compress(rest), skippable)));
  }

  @Test
  void blobThatCannotBeDecompressedIsRefused() throws IOException {
    byte[] gzip = gzip(TAR);
    byte[] checksum = gzip.clone();
    checksum[gzip.length - 6] ^= 1;
    byte[] zstd = Zstd.compress(TAR);
    var refused =
        Map.of(
            "unexpected EOF", List.of(cut(gzip, 1), cut(gzip, 40), cut(gzip, gzip.length - 5)),
            "gzip: invalid header", List.of(joined(gzip, "after the end".getBytes(UTF_8))),
            "gzip: invalid checksum", List.of(checksum),
            "zstd: Truncated source", List.of(cut(zstd, 3)),
            "zstd: Unknown frame descriptor", List.of(joined(zstd, "garbage".getBytes(UTF_8))));

    refused.forEach(
        (reason, blobs) ->
            blobs.forEach(
                blob ->
                    assertEquals(
                        "cannot read layer: " + reason,
                        assertThrows(IntegrityFailure.class, () -> measure(blob)).sentence())));
  }

  /// Who hashes which piece makes no difference, and nobody keeps a processor.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void processorsThatHelpChangeNothing(int idle) throws IOException {
    byte[] content = new byte[9_876_543];
    new SplittableRandom(idle).nextBytes(content);
    byte[] tar = joined(new Tar().file("large", content).bytes(), new byte[1000]);
    var processors = new Semaphore(idle);
    assertEquals(
        new LayerMeasurement(Digest.of(tar), content.length, null),
        TarLayer.measure(new ByteArrayInputStream(gzip(tar)), 1, processors));
    assertEquals(idle, processors.availablePermits());
  }

  static LayerMeasurement measure(byte[] blob) {
    return TarLayer.measure(new ByteArrayInputStream(blob), 1);
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    return packed(bytes, GZIPOutputStream::new);
  }

  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] bytes, Packer packer) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var packing = packer.over(out)) {
      packing.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] cut(byte[] bytes, int off) {
    return Arrays.copyOf(bytes, bytes.length - off);
  }
}
