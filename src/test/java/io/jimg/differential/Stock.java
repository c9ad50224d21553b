package io.jimg.differential;

import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.MediaType;
import io.jimg.testing.ImageBuilder;
import io.jimg.testing.Images;
import io.jimg.testing.Layer;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The images that the groups pull, by `REPOSITORY:TAG`. None has a symbolic link, which only some
/// of Docker's storage drivers count.
final class Stock {

  private static final Layer BASE =
      new Tar().directory("etc").file("etc/base", "base of all\n").gzip();
  private static final Layer MORE = new Tar().file("etc/more", "more\n").gzip();

  private Stock() {}

  static Map<String, Sample> images() {
    var images = new LinkedHashMap<String, Sample>();
    var one = plain("2001-03-01T10:20:30.123456789Z", "one", BASE).build();
    var two = plain("2001-04-01T10:20:30Z", "two", BASE, MORE).build();
    images.put("app:1", one);
    images.put("app:2", two);
    images.put("stack:1", plain("2001-04-02T10:20:30Z", "stack", own("stack"), MORE).build());
    images.put("twin:a", one);
    images.put("twin:b", one);
    images.put("moving:1", one);
    images.put("latest:latest", two);
    var arm64 = plain("2001-05-02T00:00:00Z", "arm", own("arm")).platform("linux/arm64/v8").build();
    var amd64 = plain("2001-05-01T00:00:00Z", "amd", own("amd")).build();
    images.put("multi:1", Images.index().add(amd64).add(arm64).build());
    images.put("arm:1", arm64);
    images.put("single:latest", arm64);
    images.put("rest:1", plain("2001-02-01T00:00:00Z", "rest", own("rest")).build());
    images.put("old:1", plain("1999-12-31T23:59:59Z", "old", own("old")).build());
    images.put("epoch:1", plain("1970-01-01T00:00:00Z", "epoch", own("epoch")).build());
    images.put("undated:1", undated());
    images.put("future:1", plain("2100-01-01T00:00:00Z", "future", own("future")).build());
    images.put("rich:1", rich());
    images.put("wide:1", wide());
    images.put("edge:1", edge());
    images.put("schema2:1", plain("2001-06-01T00:00:00Z", "s2", own("s2")).docker().build());
    images.put("windows:1", windows());
    images.put("artifact:1", artifact());
    images.put("empty:1", Images.image().created("2001-07-01T00:00:00Z").build());
    return images;
  }

  /// Images of now minus something, for texts of ages. Half a unit is between one text and the
  /// next.
  static Map<String, Sample> aged(Instant now) {
    var images = new LinkedHashMap<String, Sample>();
    Map.of(
            "minute", Duration.ofSeconds(63),
            "minutes", Duration.ofSeconds(10 * 60 + 3),
            "hour", Duration.ofMinutes(75),
            "hours", Duration.ofHours(30),
            "days", Duration.ofDays(5),
            "weeks", Duration.ofDays(20),
            "months", Duration.ofDays(100),
            "years", Duration.ofDays(1000))
        .forEach(
            (name, age) -> {
              String created = now.minus(age).truncatedTo(ChronoUnit.MILLIS).toString();
              images.put("aged:" + name, plain(created, name, BASE).build());
            });
    return images;
  }

  private static Sample.Image undated() {
    var history = new JsonArray(List.of(step("created_by", "COPY it")));
    return plain("", "undated", own("undated")).config("history", history).build();
  }

  private static Layer own(String name) {
    return new Tar().file("etc/" + name, name + "\n").gzip();
  }

  private static ImageBuilder plain(String created, String stage, Layer... layers) {
    var image = Images.image().created(created);
    for (var layer : layers) {
      image.layer(layer);
    }
    return image
        .emptyHistory("ENV PATH=/usr/bin:/bin")
        .emptyHistory("CMD [\"/bin/sh\" \"-c\" \"echo a long line that does not fit\"]")
        .env("PATH=/usr/bin:/bin", "A=<b> & c")
        .command("/bin/sh", "-c", "echo a long line that does not fit")
        .label("kind", "plain")
        .label("stage", stage);
  }

  private static Sample.Image rich() {
    return Images.image()
        .created("2001-08-01T01:02:03.4Z")
        .layer(own("rich"))
        .env("PATH=/bin", "EMPTY=", "QUOTE=\"q\" 'a'", "WIDE=日本")
        .command("run", "<it> & go")
        .container("Entrypoint", JsonWriter.array(List.of("/entry", "--flag")))
        .container("ExposedPorts", flags("80/tcp", "53/udp"))
        .container("Volumes", flags("/data"))
        .container("User", new JsonText("1000:1000"))
        .container("WorkingDir", new JsonText("/work"))
        .container("StopSignal", new JsonText("SIGQUIT"))
        .container("OnBuild", JsonWriter.array(List.of("RUN true")))
        .container("Unknown", new JsonText("kept by nobody"))
        .label("org.example.title", "Title of <all> & more")
        .label("org.example.wide", "幅")
        .label("empty", "")
        .label("a.b", "dotted")
        .config("author", new JsonText("An Author <author@example.org>"))
        .build();
  }

  private static JsonObject flags(String... names) {
    var flags = new LinkedHashMap<String, JsonValue>();
    for (String name : names) {
      flags.put(name, JsonObject.EMPTY);
    }
    return new JsonObject(flags);
  }

  /// History with tabs, wide characters and comments.
  private static Sample.Image wide() {
    String created = "2001-09-01T00:00:00Z";
    var steps =
        new JsonArray(
            List.of(
                step(
                    "created",
                    created,
                    "created_by",
                    "RUN\ta\ttab # 日本語のとても長い説明がここにありますので切られます",
                    "comment",
                    "c1"),
                step(
                    "created",
                    created,
                    "created_by",
                    "/bin/sh -c #(nop)  CMD [\"<&>\"]",
                    "comment",
                    "buildkit.x")));
    return Images.image()
        .created("2001-09-01T00:00:00Z")
        .silentLayer(own("wide"))
        .silentLayer(own("wider"))
        .config("history", steps)
        .label("kind", "wide")
        .build();
  }

  private static JsonValue step(String... members) {
    var step = new LinkedHashMap<String, JsonValue>();
    for (int i = 0; i < members.length; i += 2) {
      step.put(members[i], new JsonText(members[i + 1]));
    }
    return new JsonObject(step);
  }

  /// Sizes at the edges of their units.
  private static Sample.Image edge() {
    return Images.image()
        .created("2001-10-01T00:00:00Z")
        .layer(new Tar().file("a", new byte[999]).gzip())
        .layer(new Tar().file("b", new byte[1000]).gzip())
        .layer(new Tar().file("c", new byte[999_600]).gzip())
        .layer(new Tar().file("d", new byte[1_234_500]).gzip())
        .build();
  }

  /// Its layer takes longer than its config, which is what both look at.
  private static Sample.Image windows() {
    var layer = new Tar().noise("etc/win", 16 << 20, 1).gzip();
    return plain("2001-11-01T00:00:00Z", "win", layer).platform("windows/amd64").build();
  }

  /// A manifest whose config is no image's.
  private static Sample.Image artifact() {
    var plain = Images.image().layer(own("artifact")).build();
    var config = plain.config();
    var odd =
        new Descriptor(
            new MediaType("application/vnd.example.config+json"), config.digest(), config.size());
    return Images.image()
        .layer(own("artifact"))
        .manifest("config", DescriptorCodec.write(odd))
        .build();
  }
}
