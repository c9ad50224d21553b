package io.jimg.output.inspect;

import io.jimg.oci.ContainerConfig;
import io.jimg.oci.JsonObject;
import io.jimg.oci.time.GoDuration;
import io.jimg.template.GoJson;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The `Config` of an inspected image, in both forms that Docker has of it: the JSON of its engine,
/// where some members are there even when they are empty, and the Go struct of its command line.
final class InspectedConfig {

  private static final GoType NOTHING = GoType.struct("struct {}", StructShape.builder().build());
  private static final GoType SET = GoType.mapOf(GoType.STRING, NOTHING);

  /// Prints as Go prints it, `30s`, and is a number in JSON.
  private static final GoType DURATION =
      GoType.struct(
          "time.Duration",
          StructShape.builder()
              .unexported("", GoType.INT64)
              .text(value -> GoDuration.text(nanos(value)))
              .json(value -> Long.toString(nanos(value)))
              .build());

  private static final GoType HEALTHCHECK =
      GoType.struct(
          "v1.HealthcheckConfig",
          StructShape.builder()
              .field("Test", GoType.STRINGS, "Test", Omit.EMPTY)
              .field("Interval", DURATION)
              .field("Timeout", DURATION)
              .field("StartPeriod", DURATION)
              .field("StartInterval", DURATION)
              .field("Retries", GoType.INT, "Retries", Omit.EMPTY)
              .json(InspectedConfig::healthcheckJson)
              .build());

  private static final List<String> DURATIONS =
      List.of("Interval", "Timeout", "StartPeriod", "StartInterval");

  /// The members that the engine always shows; a member not named here is shown when it is not
  /// empty.
  private static final Set<String> ALWAYS =
      Set.of("Cmd", "Entrypoint", "Env", "Labels", "OnBuild", "User", "Volumes", "WorkingDir");

  private static final StructShape OCI_SHAPE =
      StructShape.builder()
          .field("User", GoType.STRING, "User", Omit.EMPTY)
          .field("ExposedPorts", SET, "ExposedPorts", Omit.EMPTY)
          .field("Env", GoType.STRINGS, "Env", Omit.EMPTY)
          .field("Entrypoint", GoType.STRINGS, "Entrypoint", Omit.EMPTY)
          .field("Cmd", GoType.STRINGS, "Cmd", Omit.EMPTY)
          .field("Volumes", SET, "Volumes", Omit.EMPTY)
          .field("WorkingDir", GoType.STRING, "WorkingDir", Omit.EMPTY)
          .field("Labels", GoType.STRING_MAP, "Labels", Omit.EMPTY)
          .field("StopSignal", GoType.STRING, "StopSignal", Omit.EMPTY)
          .field("ArgsEscaped", GoType.BOOL, "ArgsEscaped", Omit.EMPTY)
          .build();

  private static final StructShape DOCKER_SHAPE =
      StructShape.builder()
          .field("Healthcheck", GoType.pointerTo(HEALTHCHECK), "Healthcheck", Omit.EMPTY)
          .field("OnBuild", GoType.STRINGS, "OnBuild", Omit.EMPTY)
          .field("Shell", GoType.STRINGS, "Shell", Omit.EMPTY)
          .build();

  private static final GoType OCI = GoType.struct("v1.ImageConfig", OCI_SHAPE);
  private static final GoType DOCKER = GoType.struct("v1.DockerOCIImageConfigExt", DOCKER_SHAPE);

  static final GoType TYPE =
      GoType.struct("v1.DockerOCIImageConfig", promoting(OCI_SHAPE, DOCKER_SHAPE));

  private final ContainerConfig config;

  InspectedConfig(@Nullable ContainerConfig config) {
    this.config = config == null ? new ContainerConfig(JsonObject.EMPTY) : config;
  }

  /// As the engine writes it: by name.
  GoValue wire() {
    Map<String, GoValue> members = new TreeMap<>();
    for (var part : List.of(oci(), docker())) {
      var shape = part.shape().members();
      for (int i = 0; i < shape.size(); i++) {
        var value = part.fields().at(i);
        String name = shape.get(i).name();
        if (!isEmpty(value)) {
          members.put(name, value);
        } else if (ALWAYS.contains(name)) {
          members.put(name, value instanceof GoValue.Text ? value : GoValue.NIL);
        }
      }
    }
    return GoValue.MapOf.of(members);
  }

