package io.jimg.image.lists;

import io.jimg.error.Conflict;
import io.jimg.error.InvalidInput;
import io.jimg.error.NotFound;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.store.lists.ListEntry;
import io.jimg.store.lists.ManifestList;
import io.jimg.store.lists.ManifestLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts manifest lists together in the store.
public final class ListMaker {

  /// What `annotate` takes for a platform: those of Go, as docker-cli 28 lists them.
  private static final Set<String> PLATFORMS =
      Set.of(
          "darwin/386",
          "darwin/amd64",
          "darwin/arm",
          "darwin/arm64",
          "dragonfly/amd64",
          "freebsd/386",
          "freebsd/amd64",
          "freebsd/arm",
          "linux/386",
          "linux/amd64",
          "linux/arm",
          "linux/arm64",
          "linux/ppc64le",
          "linux/mips64",
          "linux/mips64le",
          "linux/riscv64",
          "linux/s390x",
          "netbsd/386",
          "netbsd/amd64",
          "netbsd/arm",
          "openbsd/386",
          "openbsd/amd64",
          "openbsd/arm",
          "plan9/386",
          "plan9/amd64",
          "solaris/amd64",
          "windows/386",
          "windows/amd64");

  private final ManifestLists lists;

  public ListMaker(ManifestLists lists) {
    this.lists = lists;
  }

  /// Makes the list `name` of what `sources` mean now, or puts them into it. All of them are asked
  /// for, those too that it has already; when one is not there, nothing changes.
  ///
  /// @throws Conflict when there is such a list and `amend` is not set
  public void create(Reference name, List<Reference> sources, boolean amend, ManifestLookup lookup)
      throws InterruptedException {
    refuseUnlessAmending(lists.find(name), amend);
    var looked = new ArrayList<List<ListEntry>>();
    for (var source : sources) {
      looked.add(entries(source, lookup));
    }
    lists.update(
        name,
        before -> {
          refuseUnlessAmending(before, amend);
          var list = before == null ? new ManifestList(name, List.of()) : before;
          for (int i = 0; i < looked.size(); i++) {
            list = list.with(sources.get(i), looked.get(i));
          }
          return list;
        });
  }

  private static void refuseUnlessAmending(@Nullable ManifestList before, boolean amend) {
    if (before != null && !amend) {
      throw new Conflict("refusing to amend an existing manifest list with no --amend flag");
    }
  }

  private static List<ListEntry> entries(Reference source, ManifestLookup lookup)
      throws InterruptedException {
    var manifest = lookup.find(source);
    var members =
        switch (manifest.parse()) {
          case Manifest.Image image -> List.of(lookup.withPlatform(source, manifest, image));
          case Manifest.Index index -> lookup.members(source, index);
        };
    return members.stream()
        .map(member -> new ListEntry(source, member.name(), member.manifest(), ListEntry.NOTHING))
        .toList();
  }

  /// Says of the manifest `wanted` in the list `name` that it is for `said`; empty members say
  /// nothing.
  ///
  /// @throws NotFound when it is not in the list
  public void annotate(Reference name, Reference wanted, Platform said) {
    if (lists.find(name) == null) {
      throw noSuch(wanted);
    }
    lists.update(
        name,
        before -> {
          var list = before == null ? new ManifestList(name, List.of()) : before;
          var entry = only(list, wanted).saying(said);
          String platform = entry.platform().os() + "/" + entry.platform().architecture();
          if (!PLATFORMS.contains(platform)) {
            throw new InvalidInput(
                "manifest entry for image has unsupported os/arch combination: "
                    + said.os()
                    + "/"
                    + said.architecture());
          }
          return list.with(entry);
        });
  }

  private static ListEntry only(ManifestList list, Reference wanted) {
    var found = list.find(wanted);
    if (found.isEmpty()) {
      throw noSuch(wanted);
    }
    if (found.size() > 1) {
      throw new Conflict(
          wanted
              + " stands for "
              + found.size()
              + " manifests in "
              + list.name()
              + ": name one of them by its digest");
    }
    return found.getFirst();
  }

  /// The manifests of the list `name`, in its order; null when there is no such list.
  public @Nullable List<NamedManifest> find(Reference name) {
    var list = lists.find(name);
    return list == null ? null : named(list.entries());
  }

  /// What `wanted` means in the list `name`: one manifest, or all that were lifted from an index.
  ///
  /// @throws NotFound when it is not there
  public List<NamedManifest> find(Reference name, Reference wanted) {
    var list = lists.find(name);
    var found = list == null ? List.<ListEntry>of() : list.find(wanted);
    if (found.isEmpty()) {
      throw noSuch(wanted);
    }
    return named(found);
  }

  /// Deletes the list `name`.
  ///
  /// @throws NotFound when there is none
  public void remove(Reference name) {
    if (!lists.remove(name)) {
      throw noSuch(name);
    }
  }

  private static NotFound noSuch(Reference name) {
    return new NotFound("No such manifest: " + name);
  }

  static List<NamedManifest> named(List<ListEntry> entries) {
    return entries.stream().map(entry -> new NamedManifest(entry.name(), entry.listed())).toList();
  }

  /// The list of `manifests` as it is to be called `name`.
  ///
  /// @throws InvalidInput when one of them is of another registry
  public static RawManifest document(Reference name, List<NamedManifest> manifests) {
    var entries = new ArrayList<Descriptor>();
    for (var manifest : manifests) {
      String registry = manifest.name().domain();
      if (!registry.equals(name.domain())) {
        throw new InvalidInput(
            "cannot use source images from a different registry than the target image: "
                + registry
                + " != "
                + name.domain());
      }
      entries.add(manifest.manifest().descriptor());
    }
    return ListDocument.of(entries);
  }
}
