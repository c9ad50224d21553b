package io.jimg.template;

import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The values that Go's programs give to the templates of the corpus.
final class GoData {

  private GoData() {}

  static GoValue of(String json) {
    return of(JsonReader.read(json));
  }

  /// As Go decodes JSON into an `interface {}` with `UseNumber`.
  static GoValue of(JsonValue json) {
    return switch (json) {
      case JsonNull _ -> GoValue.NIL;
      case JsonBoolean(var flag) -> GoValue.bool(flag);
      case JsonNumber(var literal) -> GoValue.jsonNumber(literal);
      case JsonText(var text) -> GoValue.text(text);
      case JsonArray(var items) -> {
        var values = new ArrayList<GoValue>();
        items.forEach(item -> values.add(of(item)));
        yield GoValue.Slice.decoded(values);
      }
      case JsonObject(var members) -> {
        var values = new LinkedHashMap<String, GoValue>();
        members.forEach((name, value) -> values.put(name, of(value)));
        yield GoValue.MapOf.of(values);
      }
    };
  }

  private static final GoType PLATFORM =
      GoType.struct(
          "system.platformInfo", StructShape.builder().field("Name", GoType.STRING).build());

  private static final GoType CLIENT =
      GoType.struct(
          "system.clientVersion",
          StructShape.builder()
              .field("Platform", GoType.pointerTo(PLATFORM), "Platform", Omit.EMPTY)
              .field("Version", GoType.STRING, "Version", Omit.EMPTY)
              .field("APIVersion", GoType.STRING, "ApiVersion", Omit.EMPTY)
              .field("DefaultAPIVersion", GoType.STRING, "DefaultAPIVersion", Omit.EMPTY)
              .field("GitCommit", GoType.STRING, "GitCommit", Omit.EMPTY)
              .field("GoVersion", GoType.STRING, "GoVersion", Omit.EMPTY)
              .field("Os", GoType.STRING, "Os", Omit.EMPTY)
              .field("Arch", GoType.STRING, "Arch", Omit.EMPTY)
              .field("BuildTime", GoType.STRING, "BuildTime", Omit.EMPTY)
              .field("Context", GoType.STRING)
              .build());

  private static final GoType COMPONENT =
      GoType.struct(
          "types.ComponentVersion",
          StructShape.builder()
              .field("Name", GoType.STRING)
              .field("Version", GoType.STRING)
              .field("Details", GoType.STRING_MAP, "Details", Omit.EMPTY)
              .build());

  private static final GoType ENGINE_PLATFORM =
      GoType.struct(
          "struct { Name string }", StructShape.builder().field("Name", GoType.STRING).build());

  private static final GoType ENGINE =
      GoType.struct(
          "types.Version",
          StructShape.builder()
              .field("Platform", ENGINE_PLATFORM, "Platform", Omit.EMPTY)
              .field("Components", GoType.sliceOf(COMPONENT), "Components", Omit.EMPTY)
              .field("Version", GoType.STRING)
              .field("APIVersion", GoType.STRING, "ApiVersion", Omit.NEVER)
              .field("MinAPIVersion", GoType.STRING, "MinAPIVersion", Omit.EMPTY)
              .field("GitCommit", GoType.STRING)
              .field("GoVersion", GoType.STRING)
              .field("Os", GoType.STRING)
              .field("Arch", GoType.STRING)
              .field("KernelVersion", GoType.STRING, "KernelVersion", Omit.EMPTY)
              .field("Experimental", GoType.BOOL, "Experimental", Omit.EMPTY)
              .field("BuildTime", GoType.STRING, "BuildTime", Omit.EMPTY)
              .build());

  private static final GoType VERSION =
      GoType.struct(
          "system.versionInfo",
          StructShape.builder()
              .field("Client", CLIENT)
              .field("Server", GoType.pointerTo(ENGINE))
              .build());

  /// What `docker version` shows: the shapes of its types, and of its values those that are the
  /// same
  /// on every Linux machine (os, context).
  static GoValue version() {
    var platform = new GoValue.Pointer(GoType.pointerTo(PLATFORM), null);
    var client =
        GoValue.Struct.of(
            CLIENT,
            List.of(
                platform,
                GoValue.text("28.2.2"),
                GoValue.text("1.41"),
                GoValue.text("1.50"),
                GoValue.text("e6534b4"),
                GoValue.text("go1.24.3"),
                GoValue.text("linux"),
                GoValue.text("amd64"),
                GoValue.text("Fri May 30 12:07:14 2025"),
                GoValue.text("default")));
    return GoValue.Struct.of(VERSION, List.of(client, GoValue.Pointer.to(engine())));
  }

  private static GoValue engine() {
    var component =
        GoValue.Struct.of(
            COMPONENT,
            List.of(
                GoValue.text("Engine"),
                GoValue.text("20.10.24"),
                GoValue.stringMap(java.util.Map.of("Os", "linux"))));
    return GoValue.Struct.of(
        ENGINE,
        List.of(
            GoValue.Struct.of(ENGINE_PLATFORM, List.of(GoValue.text(""))),
            GoValue.Slice.of(GoType.sliceOf(COMPONENT), List.of(component)),
            GoValue.text("20.10.24"),
            GoValue.text("1.41"),
            GoValue.text("1.12"),
            GoValue.text("5d6db84"),
            GoValue.text("go1.19.8"),
            GoValue.text("linux"),
            GoValue.text("amd64"),
            GoValue.text(""),
            GoValue.bool(false),
            GoValue.text("")));
  }
}
