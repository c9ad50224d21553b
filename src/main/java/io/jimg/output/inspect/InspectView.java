package io.jimg.output.inspect;

import io.jimg.image.ImageDetails;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.time.GoTime;
import io.jimg.reference.Reference;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An image as `inspect` sees it: the JSON of Docker's engine (API 1.50, classic store), and the Go
/// struct that Docker's command line makes of that.
final class InspectView {

  /// The driver whose way of counting sizes is ours; there are no layers unpacked that could be its
  /// data.
  private static final String GRAPH_DRIVER = "overlay2";

  private static final GoType METADATA =
      GoType.struct(
          "image.Metadata", StructShape.builder().field("LastTagTime", InspectedTime.TYPE).build());
  private static final GoType ROOT_FS =
      GoType.struct(
          "image.RootFS",
          StructShape.builder()
              .field("Type", GoType.STRING, "Type", Omit.EMPTY)
              .field("Layers", GoType.STRINGS, "Layers", Omit.EMPTY)
              .build());
  private static final GoType DRIVER =
      GoType.struct(
          "storage.DriverData",
          StructShape.builder()
              .field("Data", GoType.STRING_MAP)
              .field("Name", GoType.STRING)
              .build());

  private static final GoType CONTAINER_CONFIG = pointer("container.Config");
  private static final GoType DESCRIPTOR = pointer("v1.Descriptor");
  private static final GoType MANIFESTS =
      GoType.sliceOf(GoType.struct("image.ManifestSummary", StructShape.builder().build()));

  private static final GoType TYPE =
      GoType.struct(
          "image.InspectResponse",
          StructShape.builder()
              .field("ID", GoType.STRING, "Id", Omit.NEVER)
              .field("RepoTags", GoType.STRINGS)
              .field("RepoDigests", GoType.STRINGS)
              .field("Parent", GoType.STRING)
              .field("Comment", GoType.STRING)
              .field("Created", GoType.STRING, "Created", Omit.EMPTY)
              .field("Container", GoType.STRING, "Container", Omit.EMPTY)
              .field("ContainerConfig", CONTAINER_CONFIG, "ContainerConfig", Omit.EMPTY)
              .field("DockerVersion", GoType.STRING)
              .field("Author", GoType.STRING)
              .field("Config", GoType.pointerTo(InspectedConfig.TYPE))
              .field("Architecture", GoType.STRING)
              .field("Variant", GoType.STRING, "Variant", Omit.EMPTY)
              .field("Os", GoType.STRING)
              .field("OsVersion", GoType.STRING, "OsVersion", Omit.EMPTY)
              .field("Size", GoType.INT64)
              .field("VirtualSize", GoType.INT64, "VirtualSize", Omit.EMPTY)
              .field("GraphDriver", DRIVER)
              .field("RootFS", ROOT_FS)
              .field("Metadata", METADATA)
              .field("Descriptor", DESCRIPTOR, "Descriptor", Omit.EMPTY)
              .field("Manifests", MANIFESTS, "Manifests", Omit.EMPTY)
              .build());

  private final ImageDetails image;
  private final InspectedConfig config;

  InspectView(ImageDetails image) {
    this.image = image;
    this.config = new InspectedConfig(image.config().container());
  }

  /// The engine's JSON, compact.
  String json() {
    var platform = image.config().platform();
    return new WireObject()
        .add("Id", image.id().toString())
        .add("RepoTags", names(image.tags()))
        .add("RepoDigests", names(image.digests()))
        .add("Parent", "")
        .add("Comment", comment())
        .addUnlessEmpty("Created", created())
        .add("DockerVersion", text("docker_version"))
        .add("Author", image.config().author())
        .add("Config", config.wire())
        .add("Architecture", platform.architecture())
        .addUnlessEmpty("Variant", platform.variant())
        .add("Os", os())
        .addUnlessEmpty("OsVersion", platform.osVersion())
        .add("Size", new GoValue.Int(image.size().getAsLong(), GoType.INT64))
        .add("GraphDriver", driver())
        .add("RootFS", rootFs())
        .add("Metadata", metadata())
        .json();
  }

