package io.jimg.golden;

import io.jimg.testing.FakeRegistry;
import io.jimg.testing.ImageBuilder;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Layout;
import io.jimg.testing.Peers;
import io.jimg.testing.Sample;
import io.jimg.testing.Shell;
import io.jimg.testing.Tar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The images of the recordings. Their layers are not compressed, so that every digest is the same
/// with every zlib.
final class GoldenImages {

  private static final Map<String, Sample> BY_NAME = images();

  private GoldenImages() {}

  private static Map<String, Sample> images() {
    var first = new Tar().directory("etc").file("etc/golden", "golden one\n").plain();
    var second = new Tar().file("etc/more", "golden two\n").symlink("etc/link", "more").plain();
    var one = image("2001-03-01T10:20:30.123456789Z", first).label("stage", "one").build();
    var two = image("2001-04-01T10:20:30Z", first, second).label("stage", "two").build();
    var arm64 = image("2001-05-02T00:00:00Z", second).platform("linux/arm64/v8").build();
    var images = new LinkedHashMap<String, Sample>();
    images.put("app:1", one);
    images.put("app:2", two);
    images.put(
        "multi:1",
        Images.index().add(image("2001-05-01T00:00:00Z", second).build()).add(arm64).build());
    var rest = new Tar().file("etc/rest", "golden rest\n").plain();
    images.put("rest:1", image("2001-02-01T00:00:00Z", rest).label("stage", "rest").build());
    return images;
  }

  private static ImageBuilder image(String created, Layer... layers) {
    var image = Images.image().created(created);
    for (var layer : layers) {
      image.layer(layer);
    }
    return image
        .emptyHistory("ENV PATH=/usr/bin:/bin")
        .emptyHistory("CMD [\"/bin/sh\" \"-c\" \"echo a long line that does not fit\"]")
        .env("PATH=/usr/bin:/bin", "A=<b> & c")
        .command("/bin/sh", "-c", "echo a long line that does not fit")
        .label("org.example.golden", "yes");
  }

  static void serve(FakeRegistry registry) {
    BY_NAME.forEach(
        (name, image) -> {
          int colon = name.indexOf(':');
          registry.serve("golden/" + name.substring(0, colon), name.substring(colon + 1), image);
        });
  }

  /// Puts them into the real registry, byte for byte.
  static void push(String registry, Path directory) {
    String skopeo = Peers.program("skopeo");
    var layout = new Layout(directory);
    BY_NAME.forEach(
        (name, image) -> {
          String entry = name.replace(':', '-');
          layout.put(entry, image);
          String to = "docker://" + registry + "/golden/" + name;
          String from = layout.name(entry);
          Shell.run(
                  skopeo,
                  "copy",
                  "-q",
                  "--all",
                  "--preserve-digests",
                  "--dest-tls-verify=false",
                  from,
                  to)
              .orThrow();
        });
  }

  /// Puts IDs and digests in place of `{id:app:1}` and `{digest:app:1}`.
  static String named(String word) {
    String text = word;
    for (var entry : BY_NAME.entrySet()) {
      text = text.replace("{digest:" + entry.getKey() + "}", entry.getValue().digest().toString());
      if (entry.getValue() instanceof Sample.Image image) {
        text = text.replace("{id:" + entry.getKey() + "}", image.id().shortHex());
      }
    }
    return text;
  }
}
