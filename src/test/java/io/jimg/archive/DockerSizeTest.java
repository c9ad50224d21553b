package io.jimg.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Docker;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Docker itself on overlay2, asked for the sizes that [TarLayer] claims it gives.
class DockerSizeTest {

  @BeforeEach
  void docker() {
    Docker.require();
  }

  @Test
  void importedLayersHaveDockersDiffIdAndSizeOrItsFailure() {
    for (var layer : OddLayer.all()) {
      assertEquals(measured(layer), imported(layer), layer.name());
    }
  }

  @Test
  void dockerRefusesDuplicatesWhateverTheySay() {
    for (var layer : OddLayer.duplicates()) {
      var result = Docker.run(layer.tar(), "import", "-");
      assertTrue(result.err().contains("duplicates of file paths not supported"), result.err());
    }
  }

  @Test
  void pulledLayersHaveDockersSizes() {
    var good = OddLayer.all().stream().filter(layer -> layer.failure() == null).toList();
    var image = Images.image();
    for (var layer : good) {
      image.layer(Layer.gzip(layer.tar()));
    }
    try (var registry = FakeRegistry.start()) {
      registry.serve("archive/odd", "1", image.build());
      String name = registry.host() + "/archive/odd:1";
      assertEquals(0, Docker.run("pull", "-q", name).status());
      try {
        var sizes = new ArrayList<String>();
        long sum = 0;
        for (var layer : good.reversed()) {
          sizes.add(Long.toString(layer.size()));
          sum += layer.size();
        }
        assertEquals(
            String.join("\n", sizes),
            Docker.run("history", "--human=false", "--format", "{{.Size}}", name).out());
        assertEquals(
            Long.toString(sum), Docker.run("image", "inspect", "-f", "{{.Size}}", name).out());
      } finally {
        Docker.run("rmi", name);
      }
    }
  }

  private static String measured(OddLayer layer) {
    var measured = TarLayerTest.measure(layer.tar());
    return measured.failure() == null
        ? measured.diffId() + " " + measured.unpackedSize()
        : measured.failure();
  }

  private static String imported(OddLayer layer) {
    var result = Docker.run(layer.tar(), "import", "-");
    if (result.status() != 0) {
      String before = "Error processing tar file(exit status 1): ";
      int at = result.err().indexOf(before);
      return at < 0 ? result.err() : result.err().substring(at + before.length());
    }
    var shown =
        Docker.run("image", "inspect", "-f", "{{index .RootFS.Layers 0}} {{.Size}}", result.out());
    Docker.run("rmi", result.out());
    return shown.out();
  }
}
