package io.jimg.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.image.lists.NamedManifest;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.GoIndent;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import java.util.Base64;
import java.util.List;

/// What `manifest inspect` prints, as docker-cli's `cli/manifest/types` is marshalled.
public final class ManifestView {

  private static final String STEP = "\t";

  private ManifestView() {}

  /// A manifest: its own text, laid out anew.
  public static String text(RawManifest manifest) {
    return GoIndent.indent(new String(manifest.content(), UTF_8), STEP) + "\n";
  }

  /// A list: its bytes.
  public static String list(RawManifest list) {
    return new String(list.content(), UTF_8) + "\n";
  }

  /// A manifest with all that is known of it.
  public static String verbose(NamedManifest manifest) {
    var out = new StringBuilder();
    object(manifest, out);
    return laidOut(out);
  }

  /// Manifests with all that is known of them.
  public static String verbose(List<NamedManifest> manifests) {
    var out = new StringBuilder("[");
    for (var manifest : manifests) {
      out.append(out.length() == 1 ? "" : ",");
      object(manifest, out);
    }
    return laidOut(out.append(']'));
  }

  private static String laidOut(StringBuilder json) {
    return GoIndent.indent(GoIndent.escapeHtml(json.toString()), STEP) + "\n";
  }

  private static void object(NamedManifest named, StringBuilder out) {
    byte[] content = named.manifest().content();
    var descriptor = named.manifest().descriptor();
    boolean docker = descriptor.mediaType().equals(MediaType.DOCKER_MANIFEST);
    out.append("{\"Ref\":");
    JsonWriter.quote(named.name().canonical(), out);
    out.append(",\"Descriptor\":");
    JsonWriter.write(DescriptorCodec.write(descriptor), out);
    out.append(",\"Raw\":\"").append(Base64.getEncoder().encodeToString(content));
    out.append(docker ? "\",\"SchemaV2Manifest\":" : "\",\"OCIManifest\":");
    out.append(new String(content, UTF_8).strip()).append('}');
  }
}
