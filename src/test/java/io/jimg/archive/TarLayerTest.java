package io.jimg.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.Zstd;
import io.jimg.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class TarLayerTest {

  @Test
  void diffIdIsOfTheUncompressedStreamHoweverItIsCompressed() throws IOException {
    byte[] tar = new Tar().directory("a/").file("a/b", 5000).bytes();
    var expected = new LayerMeasurement(Digest.of(tar), 5000, null);

    assertEquals(expected, measure(tar));
    assertEquals(expected, measure(gzip(tar)));
    assertEquals(expected, measure(Zstd.compress(tar)));
  }

  @Test
  void overwrittenFilesAndHardLinksCountOnce() {
    assertEquals(7, size(new Tar().file("a", 100).file("./a", 7)));
    assertEquals(100, size(new Tar().file("a", 100).hardLink("b", "a").hardLink("c", "/b")));
    assertEquals(107, size(new Tar().file("a", 100).hardLink("b", "a").file("a", 7)));
    assertEquals(7, size(new Tar().directory("d").file("d/e/f", 100).file("d", 7)));
    assertEquals(103, size(new Tar().file("a", 100).symlink("b", "xyz")));
  }

  private static long size(Tar tar) {
    return measure(tar.bytes()).unpackedSize();
  }

  private static LayerMeasurement measure(byte[] blob) {
    return TarLayer.measure(new ByteArrayInputStream(blob));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
