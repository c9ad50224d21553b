package io.jimg.output.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.error.BadTemplate;
import io.jimg.image.DiskUsage;
import io.jimg.image.HistoryStep;
import io.jimg.image.ImageSummary;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonWriter;
import io.jimg.output.table.TextOutput;
import io.jimg.output.units.LocalZone;
import io.jimg.reference.Reference;
import io.jimg.testing.DockerCli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Lists beside those of the real Docker command line for the same images.
class ListsLikeDockerTest {

  private final Instant now = Instant.now();

  private static final List<String> FORMATS =
      List.of(
          "table",
          "json",
          "raw",
          "{{.ID}}",
          "{{json .}}",
          "{{json .Repository}} {{json .Tag}}",
          "  {{.Repository}}:{{.Tag}}  ",
          "{{.Repository}}\\t{{.Tag}}\\n{{.Size}}",
          "table {{.ID}}\\t{{.Size}}",
          "table{{.ID}}",
          "tableau {{.ID}}",
          "table {{.Repository}}\t{{.Tag}}\t{{.Containers}}\t{{.SharedSize}}\t{{.UniqueSize}}",
          "table {{.VirtualSize}}\t{{.CreatedAt}}\t{{.Digest}}",
          "table {{upper .Repository}}\t{{lower .Tag}}\t{{title .ID}}\t{{truncate .ID 4}}",
          "table {{pad .Tag 3 4}}|{{json .Size}}\t{{join (split .Tag \".\") \"-\"}}",
          "{{.Digest}} {{.CreatedSince}} {{.CreatedAt}}",
          "{{if eq .Tag \"<none>\"}}dangling{{else}}{{.Tag}}{{end}}",
          "{{range $i, $p := split .Repository \"/\"}}{{$i}}={{$p}} {{end}}",
          "{{.Foo}}",
          "table {{.Foo}}",
          "{{",
          "}} {{ .ID }}{{.Tag}} }}",
          "{{.ID -}} {{.Tag}}",
          "{{.ID}}{{ }}",
          "{{if .Digest}}{{.Digest}}{{else}}no {{.ID}}{{end}}",
          "{{if .Digest}}{{.Digest}}{{else}}none{{end}} {{if .Foo}}{{.Foo}}{{else}}x{{end}}",
          "{{.Foo}} {{.ID}}",
          "{{json}}",
          "{{.ID.Foo}}",
          "{{nofunc .ID}}",
          "JSON",
          " json",
          "",
          "x");

  /// Which of three flags are given, as bits.
  private static final int[] EVERY = {0, 1, 2, 3, 4, 5, 6, 7};

  private static final int[] SOME = {0, 7};
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void imagesPrintAsDockerPrintsThem() {
    try (var docker = new DockerCli()) {
      var images = images();
      docker.serve("/images/json", JsonWriter.text(new JsonValue.JsonArray(asDocker(images))));
      for (String format : FORMATS) {
        for (int flags : FORMATS.indexOf(format) < 4 ? EVERY : SOME) {
          compareImages(docker, images, format, flags);
        }
      }
      docker.serve("/images/json", "[]");
      for (String format : List.of("table", "table {{.Foo}}\t{{.ID}}", "json", "{{.Foo}}", "{{")) {
        compareImages(docker, List.of(), format, 0);
      }
    }
  }

  @Test
  void historyPrintsAsDockerPrintsIt() {
    try (var docker = new DockerCli()) {
      var steps = steps();
      var json = new ArrayList<JsonValue>();
      steps.forEach(step -> json.add(asDocker(step)));
      docker.serve("/images/x/history", JsonWriter.text(new JsonValue.JsonArray(json)));
      for (String format :
          List.of(
              "table",
              "json",
              "raw",
              "table {{.CreatedBy}}\t{{.Size}}",
              "{{.ID}} {{.CreatedAt}} {{.CreatedSince}} {{.Size}} {{.Comment}}",
              "{{.Tag}}")) {
        for (int flags : EVERY) {
          compareHistory(docker, steps, format, flags);
        }
      }
    }
  }

  @Test
  void diskUsagePrintsAsDockerPrintsIt() {
    try (var docker = new DockerCli()) {
      compareUsage(docker, usage(images()));
      compareUsage(docker, usage(List.of()));
    }
  }

