package io.jimg.testing;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An OCI image layout for other programs to read, written without jimg's store.
public final class Layout {

  private static final String NAME = "org.opencontainers.image.ref.name";

  private final Path root;
  private final List<Descriptor> entries = new ArrayList<>();

  /// @param root a directory that is not there yet
  public Layout(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root.resolve("blobs/sha256"));
      Files.writeString(root.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts `sample` with everything below it here, under a name without a slash.
  public Layout put(String name, Sample sample) {
    sample.blobs().forEach(this::blob);
    sample.children().forEach(child -> blob(child.descriptor().digest(), child.content()));
    blob(sample.digest(), sample.manifest().content());
    entries.add(Images.with(sample.descriptor(), null, Map.of(NAME, name)));
    write("index.json", JsonWriter.bytes(index()));
    return this;
  }

  private JsonObject index() {
    var index = new LinkedHashMap<String, JsonValue>();
    index.put("schemaVersion", new JsonNumber("2"));
    index.put("mediaType", new JsonValue.JsonText(MediaType.OCI_INDEX.value()));
    index.put("manifests", Images.descriptors(entries));
    return new JsonObject(index);
  }

  private void blob(Digest digest, byte[] content) {
    write("blobs/sha256/" + digest.hex(), content);
  }

  private void write(String path, byte[] content) {
    try {
      Files.write(root.resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The name of an entry as skopeo writes it.
  public String name(String name) {
    return "oci:" + root + ":" + name;
  }
}
