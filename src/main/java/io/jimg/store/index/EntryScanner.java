package io.jimg.store.index;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import io.jimg.reference.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the usual shape of [EntryLine#write] a tenth as dear as JSON: a list of ten thousand
/// images reads ten thousand of them. Whatever looks different is left to the reader of JSON.
final class EntryScanner {

  private static final String START = "{\"annotations\":{";
  private static final String NAME = START + member(EntryLine.IMAGE_NAME);
  private static final String MANIFEST = member(EntryLine.MANIFEST);
  private static final String PLATFORMS = "," + member(EntryLine.PLATFORMS);
  private static final String TAGGED = "," + member(EntryLine.TAGGED);
  private static final String REF_NAME = "," + member(EntryLine.REF_NAME);
  private static final String TYPE = "},\"mediaType\":\"";
  private static final String DIGEST = ",\"digest\":\"";
  private static final String SIZE = ",\"size\":";

  private final String line;
  private int at;

  EntryScanner(String line) {
    this.line = line;
  }

  private static String member(String name) {
    return "\"" + name + "\":\"";
  }

  /// Null when the line is not of the usual shape.
  @Nullable Entry entry() {
    if (line.indexOf('\\') >= 0) {
      return null;
    }
    String name = textAfter(NAME);
    if (name == null ? !skip(START) : !skip(",")) {
      return null;
    }
    String manifest = textAfter(MANIFEST);
    String platforms = textAfter(PLATFORMS);
    String taggedAt = textAfter(TAGGED);
    if (manifest == null || (name != null && !name.equals(textAfter(REF_NAME)))) {
      return null;
    }
    String type = textAfter(TYPE);
    String digest = textAfter(DIGEST);
    long size = skip(SIZE) ? number() : -1;
    if (type == null || digest == null || size < 0 || !skip("}") || at != line.length()) {
      return null;
    }
    var reference = name == null ? null : Reference.parse(name);
    return entry(
        reference,
        new Descriptor(type(type), Digest.parse(digest), size),
        manifest,
        platforms,
        taggedAt);
  }

  private static Entry entry(
      @Nullable Reference name,
      Descriptor target,
      String manifest,
      @Nullable String platforms,
      @Nullable String taggedAt) {
    List<Digest> all = platforms == null ? List.of() : EntryLine.digests(platforms);
    return new Entry(name, target, Digest.parse(manifest), all, taggedAt);
  }

  private static MediaType type(String text) {
    if (text.equals(MediaType.OCI_INDEX.value())) {
      return MediaType.OCI_INDEX;
    }
    return text.equals(MediaType.OCI_MANIFEST.value())
        ? MediaType.OCI_MANIFEST
        : new MediaType(text);
  }

  private boolean skip(String text) {
    boolean there = line.startsWith(text, at);
    if (there) {
      at += text.length();
    }
    return there;
  }

  /// The string that `prefix` opens; null when the line does not go on so.
  private @Nullable String textAfter(String prefix) {
    if (!line.startsWith(prefix, at)) {
      return null;
    }
    int start = at + prefix.length();
    int end = line.indexOf('"', start);
    if (end < 0) {
      return null;
    }
    at = end + 1;
    return line.substring(start, end);
  }

  /// A number as we write them; -1 for anything else.
  private long number() {
    int start = at;
    long number = 0;
    while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
      number = number * 10 + line.charAt(at) - '0';
      at++;
    }
    int digits = at - start;
    boolean ours = digits > 0 && digits < 19 && (digits == 1 || line.charAt(start) != '0');
    return ours ? number : -1;
  }
}