  private void compareUsage(DockerCli docker, DiskUsage usage) {
    docker.serve("/system/df", JsonWriter.text(asDocker(usage)));
    for (String format :
        List.of(
            "table",
            "json",
            "raw",
            "table {{.Type}}\t{{.Reclaimable}}",
            "table {{len .Images}}",
            "{{.Foo}}",
            "{{range .Images}}{{.ID}} {{.UniqueSize}} {{.Digest}}{{println}}{{end}}",
            "{{len .Images}} {{.Containers}} {{.Foo}}",
            "{{")) {
      for (boolean verbose : new boolean[] {false, true}) {
        var arguments = new ArrayList<>(List.of("system", "df", "--format", format));
        arguments.addAll(verbose ? List.of("-v") : List.of());
        var report = new DiskUsageReport(format, new RowStyle(now, LocalZone.UTC, true));
        compare(
            docker.run(arguments.toArray(String[]::new)),
            output -> {
              if (verbose) {
                report.printImages(usage, output);
              } else {
                report.print(usage, output);
              }
            },
            arguments);
      }
    }
  }

  private static DiskUsage usage(List<ImageSummary> images) {
    var usages = new ArrayList<DiskUsage.Usage>();
    for (var image : images) {
      long size = image.size().getAsLong();
      usages.add(new DiskUsage.Usage(image, size, size / 3));
    }
    long size = usages.stream().mapToLong(DiskUsage.Usage::size).sum();
    return new DiskUsage(usages, size, DiskUsage.Garbage.NONE);
  }

  private JsonValue asDocker(DiskUsage usage) {
    var images = new ArrayList<JsonValue>();
    var summaries = usage.images().stream().map(DiskUsage.Usage::image).toList();
    var json = asDocker(summaries);
    for (int i = 0; i < json.size(); i++) {
      var members = new LinkedHashMap<>(((JsonObject) json.get(i)).members());
      members.put("SharedSize", number(usage.images().get(i).shared()));
      members.put("Containers", number(0));
      images.add(new JsonObject(members));
    }
    return new JsonObject(
        Map.of("LayersSize", number(usage.size()), "Images", new JsonValue.JsonArray(images)));
  }

  private void compareImages(
      DockerCli docker, List<ImageSummary> images, String format, int flags) {
    var arguments = new ArrayList<>(List.of("images"));
    arguments.addAll(flags(flags, "--quiet", "--digests", "--no-trunc"));
    arguments.addAll(format.isEmpty() ? List.of() : List.of("--format", format));
    var style = new RowStyle(now, LocalZone.UTC, (flags & 4) == 0);
    String source = format.isEmpty() ? "table" : format;
    compare(
        docker.run(arguments.toArray(String[]::new)),
        output ->
            new ImageRows(source, (flags & 1) != 0, (flags & 2) != 0, style).print(images, output),
        arguments);
  }

  private void compareHistory(DockerCli docker, List<HistoryStep> steps, String format, int flags) {
    var arguments = new ArrayList<>(List.of("history", "--format", format, "x"));
    arguments.addAll(flags(flags, "--quiet", "--human=false", "--no-trunc"));
    var style = new RowStyle(now, LocalZone.UTC, (flags & 4) == 0);
    compare(
        docker.run(arguments.toArray(String[]::new)),
        output ->
            new HistoryRows(format, (flags & 1) != 0, (flags & 2) == 0, style).print(steps, output),
        arguments);
  }

  private List<String> flags(int bits, String... names) {
    var flags = new ArrayList<String>();
    for (int i = 0; i < names.length; i++) {
      if ((bits & (1 << i)) != 0) {
        flags.add(names[i]);
      }
    }
    return flags;
  }

  private void compare(
      DockerCli.Result expected, Consumer<TextOutput> ours, List<String> arguments) {
    var bytes = new ByteArrayOutputStream();
    String error = "";
    try (var out = new PrintStream(bytes, false, UTF_8)) {
      ours.accept(TextOutput.plain(out));
    } catch (BadTemplate e) {
      error = e.sentence() + "\n";
    }
    assertEquals(
        expected,
        new DockerCli.Result(bytes.toString(UTF_8), error, error.isEmpty() ? 0 : 1),
        arguments::toString);
  }

