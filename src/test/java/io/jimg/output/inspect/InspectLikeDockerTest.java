package io.jimg.output.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.error.BadTemplate;
import io.jimg.image.ImageDetails;
import io.jimg.oci.Digest;
import io.jimg.oci.ImageConfig;
import io.jimg.output.table.TextOutput;
import io.jimg.reference.Reference;
import io.jimg.testing.DockerCli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `inspect` beside that of the real Docker command line, which is given the JSON that jimg says
/// the
/// engine has.
class InspectLikeDockerTest {

  private static final String HEX = "0123456789abcdef".repeat(4);

  /// Where Go happened to put something.
  private static final String ADDRESS = "0xc[0-9a-f]{9}";

  private static final List<String> FORMATS =
      List.of(
          "",
          "json",
          "{{.ID}}",
          "{{.Id}}",
          "{{.id}}",
          "{{json .}}",
          "{{json .Config}}",
          "{{.Config}}",
          "{{json .Config.Healthcheck}}",
          "{{.Config.Env}} {{.Config.Cmd}} {{.Config.Entrypoint}}",
          "{{index .RepoDigests 0}}",
          "{{index .RepoTags 7}}",
          "{{range $k, $v := .Config.ExposedPorts}}{{$k}}={{$v}} {{end}}",
          "{{.Config.ExposedPorts}} {{.Config.Volumes}} {{json .Config.Volumes}} {{len"
              + " .Config.Volumes}}",
          "{{.Config.Labels}} {{.Config.Labels.nope}} {{index .Config.Labels \"a.b\"}}",
          "{{.Id}} {{.Config.Labels.nope}}",
          "{{.Config.Labels.nope.deeper}}",
          "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}\n{{end}}",
          "{{.Size}} {{gt .Size 5}} {{printf \"%d\" .Size}}",
          "{{.Id}} {{gt .Size 5}}",
          "{{.Id}} {{printf \"%d\" .Size}} {{.Size}}",
          "{{.Metadata.LastTagTime}}",
          "{{.Id}} {{.Metadata.LastTagTime}}",
          "{{.Metadata}} {{json .Metadata}}",
          "{{with .Metadata.LastTagTime}}{{.Year}} {{.Month}} {{.Day}}"
              + " {{.Hour}}:{{.Minute}}{{end}}",
          "{{with .Metadata.LastTagTime}}{{.Unix}} {{.UnixNano}} {{.IsZero}} {{.YearDay}}{{end}}",
          "{{.Metadata.LastTagTime.Format \"Mon Jan _2 15:04:05.000 MST 2006\"}}",
          "{{.Metadata.LastTagTime.Format}}",
          "{{.VirtualSize}} {{.Parent}} {{.DockerVersion}} {{.Container}}",
          "{{.Id}}{{.VirtualSize}}",
          "{{.ContainerConfig}} {{.Descriptor}} {{.Manifests}}",
          "{{json .ContainerConfig}} {{json .Manifests}}",
          "{{.RootFS}} {{.RootFS.Type}} {{len .RootFS.Layers}} {{json .RootFS}}",
          "{{.GraphDriver}} {{.GraphDriver.Name}} {{.GraphDriver.Data}} {{json .GraphDriver}}",
          "{{.Created}} {{.Author}} {{.Comment}} {{.Architecture}}/{{.Os}}/{{.Variant}}"
              + " {{.OsVersion}}",
          "{{.ID}}\\t{{.Os}}",
          "table {{.ID}}",
          "{{join .RepoTags \",\"}}",
          "{{.Id}} {{join .RepoTags \",\"}}",
          "{{.Config.ImageConfig.User}} {{.Config.DockerOCIImageConfigExt}}",
          "{{.Config.User}} {{.Config.WorkingDir}} {{.Config.StopSignal}} {{.Config.ArgsEscaped}}",
          "{{.Config.Healthcheck.Test}}",
          "{{with .Config.Healthcheck}}{{.Interval}} {{.Timeout}} {{.Retries}} {{json .}}{{end}}",
          "{{.Config.OnBuild}} {{.Config.Shell}} {{json .Config.OnBuild}}",
          "{{.Id}} {{.Config.OnBuild}} {{json .Config}} {{.Config.Cmd}}",
          "{{.Config.Hostname}}",
          "{{.Nope}}",
          "{{.Config.Nope}}",
          "{{index .Config \"Env\"}}",
          "{{.ID.Foo}}",
          "{{range .RepoTags}}{{println .}}{{end}}",
          "{{.Identity}}");

