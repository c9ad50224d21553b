package io.jimg.image.check;

import io.jimg.error.JimgException;
import io.jimg.image.check.Condition.State;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.ImageConfig;
import io.jimg.oci.Manifest;
import io.jimg.oci.RawManifest;
import io.jimg.store.LocalStore;
import io.jimg.store.index.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all entries need, manifests and configs read on the way. Below a damaged manifest what the
/// catalog remembers of it is followed.
final class Survey {

  private final LocalStore store;
  private final Condition condition;
  private final Map<Digest, Need> needs = new LinkedHashMap<>();
  private final Map<Digest, List<Need>> below = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Survey(LocalStore store, Condition condition) {
    this.store = store;
    this.condition = condition;
  }

  /// What is needed, each blob once.
  Map<Digest, Need> needs() {
    return needs;
  }

  /// What is as it was made, and makes no sense.
  List<Problem> problems() {
    return problems;
  }

  void add(Entry entry) {
    var target = entry.target();
    var need = need(target.digest(), target.mediaType().isIndex() ? "index" : "manifest");
    need.isDescribedBy(target);
    need.of(entry);
    condition.read(target.digest(), _ -> {});
    var manifest = entry.manifest();
    if (manifest == null) {
      addAll(target, entry);
      return;
    }
    addImage(manifest, entry);
    entry.platforms().forEach(platform -> addImage(platform, entry));
  }

  /// Where nobody has chosen a platform, everything counts that is here.
  private void addAll(Descriptor descriptor, Entry entry) {
    if (condition.read(descriptor.digest(), _ -> {}) != State.SOUND) {
      return;
    }
    switch (parsed(descriptor.digest(), entry)) {
      case Manifest.Index(var children, var _) -> {
        for (var child : children) {
          if (store.blobs().size(child.digest()) >= 0) {
            var need = need(child.digest(), child.mediaType().isIndex() ? "index" : "manifest");
            need.isDescribedBy(child);
            need.of(entry);
            addAll(child, entry);
          }
        }
      }
      case Manifest.Image _ -> addImage(descriptor.digest(), entry);
      case null -> {}
    }
  }

  private void addImage(Digest manifest, Entry entry) {
    need(manifest, "manifest").of(entry);
    var members = below.get(manifest);
    if (members == null) {
      members = members(manifest, entry);
      below.put(manifest, members);
    }
    members.forEach(need -> need.of(entry));
  }

  private List<Need> members(Digest manifest, Entry entry) {
    if (condition.read(manifest, _ -> {}) == State.SOUND) {
      return parsed(manifest, entry) instanceof Manifest.Image image
          ? members(image.config(), image.layers(), entry)
          : List.of();
    }
    var remembered = store.catalog().known(manifest);
    return remembered == null
        ? List.of()
        : members(remembered.config(), remembered.layers(), entry);
  }

  private List<Need> members(Descriptor config, List<Descriptor> layers, Entry entry) {
    var members = new ArrayList<Need>();
    members.add(described(config, "config"));
    layers.forEach(layer -> members.add(described(layer, "layer")));
    if (config.mediaType().isImageConfig()
        && condition.read(config.digest(), _ -> {}) == State.SOUND) {
      noteDiffIds(config.digest(), layers, entry);
    }
    return members;
  }

  private void noteDiffIds(Digest config, List<Descriptor> layers, Entry entry) {
    try {
      var diffIds = ImageConfig.parse(store.blobs().read(config, RawManifest.MAX_SIZE)).diffIds();
      if (diffIds.size() != layers.size()) {
        invalid("config", config, "layers from manifest don't match image configuration", entry);
        return;
      }
      for (int i = 0; i < layers.size(); i++) {
        if (layers.get(i).mediaType().isFileSystem()) { // no attestation's statement
          need(layers.get(i).digest(), "layer").diffIds().add(diffIds.get(i));
        }
      }
    } catch (JimgException e) {
      invalid("config", config, e.sentence(), entry);
    }
  }

  /// Null, and a problem, when it is no manifest.
  private @Nullable Manifest parsed(Digest digest, Entry entry) {
    try {
      return store.blobs().manifest(digest).parse();
    } catch (JimgException e) {
      invalid("manifest", digest, e.sentence(), entry);
      return null;
    }
  }

  private void invalid(String what, Digest digest, String sentence, Entry entry) {
    if (!store.isListed(entry)) {
      return;
    }
    var need = new Need(digest, what);
    need.of(entry);
    problems.add(new Problem(Problem.Kind.INVALID, what, digest, sentence, need.names(), null));
  }

  private Need described(Descriptor descriptor, String what) {
    var need = need(descriptor.digest(), what);
    need.isDescribedBy(descriptor);
    return need;
  }

  private Need need(Digest digest, String what) {
    return needs.computeIfAbsent(digest, _ -> new Need(digest, what));
  }
}
