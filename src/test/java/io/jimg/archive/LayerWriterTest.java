package io.jimg.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.store.LocalStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerWriterTest {

  private static final byte[] TAR =
      new RawTar().directory("a").file("a/b", 100_000).file("/a/b", 70_000).bytes();

  @TempDir private Path directory;
  private LocalStore store;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("root"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void tarBecomesTheSameGzipLayerHoweverItCame() throws Exception {
    var layer = write(TAR);

    assertEquals(MediaType.OCI_LAYER_GZIP, layer.blob().mediaType());
    assertEquals(Digest.of(TAR), layer.diffId());
    assertEquals(70_000, layer.unpackedSize());
    byte[] stored = store.blobs().read(layer.blob().digest(), 1 << 20);
    assertEquals(layer.blob().digest(), Digest.of(stored));
    assertEquals(layer.blob().size(), stored.length);
    assertArrayEquals(TAR, new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes());

    assertEquals(layer, write(TAR));
    assertEquals(layer, write(TarLayerTest.gzip(TAR)));
    assertEquals(layer, write(Zstd.compress(TAR)));
    assertEquals(List.of(), files("jimg/ingest"));
  }

  @Test
  void whatDockerCannotUnpackIsRefusedAndLeavesNothing() throws Exception {
    byte[] gzip = TarLayerTest.gzip(TAR);

    assertRefused("archive/tar: invalid tar header", "no tar".repeat(1000).getBytes(UTF_8));
    assertRefused("unexpected EOF", Arrays.copyOf(TAR, 1000));
    assertRefused("unexpected EOF", Arrays.copyOf(gzip, gzip.length - 9));
    assertRefused("unhandled tar header type 83", new RawTar().gnu().entry('S', "a").bytes());
    assertEquals(List.of(), files("blobs/sha256"));
    assertEquals(List.of(), files("jimg/ingest"));
  }

  private void assertRefused(String sentence, byte[] in) {
    assertEquals(sentence, assertThrows(InvalidInput.class, () -> write(in)).sentence());
  }

  private NewLayer write(byte[] in) throws InterruptedException {
    try (var lease = store.lease()) {
      return LayerWriter.write(new ByteArrayInputStream(in), store.blobs(), lease);
    }
  }

  private List<Path> files(String name) throws IOException {
    try (var files = Files.list(directory.resolve("root").resolve(name))) {
      return files.toList();
    }
  }
}
