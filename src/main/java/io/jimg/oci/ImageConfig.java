package io.jimg.oci;

import io.jimg.error.InvalidInput;
import io.jimg.oci.time.GoTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image's configuration (image-spec "Image Configuration", with Docker's extra members): a view
/// of the JSON it was received as. Members are checked when it is made, so that what is stored can
/// be shown.
public record ImageConfig(JsonObject json) {

  /// @throws InvalidInput when a member has a type that Docker refuses
  public ImageConfig {
    var container = json.object("config");
    if (container != null) {
      new ContainerConfig(container);
    }
    for (var entry : json.objects("history")) {
      new History(entry);
    }
    for (String name :
        List.of("created", "author", "architecture", "variant", "os", "os.version")) {
      json.text(name);
    }
    var rootfs = json.object("rootfs");
    if (rootfs != null) {
      diffIds(rootfs);
    }
    String created = json.text("created");
    if (created != null) {
      GoTime.parse(created).instant();
    }
  }

  public static ImageConfig parse(byte[] content) {
    return new ImageConfig(JsonReader.readObject(content));
  }

  /// RFC 3339, as it stands in the config; null when it is not there.
  public @Nullable String created() {
    return json.text("created");
  }

  /// When the image was made; null when the config does not say.
  public @Nullable Instant createdAt() {
    String created = created();
    return created == null ? null : GoTime.parse(created).instant();
  }

  public String author() {
    return json.text("author", "");
  }

  public Platform platform() {
    return new Platform(
        json.text("os", ""),
        json.text("architecture", ""),
        json.text("variant", ""),
        json.text("os.version", ""),
        List.of());
  }

  public @Nullable ContainerConfig container() {
    var container = json.object("config");
    return container == null ? null : new ContainerConfig(container);
  }

  /// Whether the config says anything of layers; an image without any says so too.
  public boolean hasRootFs() {
    return json.object("rootfs") != null;
  }

  /// The digests of the uncompressed layers, the lowest first.
  public List<Digest> diffIds() {
    var rootfs = json.object("rootfs");
    return rootfs == null ? List.of() : diffIds(rootfs);
  }

  private static List<Digest> diffIds(JsonObject rootfs) {
    var texts = rootfs.texts("diff_ids");
    if (texts == null) {
      return List.of();
    }
    var digests = new ArrayList<Digest>(texts.size());
    for (String text : texts) {
      digests.add(Digest.parse(text));
    }
    return digests;
  }

  /// Oldest first; empty layers included.
  public List<History> history() {
    var history = new ArrayList<History>();
    for (var step : json.objects("history")) {
      history.add(new History(step));
    }
    return history;
  }

  /// One step of how the image was made.
  public record History(JsonObject json) {

    public History {
      createdAt(json);
      json.text("created_by");
      json.text("comment");
      json.text("author");
      json.flag("empty_layer");
    }

    public @Nullable Instant createdAt() {
      return createdAt(json);
    }

    private static @Nullable Instant createdAt(JsonObject json) {
      String created = json.text("created");
      return created == null ? null : GoTime.parse(created).instant();
    }

    public String createdBy() {
      return json.text("created_by", "");
    }

    public String comment() {
      return json.text("comment", "");
    }

    public boolean emptyLayer() {
      return json.flag("empty_layer");
    }
  }
}
