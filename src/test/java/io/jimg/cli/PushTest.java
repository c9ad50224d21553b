package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.reference.Reference;
import io.jimg.store.LocalStore;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {

  @TempDir Path home;
  private FakeRegistry registry;
  private Cli jimg;
  private String repository;

  @BeforeEach
  void start() {
    registry = FakeRegistry.start();
    jimg = new Cli(home);
    repository = registry.host() + "/test/app";
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void whereAPulledImageCameFromIsRemembered() {
    var image = Images.multiArch("one");
    var amd64 = (Sample.Image) image.members().getFirst();
    registry.serve("test/app", "1", image);
    jimg.run("pull", repository + ":1");
    try (var store = LocalStore.open(jimg.root())) {
      var expected = List.of(Reference.parse(repository));
      assertEquals(expected, store.origins().of(image.digest()));
      assertEquals(expected, store.origins().of(amd64.digest()));
      amd64.blobs().keySet().forEach(blob -> assertEquals(expected, store.origins().of(blob)));
      assertEquals(List.of(), store.origins().of(image.members().get(1).digest()));
    }
  }
}
