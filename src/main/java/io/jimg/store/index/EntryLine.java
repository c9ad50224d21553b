package io.jimg.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.InvalidInput;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.reference.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An entry as a descriptor in JSON, on one line. The name stands first, so that lines in the order
/// of their bytes are in the order of their names, and equal entries are equal lines.
final class EntryLine {

  static final String REF_NAME = "org.opencontainers.image.ref.name";
  static final String IMAGE_NAME = "io.containerd.image.name";
  private static final String OURS = "io.jimg.";
  static final String MANIFEST = "io.jimg.manifest";
  static final String PLATFORMS = "io.jimg.platforms";
  static final String TAGGED = "io.jimg.tagged";
  private static final String START = "{\"annotations\":{";
  private static final String NAMED = START + "\"" + IMAGE_NAME + "\":\"";
  private static final byte[] NAMED_BYTES = NAMED.getBytes(UTF_8);
  private static final byte[] MANIFEST_BYTES = ("\"" + MANIFEST + "\":\"").getBytes(UTF_8);
  private static final byte[] PLATFORMS_BYTES = (",\"" + PLATFORMS + "\"").getBytes(UTF_8);

  private EntryLine() {}

  static boolean isOurs(String annotation) {
    return annotation.startsWith(OURS) || annotation.equals(IMAGE_NAME);
  }

  /// What the line of the entry called `name`, and no other, begins with.
  static byte[] key(Reference name) {
    return (NAMED + name.canonical() + "\"").getBytes(UTF_8);
  }

  /// No line of an entry with a name is before this.
  static byte[] firstKey() {
    return NAMED_BYTES;
  }

  /// All lines of entries with a name are before this.
  static byte[] lastKey() {
    byte[] key = NAMED_BYTES.clone();
    key[key.length - 1]++;
    return key;
  }

  /// What the line of `entry`, and no other, begins with: its name, or everything.
  static byte[] key(Entry entry) {
    var name = entry.name();
    return name == null ? write(entry) : key(name);
  }

  static byte[] write(Entry entry) {
    var annotations = new LinkedHashMap<String, JsonValue>();
    var name = entry.name();
    var manifest = entry.manifest();
    String taggedAt = entry.taggedAt();
    if (name != null) {
      annotations.put(IMAGE_NAME, new JsonText(name.canonical()));
    }
    if (manifest != null) {
      annotations.put(MANIFEST, new JsonText(manifest.toString()));
    }
    if (!entry.platforms().isEmpty()) {
      annotations.put(PLATFORMS, new JsonText(joined(entry.platforms())));
    }
    if (taggedAt != null) {
      annotations.put(TAGGED, new JsonText(taggedAt));
    }
    if (name != null) {
      annotations.put(REF_NAME, new JsonText(name.canonical()));
    }
    var target = entry.target();
    new TreeMap<>(target.annotations()).forEach((k, v) -> annotations.put(k, new JsonText(v)));
    var members = new LinkedHashMap<String, JsonValue>();
    if (!annotations.isEmpty()) {
      members.put("annotations", new JsonObject(annotations));
    }
    DescriptorCodec.write(target).members().forEach(members::putIfAbsent);
    return JsonWriter.bytes(new JsonObject(members));
  }

  private static String joined(List<Digest> digests) {
    var text = new StringBuilder();
    for (var digest : digests) {
      text.append(text.isEmpty() ? "" : ",").append(digest);
    }
    return text.toString();
  }

  /// The entry that a descriptor of any layout's index stands for. A full name is a name, wherever
  /// the tool that wrote it has put it; anything else stays what it was, an annotation.
  ///
  /// @throws InvalidInput when it is not a descriptor, or one of our annotations is malformed
  static Entry read(JsonObject json) {
    var target = DescriptorCodec.read(json);
    var annotations = target.annotations();
    var name = fullName(annotations.get(IMAGE_NAME));
    if (name == null) {
      name = fullName(annotations.get(REF_NAME));
    }
    String manifest = annotations.get(MANIFEST);
    return new Entry(
        name,
        target,
        manifest == null ? null : Digest.parse(manifest),
        digests(annotations.get(PLATFORMS)),
        annotations.get(TAGGED));
  }

  /// The entry of one of our own lines.
  ///
  /// @throws InvalidInput when it is none
  static Entry read(byte[] document, int from, int to) {
    var entry = new EntryScanner(new String(document, from, to - from, UTF_8)).entry();
    return entry != null
        ? entry
        : read(JsonReader.readObject(Arrays.copyOfRange(document, from, to)));
  }

  /// Where the manifest's digest begins in one of our own lines of the usual shape; -1 in others.
  static int manifestAt(byte[] document, int line, int end) {
    int at = line;
    if (stands(NAMED_BYTES, document, at, end)) {
      at += NAMED_BYTES.length;
      while (at < end && document[at] != '"' && document[at] != '\n') {
        at++;
      }
      at += 2;
    } else {
      at += START.length();
    }
    return stands(MANIFEST_BYTES, document, at, end) ? at + MANIFEST_BYTES.length : -1;
  }

  /// Whether there are platforms where the text of the manifest has ended.
  static boolean hasPlatforms(byte[] document, int at) {
    return stands(PLATFORMS_BYTES, document, at, document.length);
  }

  private static boolean stands(byte[] text, byte[] document, int at, int end) {
    int stop = at + text.length;
    return stop <= end && Arrays.equals(document, at, stop, text, 0, text.length);
  }

  static List<Digest> digests(@Nullable String joined) {
    var digests = new ArrayList<Digest>();
    int from = 0;
    while (joined != null && from < joined.length()) {
      int comma = joined.indexOf(',', from);
      int to = comma < 0 ? joined.length() : comma;
      digests.add(Digest.parse(joined.substring(from, to)));
      from = to + 1;
    }
    return digests;
  }

  /// A name that says everything, domain included; null where `text` is something else.
  static @Nullable Reference fullName(@Nullable String text) {
    if (text == null || text.indexOf('/') < 0) {
      return null;
    }
    try {
      var name = Reference.parse(text);
      boolean full = name.canonical().equals(text) && (name.tag() != null || name.digest() != null);
      return full ? name : null;
    } catch (InvalidInput e) {
      return null;
    }
  }
}
