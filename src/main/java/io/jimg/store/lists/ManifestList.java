package io.jimg.store.lists;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A manifest list that is being put together, under the name that it is to be pushed to.
///
/// @param entries in the order of the list to be, which is Docker's: by the names of the files that
///     it keeps for the sources, and as in their index where those are lifted from one
public record ManifestList(Reference name, List<ListEntry> entries) {

  public ManifestList {
    entries =
        entries.stream().sorted(Comparator.comparing(entry -> fileName(entry.source()))).toList();
  }

  private static String fileName(Reference source) {
    return source.canonical().replace(':', '-').replace('/', '_');
  }

  /// With `fresh` in place of all that `source` stood for. What was said of a manifest holds for
  /// the one that has its name now.
  public ManifestList with(Reference source, List<ListEntry> fresh) {
    var all = new ArrayList<>(entries);
    all.removeIf(entry -> entry.source().equals(source));
    for (var entry : fresh) {
      all.add(entry.saying(saidOf(entry.name())));
    }
    return new ManifestList(name, all);
  }

  private Platform saidOf(Reference manifest) {
    for (var entry : entries) {
      if (entry.name().equals(manifest)) {
        return entry.said();
      }
    }
    return ListEntry.NOTHING;
  }

  /// With `changed` in place of the entry of its name.
  public ManifestList with(ListEntry changed) {
    return new ManifestList(
        name,
        entries.stream()
            .map(entry -> entry.name().equals(changed.name()) ? changed : entry)
            .toList());
  }

  /// What `wanted` may mean here: the manifest of that name, else all that was lifted from the
  /// index of that name, else those of its repository and digest.
  public List<ListEntry> find(Reference wanted) {
    var named = entries.stream().filter(entry -> entry.name().equals(wanted)).toList();
    if (!named.isEmpty()) {
      return named;
    }
    var lifted = entries.stream().filter(entry -> entry.source().equals(wanted)).toList();
    if (!lifted.isEmpty()) {
      return lifted;
    }
    return entries.stream().filter(entry -> isDigestOf(entry, wanted)).limit(1).toList();
  }

  private static boolean isDigestOf(ListEntry entry, Reference wanted) {
    return entry.manifest().descriptor().digest().equals(wanted.digest())
        && entry.name().repository().equals(wanted.repository());
  }

  byte[] document() {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("name", new JsonText(name.canonical()));
    members.put("manifests", new JsonArray(entries.stream().map(ManifestList::write).toList()));
    return JsonWriter.bytes(new JsonObject(members));
  }

  private static JsonValue write(ListEntry entry) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("source", new JsonText(entry.source().canonical()));
    members.put("name", new JsonText(entry.name().canonical()));
    members.put("descriptor", DescriptorCodec.write(entry.manifest().descriptor()));
    members.put("said", DescriptorCodec.write(entry.said()));
    String content = Base64.getEncoder().encodeToString(entry.manifest().content());
    members.put("content", new JsonText(content));
    return new JsonObject(members);
  }

  /// @throws InvalidInput when it is no such document
  /// @throws IntegrityFailure when a manifest in it is not what its descriptor names
  static ManifestList read(byte[] document) {
    var json = JsonReader.readObject(document);
    return new ManifestList(
        Reference.parse(json.text("name", "")),
        json.objects("manifests").stream().map(ManifestList::readEntry).toList());
  }

  private static ListEntry readEntry(JsonObject json) {
    var said = json.object("said");
    return new ListEntry(
        Reference.parse(json.text("source", "")),
        Reference.parse(json.text("name", "")),
        new RawManifest(
            DescriptorCodec.read(orEmpty(json.object("descriptor"))),
            content(json.text("content", ""))),
        said == null ? ListEntry.NOTHING : DescriptorCodec.readPlatform(said));
  }

  private static JsonObject orEmpty(@Nullable JsonObject object) {
    return object == null ? JsonObject.EMPTY : object;
  }

  private static byte[] content(String text) {
    try {
      return Base64.getDecoder().decode(text.getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("\"content\" is not base64", e);
    }
  }
}