  /// As the command line has it.
  GoValue typed() {
    var oci = oci();
    var docker = docker();
    var values = new ArrayList<GoValue>(List.of(oci, docker));
    for (var part : List.of(oci, docker)) {
      for (int i = 0; i < part.shape().members().size(); i++) {
        values.add(part.fields().at(i));
      }
    }
    return GoValue.Pointer.to(GoValue.Struct.of(TYPE, values));
  }

  private GoValue.Struct oci() {
    return GoValue.Struct.of(
        OCI,
        List.of(
            GoValue.text(config.text("User")),
            set("ExposedPorts"),
            strings("Env"),
            strings("Entrypoint"),
            strings("Cmd"),
            set("Volumes"),
            GoValue.text(config.text("WorkingDir")),
            labels(),
            GoValue.text(config.text("StopSignal")),
            GoValue.bool(config.json().flag("ArgsEscaped"))));
  }

  private GoValue.Struct docker() {
    return GoValue.Struct.of(DOCKER, List.of(healthcheck(), strings("OnBuild"), strings("Shell")));
  }

  private GoValue healthcheck() {
    var json = config.json().object("Healthcheck");
    if (json == null) {
      return new GoValue.Pointer(GoType.pointerTo(HEALTHCHECK), null);
    }
    var values = new ArrayList<GoValue>();
    values.add(strings(json.texts("Test")));
    for (String name : DURATIONS) {
      var nanos = new GoValue.Int(json.integer(name, 0), GoType.INT64);
      values.add(GoValue.Struct.of(DURATION, List.of(nanos)));
    }
    values.add(GoValue.number(json.integer("Retries", 0)));
    return GoValue.Pointer.to(GoValue.Struct.of(HEALTHCHECK, values));
  }

  private static String healthcheckJson(GoValue.Struct value) {
    var json = new WireObject();
    var members = value.shape().members();
    for (int i = 0; i < members.size(); i++) {
      var member = value.fields().at(i);
      boolean noTime = member instanceof GoValue.Struct duration && nanos(duration) == 0;
      if (!noTime && !isEmpty(member)) {
        json.add(members.get(i).name(), member);
      }
    }
    return json.json();
  }

  private static long nanos(GoValue.Struct duration) {
    return duration.fields().at(0) instanceof GoValue.Int(long nanos, _) ? nanos : 0;
  }

  private GoValue strings(String name) {
    return strings(config.texts(name));
  }

  private static GoValue strings(@Nullable List<String> items) {
    return items == null || items.isEmpty()
        ? new GoValue.Slice(GoType.STRINGS, null, 0)
        : GoValue.strings(items);
  }

  private GoValue labels() {
    var labels = config.labels();
    return labels == null || labels.isEmpty()
        ? new GoValue.MapOf(GoType.STRING_MAP, null)
        : GoValue.stringMap(labels);
  }

  private GoValue set(String name) {
    var object = config.json().object(name);
    if (object == null || object.members().isEmpty()) {
      return new GoValue.MapOf(SET, null);
    }
    Map<String, GoValue> entries = new LinkedHashMap<>();
    for (String key : object.members().keySet()) {
      entries.put(key, GoValue.Struct.of(NOTHING, List.of()));
    }
    return new GoValue.MapOf(SET, entries);
  }

  /// Go's `omitempty`.
  private static boolean isEmpty(GoValue value) {
    return switch (value) {
      case GoValue.Text(var text, _) -> text.isEmpty();
      case GoValue.Bool(var flag) -> !flag;
      case GoValue.Int(var number, _) -> number == 0;
      case GoValue.Slice slice -> slice.elements().isEmpty();
      case GoValue.MapOf map -> map.members().isEmpty();
      case GoValue.Pointer(_, var target) -> target == null;
      case GoValue.Nil _ -> true;
      case GoValue.Struct _, GoValue.Real _, GoValue.Complex _, GoValue.Any _ -> false;
    };
  }

  /// A struct that embeds two others: their fields are reached and written as its own.
  private static StructShape promoting(StructShape first, StructShape second) {
    var shape =
        StructShape.builder()
            .field("ImageConfig", OCI, "", Omit.ALWAYS)
            .field("DockerOCIImageConfigExt", DOCKER, "", Omit.ALWAYS);
    for (var part : List.of(first, second)) {
      for (var member : part.members()) {
        shape.method(member.name(), member.type());
      }
    }
    return shape.json(InspectedConfig::flat).build();
  }

  private static String flat(GoValue.Struct value) {
    var json = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      String part = GoJson.encode(value.fields().at(i));
      if (part.length() > 2) {
        json.append(json.isEmpty() ? "" : ",").append(part, 1, part.length() - 1);
      }
    }
    return json.insert(0, '{').append('}').toString();
  }
}
