package io.jimg.testing;

import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.RawManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Something that can be put into a registry: an image, or an index of such things.
public sealed interface Sample {

  RawManifest manifest();

  /// Config and layers of this and everything below it, in manifest order.
  SequencedMap<Digest, byte[]> blobs();

  /// The manifests below this one, each after what it points at itself.
  List<RawManifest> children();

  default Descriptor descriptor() {
    return manifest().descriptor();
  }

  default Digest digest() {
    return descriptor().digest();
  }

  /// One image.
  final class Image implements Sample {
    private final RawManifest manifest;
    private final Descriptor config;
    private final byte[] configBytes;
    private final List<Layer> layers;

    Image(RawManifest manifest, Descriptor config, byte[] configBytes, List<Layer> layers) {
      this.manifest = manifest;
      this.config = config;
      this.configBytes = configBytes;
      this.layers = List.copyOf(layers);
    }

    @Override
    public RawManifest manifest() {
      return manifest;
    }

    public Descriptor config() {
      return config;
    }

    public byte[] configBytes() {
      return configBytes.clone();
    }

    public List<Layer> layers() {
      return layers;
    }

    /// The image ID.
    public Digest id() {
      return config.digest();
    }

    @Override
    public SequencedMap<Digest, byte[]> blobs() {
      var blobs = new LinkedHashMap<Digest, byte[]>();
      blobs.put(config.digest(), configBytes());
      for (var layer : layers) {
        blobs.put(layer.digest(), layer.stored());
      }
      return blobs;
    }

    @Override
    public List<RawManifest> children() {
      return List.of();
    }
  }

  /// An index.
  ///
  /// @param members what it points at and is there; entries may point at more
  record Index(RawManifest manifest, List<Sample> members) implements Sample {
    public Index {
      members = List.copyOf(members);
    }

    @Override
    public SequencedMap<Digest, byte[]> blobs() {
      var blobs = new LinkedHashMap<Digest, byte[]>();
      members.forEach(member -> blobs.putAll(member.blobs()));
      return blobs;
    }

    @Override
    public List<RawManifest> children() {
      var children = new ArrayList<RawManifest>();
      for (var member : members) {
        children.addAll(member.children());
        children.add(member.manifest());
      }
      return children;
    }
  }
}
