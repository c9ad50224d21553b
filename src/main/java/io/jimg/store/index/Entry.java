package io.jimg.store.index;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One reference of the store: a name, or none, and what it stands for.
///
/// @param name with a tag or a digest; null for an entry that only keeps an image from being
/// garbage
/// @param target the manifest or index as it was received; none of its annotations is one of ours
/// @param manifest the image manifest that stands for it here; null where nobody has chosen one: an
///     index that another tool put into the layout
/// @param platforms further manifests of an index that are complete here: images, attestations and
///     indexes below it
/// @param taggedAt RFC 3339; null when unknown
public record Entry(
    @Nullable Reference name,
    Descriptor target,
    @Nullable Digest manifest,
    List<Digest> platforms,
    @Nullable String taggedAt) {

  public Entry {
    platforms = List.copyOf(platforms);
    if (name != null && name.tag() == null && name.digest() == null) {
      name = name.withDefaultTag();
    }
    if (manifest == null && target.mediaType().isImageManifest()) {
      manifest = target.digest();
    }
    target = withoutOurs(target, name != null);
  }

  // By hand: a record's own are made at run time, which costs start-up.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry entry
        && Objects.equals(name, entry.name)
        && target.equals(entry.target)
        && Objects.equals(manifest, entry.manifest)
        && platforms.equals(entry.platforms)
        && Objects.equals(taggedAt, entry.taggedAt);
  }

  @Override
  public int hashCode() {
    return 31 * target.hashCode() + Objects.hashCode(name);
  }

  /// The same image under another name, or none.
  public Entry withName(@Nullable Reference name) {
    return new Entry(name, target, manifest, platforms, taggedAt);
  }

  public Entry withTaggedAt(@Nullable String taggedAt) {
    return new Entry(name, target, manifest, platforms, taggedAt);
  }

  /// With the manifests that are complete here according to `other` too, where both stand for the
  /// same index.
  public Entry withPlatformsOf(Entry other) {
    if (!target.digest().equals(other.target.digest())) {
      return this;
    }
    var all = new LinkedHashSet<>(platforms);
    all.addAll(other.platforms);
    if (other.manifest != null && !other.platforms.isEmpty()) {
      all.add(other.manifest);
    }
    all.remove(manifest);
    return platforms.equals(List.copyOf(all))
        ? this
        : new Entry(name, target, manifest, List.copyOf(all), taggedAt);
  }

  /// Whether both stand for the same content, whatever they are called.
  public boolean isSameContent(Entry other) {
    return target.digest().equals(other.target.digest())
        && Objects.equals(manifest, other.manifest)
        && platforms.equals(other.platforms);
  }

  private static Descriptor withoutOurs(Descriptor target, boolean named) {
    if (target.annotations().isEmpty()) {
      return target;
    }
    var annotations = new HashMap<>(target.annotations());
    annotations
        .keySet()
        .removeIf(
            key ->
                EntryLine.isOurs(key)
                    || (key.equals(EntryLine.REF_NAME)
                        && (named || EntryLine.fullName(annotations.get(key)) != null)));
    return annotations.size() == target.annotations().size()
        ? target
        : new Descriptor(
            target.mediaType(),
            target.digest(),
            target.size(),
            target.platform(),
            annotations,
            target.urls());
  }
}