  /// Ages in the middle of what is printed alike, so that a slow machine changes nothing.
  private List<ImageSummary> images() {
    return List.of(
        image(1, Duration.ofMinutes(90), 4_445_814, List.of("busybox:1.36"), List.of()),
        image(
            2,
            Duration.ofHours(60),
            999_999,
            List.of("127.0.0.1:5000/a/b:1", "127.0.0.1:5000/a/b:2"),
            List.of("127.0.0.1:5000/a/b@sha256:" + HEX)),
        image(
            3,
            Duration.ofDays(10),
            0,
            List.of("library/c/d:x_y.z-1"),
            List.of(
                "docker.io/library/c/d@sha256:" + HEX,
                "docker.io/library/c/d@sha256:" + "f".repeat(64))),
        image(4, Duration.ofDays(40), 1_000, List.of(), List.of("nginx@sha256:" + HEX)),
        image(5, Duration.ofDays(400), 123_456_789_012L, List.of(), List.of()),
        image(6, null, 77_000_000, List.of("ghcr.io/o/p:latest"), List.of()),
        image(7, Duration.ofSeconds(-5000), 1, List.of("future:1"), List.of()));
  }

  private ImageSummary image(
      int id, @Nullable Duration age, long size, List<String> tags, List<String> digests) {
    return new ImageSummary(
        Digest.parse("sha256:" + Integer.toString(id).repeat(64)),
        tags.stream().map(Reference::parse).toList(),
        digests.stream().map(Reference::parse).toList(),
        age == null ? null : now.minus(age),
        Map.of(),
        () -> size);
  }

  private List<JsonValue> asDocker(List<ImageSummary> images) {
    var json = new ArrayList<JsonValue>();
    for (var image : images) {
      var members = new LinkedHashMap<String, JsonValue>();
      var created = image.created();
      members.put("Containers", number(-1));
      members.put("Created", number(created == null ? 0 : created.getEpochSecond()));
      members.put("Id", new JsonValue.JsonText(image.id().toString()));
      members.put("RepoTags", names(image.tags()));
      members.put("RepoDigests", names(image.digests()));
      members.put("SharedSize", number(-1));
      members.put("Size", number(image.size().getAsLong()));
      json.add(new JsonObject(members));
    }
    return json;
  }

  private static JsonValue names(List<Reference> references) {
    return JsonWriter.array(references.stream().map(Reference::familiar).toList());
  }

  private static JsonValue number(long value) {
    return new JsonValue.JsonNumber(Long.toString(value));
  }

  private List<HistoryStep> steps() {
    var id = Digest.parse("sha256:" + "a".repeat(64));
    var created = now.minus(Duration.ofDays(100));
    return List.of(
        new HistoryStep(id, created, "/bin/sh -c #(nop)  CMD [\"sh\"]", () -> 0, "buildkit"),
        new HistoryStep(null, created, "RUN a\tb " + "x".repeat(50), () -> 999_499, ""),
        new HistoryStep(
            null, created, "RUN \u4e16\u754c " + "\u4e16".repeat(30), () -> 10, "\u00e9"),
        new HistoryStep(null, null, "", () -> 7_797_760, "<old> & \"odd\""),
        new HistoryStep(null, Instant.ofEpochSecond(946_684_800), "y2k", () -> 1, ""),
        new HistoryStep(null, Instant.ofEpochSecond(946_684_801), "z", () -> 1_000, "c"));
  }

  private static JsonValue asDocker(HistoryStep step) {
    var members = new LinkedHashMap<String, JsonValue>();
    var created = step.created();
    members.put("Id", new JsonValue.JsonText(step.id() == null ? "<missing>" : step.id() + ""));
    members.put("Created", number(created == null ? 0 : created.getEpochSecond()));
    members.put("CreatedBy", new JsonValue.JsonText(step.createdBy()));
    members.put("Size", number(step.size().getAsLong()));
    members.put("Comment", new JsonValue.JsonText(step.comment()));
    return new JsonObject(members);
  }
}
