package io.jimg.template;

import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import io.jimg.template.value.StructShape.Omit;
import java.util.List;
import java.util.Map;

/// What `docker image inspect` gives to its template: Docker's types, and the values of the image
/// that the corpus is recorded with.
final class InspectData {

  /// How that image is made.
  static final List<String> IMPORT =
      List.of(
          "docker",
          "import",
          "-c",
          "LABEL a=1 b=<2>",
          "-c",
          "ENV X=y",
          "-c",
          "CMD [\"sh\"]",
          "-c",
          "EXPOSE 80",
          "-m",
          "made for templates",
          "-",
          "jimg-corpus/one:1");

  static final String NAME = "jimg-corpus/one:1";

  /// The members of the raw document that the corpus looks at.
  static final GoValue RAW =
      GoData.of(
          """
          {"Id":"sha256:0000000000000000000000000000000000000000000000000000000000000000","RepoTags":["jimg-corpus/one:1"],"RepoDigests":[],"Comment":"made for templates",
          "Size":0,"Os":"linux","Author":"","Config":{"Hostname":"","User":"","Env":["X=y"],"Cmd":["sh"],
          "Image":"","Volumes":null,"OnBuild":null,"Entrypoint":null,"WorkingDir":"",
          "ExposedPorts":{"80/tcp":{}},"Labels":{"a":"1","b":"<2>"}},
          "RootFS":{"Type":"layers",
          "Layers":["sha256:84ff92691f909a05b224e1c56abb4864f01b4f8e3c854e4bb4c7baf1d3f6d652"]},"Metadata":{"LastTagTime":"x"}}
          """);

  private static final GoType NOTHING = GoType.struct("struct {}", StructShape.builder().build());
  private static final GoType SET = GoType.mapOf(GoType.STRING, NOTHING);

  private static final GoType HEALTHCHECK =
      GoType.struct(
          "v1.HealthcheckConfig", StructShape.builder().field("Test", GoType.STRINGS).build());

  private static final GoType IMAGE_CONFIG =
      GoType.struct(
          "v1.ImageConfig",
          omitting(
                  "User",
                  "ExposedPorts",
                  "Env",
                  "Entrypoint",
                  "Cmd",
                  "Volumes",
                  "WorkingDir",
                  "Labels",
                  "StopSignal",
                  "ArgsEscaped")
              .build());

  private static final GoType EXTENSION =
      GoType.struct(
          "v1.DockerOCIImageConfigExt",
          StructShape.builder()
              .field("Healthcheck", GoType.pointerTo(HEALTHCHECK), "Healthcheck", Omit.EMPTY)
              .field("OnBuild", GoType.STRINGS, "OnBuild", Omit.EMPTY)
              .field("Shell", GoType.STRINGS, "Shell", Omit.EMPTY)
              .build());

  private static final GoType CONFIG =
      GoType.struct(
          "v1.DockerOCIImageConfig",
          StructShape.builder()
              .embedded("ImageConfig", IMAGE_CONFIG)
              .embedded("DockerOCIImageConfigExt", EXTENSION)
              .build());

  private static final GoType ROOT_FS =
      GoType.struct(
          "image.RootFS",
          StructShape.builder()
              .field("Type", GoType.STRING, "Type", Omit.EMPTY)
              .field("Layers", GoType.STRINGS, "Layers", Omit.EMPTY)
              .build());

  private static final GoType INSPECT =
      GoType.struct(
          "image.InspectResponse",
          StructShape.builder()
              .field("ID", GoType.STRING, "Id", Omit.NEVER)
              .field("RepoTags", GoType.STRINGS)
              .field("RepoDigests", GoType.STRINGS)
              .field("Comment", GoType.STRING)
              .field("Author", GoType.STRING)
              .field("Config", GoType.pointerTo(CONFIG))
              .field("Variant", GoType.STRING, "Variant", Omit.EMPTY)
              .field("Os", GoType.STRING)
              .field("Size", GoType.INT64)
              .field("RootFS", ROOT_FS)
              .build());

  private InspectData() {}

  private static StructShape.Builder omitting(String... names) {
    var builder = StructShape.builder();
    for (var name : names) {
      var type =
          switch (name) {
            case "ExposedPorts", "Volumes" -> SET;
            case "Env", "Entrypoint", "Cmd" -> GoType.STRINGS;
            case "Labels" -> GoType.STRING_MAP;
            case "ArgsEscaped" -> GoType.BOOL;
            default -> GoType.STRING;
          };
      builder.field(name, type, name, Omit.EMPTY);
    }
    return builder;
  }

  static GoValue typed() {
    var nothing = GoValue.Struct.of(NOTHING, List.of());
    var config =
        GoValue.Struct.of(
            IMAGE_CONFIG,
            List.of(
                GoValue.text(""),
                new GoValue.MapOf(SET, Map.of("80/tcp", nothing)),
                GoValue.strings(List.of("X=y")),
                GoType.STRINGS.zero(),
                GoValue.strings(List.of("sh")),
                SET.zero(),
                GoValue.text(""),
                GoValue.stringMap(Map.of("a", "1", "b", "<2>")),
                GoValue.text(""),
                GoValue.bool(false)));
    var extension =
        GoValue.Struct.of(
            EXTENSION,
            List.of(
                GoType.pointerTo(HEALTHCHECK).zero(),
                GoType.STRINGS.zero(),
                GoType.STRINGS.zero()));
    return GoValue.Struct.of(
        INSPECT,
        List.of(
            GoValue.text("sha256:0000000000000000000000000000000000000000000000000000000000000000"),
            GoValue.strings(List.of(NAME)),
            GoValue.strings(List.of()),
            GoValue.text("made for templates"),
            GoValue.text(""),
            GoValue.Pointer.to(GoValue.Struct.of(CONFIG, List.of(config, extension))),
            GoValue.text(""),
            GoValue.text("linux"),
            new GoValue.Int(0, GoType.INT64),
            GoValue.Struct.of(
                ROOT_FS,
                List.of(
                    GoValue.text("layers"),
                    GoValue.strings(
                        List.of(
                            "sha256:84ff92691f909a05b224e1c56abb4864f01b4f8e3c854e4bb4c7baf1d3f6d652"))))));
  }
}
