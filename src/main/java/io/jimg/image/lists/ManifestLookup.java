package io.jimg.image.lists;

import io.jimg.error.Circumstances;
import io.jimg.error.FailureClass;
import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.image.work.Fanout;
import io.jimg.oci.Descriptor;
import io.jimg.oci.DescriptorCodec;
import io.jimg.oci.JsonReader;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.Reached;
import io.jimg.registry.RegistryClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// Asks registries for manifests, in the words of Docker's `manifest` commands. Manifests are asked
/// for each time, unless an index carries them: nothing is remembered from one command to the next.
public final class ManifestLookup {

  /// More than anybody puts together by hand; an index of 4 MiB can name 20,000.
  static final int MOST_MANIFESTS = 1000;

  private static final int DEEPEST = 8;
  private static final int PARALLEL = 6;

  /// Where Docker goes on to the next endpoint, and in the end knows only that there is nothing.
  private static final Set<String> NOT_HERE =
      Set.of("UNAUTHORIZED", "MANIFEST_UNKNOWN", "NAME_UNKNOWN");

  private static final String NO_TLS = "server gave HTTP response to HTTPS client";

  private final RegistryClient registry;
  private final boolean insecure;

  /// @param registry trusts the registries in question where `insecure` says so
  /// @param insecure whether they may do without TLS; loopback addresses are no exception, as in
  ///     Docker
  public ManifestLookup(RegistryClient registry, boolean insecure) {
    this.registry = registry;
    this.insecure = insecure;
  }

  /// What `name` means now.
  ///
  /// @throws RegistryFailure when it means nothing
  public RawManifest find(Reference name) {
    RawManifest manifest;
    try {
      manifest = registry.lookUp(name);
    } catch (RegistryFailure e) {
      throw failure(name, e);
    }
    if (!insecure && registry.reached(name) == Reached.WITHOUT_TLS) {
      throw nothing(name, withoutTls(name));
    }
    return manifest;
  }

  private RegistryFailure failure(Reference name, RegistryFailure failure) {
    boolean unreadable = failure.status() >= 400 && failure.status() < 500;
    if (NOT_HERE.contains(failure.code())
        || (unreadable && failure.code().isEmpty())
        || failure.sentence().contains(NO_TLS)) {
      return nothing(name, failure);
    }
    return Transport.told(failure, registry, name);
  }

  private static RegistryFailure withoutTls(Reference name) {
    String hint = name.domain() + " answers without TLS, which --insecure allows";
    return new RegistryFailure(NO_TLS, null)
        .in(new Circumstances(FailureClass.TLS, name.domain(), "manifest", false, null, hint));
  }

  private static RegistryFailure nothing(Reference name, RegistryFailure why) {
    return new RegistryFailure("no such manifest: " + name, why.status(), why.code(), why);
  }

  /// The manifest of an image under the platform that its config tells.
  public NamedManifest withPlatform(Reference name, RawManifest manifest, Manifest.Image image) {
    byte[] config = registry.content(name.repository(), image.config());
    return new NamedManifest(name, manifest.withPlatform(platform(config)));
  }

  private static Platform platform(byte[] config) {
    return DescriptorCodec.readPlatform(JsonReader.readObject(config));
  }

  /// The images that `index` leads to, through further indexes too, each under the platform that
  /// its entry tells; where that tells nothing, its config is asked.
  ///
  /// @throws InvalidInput when it names more than 1,000 manifests, or some deeper than 8 levels
  public List<NamedManifest> members(Reference name, Manifest.Index index)
      throws InterruptedException {
    var walk = new Walk(name);
    walk.through(index, 1);
    return walk.found;
  }

  /// Counts every entry: indexes that name one another many times over are small, and endless.
  private final class Walk {

    private final Reference name;
    private final List<NamedManifest> found = new ArrayList<>();
    private int entries;

    Walk(Reference name) {
      this.name = name;
    }

    void through(Manifest.Index index, int depth) throws InterruptedException {
      entries += index.manifests().size();
      if (entries > MOST_MANIFESTS) {
        throw new InvalidInput(name + " names more than " + MOST_MANIFESTS + " manifests");
      }
      if (depth > DEEPEST) {
        throw new InvalidInput(name + " has indexes in indexes, more than " + DEEPEST + " deep");
      }
      var fetches = new ArrayList<Callable<RawManifest>>();
      for (var entry : index.manifests()) {
        fetches.add(() -> fetch(entry));
      }
      for (var manifest : Fanout.all(PARALLEL, fetches)) {
        switch (manifest.parse()) {
          case Manifest.Index nested -> through(nested, depth + 1);
          case Manifest.Image image -> found.add(named(manifest, image));
        }
      }
    }

    private RawManifest fetch(Descriptor entry) {
      byte[] embedded = entry.embedded();
      if (embedded != null) {
        return new RawManifest(entry, embedded);
      }
      var child = find(name.repository().withDigest(entry.digest()));
      var type = child.descriptor().mediaType();
      if (!type.equals(entry.mediaType())) {
        throw new InvalidInput(
            "manifest "
                + entry.digest()
                + " is "
                + type
                + " where its index says "
                + entry.mediaType());
      }
      return new RawManifest(entry, child.content());
    }

    private NamedManifest named(RawManifest manifest, Manifest.Image image) {
      var lifted = name.withDigest(manifest.descriptor().digest());
      var platform = manifest.descriptor().platform();
      return platform == null || platform.architecture().isEmpty()
          ? withPlatform(lifted, manifest, image)
          : new NamedManifest(lifted, manifest);
    }
  }
}