  @Test
  void objectsPrintAsDockerPrintsThem() {
    try (var docker = new DockerCli()) {
      var images = List.of(full(), empty());
      docker.serve("/images/a/json", new InspectView(images.get(0)).json());
      docker.serve("/images/b/json", new InspectView(images.get(1)).json());
      for (String format : FORMATS) {
        compare(docker, format, images, "a", "b");
      }
    }
  }

  @Test
  void nothingToShowIsAnEmptyArrayOrAnEmptyLine() {
    assertEquals("[]\n", ours("", List.of()).out());
    assertEquals("[]\n", ours("json", List.of()).out());
    assertEquals("\n", ours("{{.ID}}", List.of()).out());
  }

  private static void compare(
      DockerCli docker, String format, List<ImageDetails> images, String... names) {
    var arguments = new ArrayList<>(List.of("image", "inspect"));
    arguments.addAll(format.isEmpty() ? List.of() : List.of("--format", format));
    arguments.addAll(List.of(names));
    var docker28 = docker.run(arguments.toArray(String[]::new));
    var ours = ours(format, images);
    assertEquals(
        docker28.toString().replaceAll(ADDRESS, "0x"),
        ours.toString().replaceAll(ADDRESS, "0x"),
        arguments::toString);
  }

  private static DockerCli.Result ours(String format, List<ImageDetails> images) {
    var bytes = new ByteArrayOutputStream();
    var errors = new StringBuilder();
    try (var out = new PrintStream(bytes, false, UTF_8)) {
      var inspection = new Inspection(format);
      for (var image : images) {
        try {
          inspection.add(image);
        } catch (BadTemplate e) {
          errors.append(e.sentence()).append('\n');
        }
      }
      inspection.finish(TextOutput.plain(out));
    }
    return new DockerCli.Result(bytes.toString(UTF_8), errors.toString(), errors.isEmpty() ? 0 : 1);
  }

  private static ImageDetails full() {
    return details(
        """
        {"architecture":"arm64","variant":"v8","os":"linux","os.version":"1.2",
         "created":"2024-05-06T07:08:09.120+02:00","author":"A <a@b>","docker_version":"20.10",
         "comment":"own","rootfs":{"type":"layers","diff_ids":["sha256:%s","sha256:%s"]},
         "config":{"User":"1:2","Env":["A=<1> && 2","B=\\u00e9\\u2028\\t"],"Cmd":["sh","-c"],
          "Entrypoint":["/e"],"ExposedPorts":{"80/tcp":{},"53/udp":{}},"Volumes":{"/v":{}},
          "WorkingDir":"/w","Labels":{"z":"1","a.b":"x y","A":""},"StopSignal":"SIGINT",
          "ArgsEscaped":true,"OnBuild":["RUN x"],"Shell":["/bin/sh"],"Hostname":"h","Image":"i",
          "Healthcheck":{"Test":["CMD","x"],"Interval":30000000000,"Timeout":1500000000,
           "Retries":3}}}
        """
            .formatted(HEX, "f".repeat(64)),
        List.of("busybox:1.36", "127.0.0.1:5000/a/b:2"),
        List.of("busybox@sha256:" + HEX),
        "2026-11-20T20:36:09.315421862Z");
  }

  private static ImageDetails empty() {
    return details("{}", List.of(), List.of(), null);
  }

  private static ImageDetails details(
      String config, List<String> tags, List<String> digests, @Nullable String tagged) {
    return new ImageDetails(
        Digest.parse("sha256:" + "1".repeat(64)),
        tags.stream().map(Reference::parse).toList(),
        digests.stream().map(Reference::parse).toList(),
        ImageConfig.parse(config.getBytes(UTF_8)),
        () -> 4_445_814,
        tagged);
  }
}