  /// The command line's struct; sizes are worked out when a template asks.
  GoValue typed() {
    return new GoValue.Struct(TYPE, this::field);
  }

  /// The JSON as Go decodes it where it knows no type.
  GoValue raw() {
    return decoded(JsonReader.read(json()));
  }

  private GoValue field(int index) {
    var platform = image.config().platform();
    return switch (index) {
      case 0 -> GoValue.text(image.id().toString());
      case 1 -> names(image.tags());
      case 2 -> names(image.digests());
      case 4 -> GoValue.text(comment());
      case 5 -> GoValue.text(created());
      case 7 -> new GoValue.Pointer(CONTAINER_CONFIG, null);
      case 8 -> GoValue.text(text("docker_version"));
      case 9 -> GoValue.text(image.config().author());
      case 10 -> config.typed();
      case 11 -> GoValue.text(platform.architecture());
      case 12 -> GoValue.text(platform.variant());
      case 13 -> GoValue.text(os());
      case 14 -> GoValue.text(platform.osVersion());
      case 15 -> new GoValue.Int(image.size().getAsLong(), GoType.INT64);
      case 16 -> new GoValue.Int(0, GoType.INT64);
      case 17 -> driver();
      case 18 -> rootFs();
      case 19 -> metadata();
      case 20 -> new GoValue.Pointer(DESCRIPTOR, null);
      case 21 -> new GoValue.Slice(MANIFESTS, null, 0);
      default -> GoValue.text("");
    };
  }

  /// The config's own, else that of the last step of its history.
  private String comment() {
    String own = text("comment");
    var history = image.config().history();
    return own.isEmpty() && !history.isEmpty() ? history.getLast().comment() : own;
  }

  private String created() {
    String created = image.config().created();
    return created == null ? "" : GoTime.parse(created).rfc3339Nano();
  }

  private String os() {
    String os = image.config().platform().os();
    return os.isEmpty() ? "linux" : os;
  }

  private String text(String name) {
    return image.config().json().text(name, "");
  }

  private GoValue rootFs() {
    var rootFs = image.config().json().object("rootfs");
    String type = rootFs == null ? "" : rootFs.text("type", "");
    var layers = new ArrayList<String>();
    for (var diffId : image.config().diffIds()) {
      layers.add(diffId.toString());
    }
    var list =
        layers.isEmpty() ? new GoValue.Slice(GoType.STRINGS, null, 0) : GoValue.strings(layers);
    return GoValue.Struct.of(ROOT_FS, List.of(GoValue.text(type), list));
  }

  private static GoValue driver() {
    return GoValue.Struct.of(
        DRIVER, List.of(new GoValue.MapOf(GoType.STRING_MAP, null), GoValue.text(GRAPH_DRIVER)));
  }

  private GoValue metadata() {
    String tagged = image.lastTagged();
    var time = tagged == null ? GoTime.ZERO : GoTime.parse(tagged);
    return GoValue.Struct.of(METADATA, List.of(InspectedTime.of(time)));
  }

  private static GoValue names(List<Reference> references) {
    var names = new ArrayList<String>(references.size());
    for (var reference : references) {
      names.add(reference.familiar());
    }
    return GoValue.strings(names);
  }

  private static GoType pointer(String type) {
    return GoType.pointerTo(GoType.struct(type, StructShape.builder().build()));
  }

  private static GoValue decoded(JsonValue json) {
    return switch (json) {
      case JsonValue.JsonArray(var items) -> {
        var values = new ArrayList<GoValue>(items.size());
        for (var item : items) {
          values.add(decoded(item));
        }
        yield GoValue.Slice.decoded(values);
      }
      case JsonValue.JsonText(var text) -> GoValue.text(text);
      case JsonValue.JsonNumber(var literal) -> GoValue.jsonNumber(literal);
      case JsonValue.JsonBoolean(var flag) -> GoValue.bool(flag);
      case JsonValue.JsonNull() -> GoValue.NIL;
      case JsonObject(var members) -> {
        Map<String, GoValue> entries = new LinkedHashMap<>();
        members.forEach((name, value) -> entries.put(name, decoded(value)));
        yield GoValue.MapOf.of(entries);
      }
    };
  }
}
