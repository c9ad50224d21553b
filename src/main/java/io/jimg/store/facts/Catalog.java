package io.jimg.store.facts;

import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.error.StoreFailure;
import io.jimg.error.Unsupported;
import io.jimg.oci.Digest;
import io.jimg.oci.ImageConfig;
import io.jimg.oci.Manifest;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.store.blob.BlobStore;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.LockFile.Hold;
import io.jimg.store.disk.StoreLocks;
import io.jimg.store.index.EntrySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known about images and layers, so that lists need not read a blob each. A pure function
/// of the content: it may be lost at any time, and costs time then. Safe for threads.
public final class Catalog {

  /// So many images are cheaper to read from their blobs than a large catalog is.
  private static final int FEW = 4;

  private final Layout layout;
  private final StoreLocks locks;
  private final BlobStore blobs;
  private final AtomicInteger lonely = new AtomicInteger();
  private final Map<Digest, ImageFacts> seen = new ConcurrentHashMap<>();
  private final FactsFile images;
  private final FactsFile layers;

  public Catalog(Layout layout, StoreLocks locks, BlobStore blobs) {
    this.layout = layout;
    this.locks = locks;
    this.blobs = blobs;
    this.images = new FactsFile(layout, layout.cache().resolve("catalog"));
    this.layers = new FactsFile(layout, layout.cache().resolve("layers"));
  }

  /// The facts of an image, worked out from its manifest and config when they are not known yet.
  ///
  /// @param manifest the digest of an image manifest
  /// @throws io.jimg.error.JimgException when one of the two is missing, damaged or not what an
  ///     image has
  public ImageFacts image(Digest manifest) {
    var facts = seen.get(manifest);
    if (facts == null && images.isLargeAndUnread() && lonely.incrementAndGet() <= FEW) {
      facts = readable(manifest);
    }
    if (facts == null) {
      facts = known(manifest);
    }
    if (facts == null) {
      facts = read(manifest);
      images.put(manifest, write(facts));
    }
    seen.put(manifest, facts);
    return facts;
  }

  private @Nullable ImageFacts readable(Digest manifest) {
    try {
      return read(manifest);
    } catch (JimgException e) {
      return null;
    }
  }

  private ImageFacts read(Digest manifest) {
    var raw = blobs.manifest(manifest);
    if (!(raw.parse() instanceof Manifest.Image image)) {
      throw new Unsupported(manifest + " is an index, not an image");
    }
    byte[] content = blobs.read(image.config().digest(), RawManifest.MAX_SIZE);
    if (!image.config().digest().sameAlgorithm(content).equals(image.config().digest())) {
      throw new StoreFailure("the config " + image.config().digest() + " is damaged");
    }
    var config = ImageConfig.parse(content);
    var container = config.container();
    var labels = container == null ? null : container.labels();
    return new ImageFacts(
        raw.descriptor(),
        image.config(),
        config.created(),
        config.platform(),
        labels == null ? Map.of() : labels,
        image.layers(),
        config.diffIds());
  }

  /// The facts of an image as far as they are known; null when they are not.
  public @Nullable ImageFacts known(Digest manifest) {
    String line = images.find(manifest);
    try {
      return line == null ? null : read(line);
    } catch (InvalidInput e) {
      return null;
    }
  }

  /// What `test` says of the image whose manifest digest stands in `text`, where it is known from
  /// an
  /// earlier time.
  public EntrySource.Verdict judge(byte[] text, int from, int to, LineTest test) {
    return images.judge(text, from, to, test);
  }

  /// Looks at a line where it lies: from its digest to its newline.
  @FunctionalInterface
  public interface LineTest {
    boolean passes(byte[] content, int from, int to);
  }

  /// What reading the layer `digest` has told; null when nobody has read it yet.
  public @Nullable LayerFacts layer(Digest digest) {
    String line = layers.find(digest);
    return line == null ? null : LayerFacts.ofLine(line);
  }

  /// What reading the layer `digest` has told, now or by `reading` it, which one process does at a
  /// time: the next one finds what the first has remembered. In a store that cannot be written to
  /// everybody reads for himself.
  ///
  /// @param waiting called once when somebody else is reading it
  public LayerFacts layer(Digest digest, Runnable waiting, Supplier<LayerFacts> reading)
      throws InterruptedException {
    var hold = hold(digest, waiting);
    try {
      layers.refresh();
      var facts = layer(digest);
      return facts == null ? reading.get() : facts;
    } finally {
      release(hold);
    }
  }

  private @Nullable Hold hold(Digest layer, Runnable waiting) throws InterruptedException {
    try {
      return layout.isComplete() ? locks.layer(layer, waiting) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static void release(@Nullable Hold hold) {
    try (hold) {
    } catch (IOException e) {
      // it goes with the process at the latest
    }
  }

  /// Remembers at once what took long to find out.
  public void remember(Digest layer, LayerFacts facts) {
    layers.put(layer, facts.line(layer));
    layers.save();
  }

  /// Forgets what reading `layer` has told: the bytes that told it were not the layer's.
  public void forget(Digest layer) {
    if (layers.find(layer) != null) {
      layers.put(layer, new Fields.Writer().add(layer).add("?").toString());
      layers.save();
    }
  }

  /// Keeps for other processes what was found out since. Best effort; done when the store is
  /// closed,
  /// too.
  public void save() {
    images.save();
  }

  public void compact(Set<Digest> reachable) {
    images.compact(reachable);
    layers.compact(reachable);
  }

  private static String write(ImageFacts facts) {
    var platform = facts.platform();
    var fields =
        new Fields.Writer()
            .add(facts.manifest().digest())
            .add(facts.manifest())
            .add(facts.config())
            .addNullable(facts.created())
            .add(platform.os())
            .add(platform.architecture())
            .add(platform.variant())
            .add(platform.osVersion())
            .add(platform.osFeatures().size());
    platform.osFeatures().forEach(fields::add);
    fields.add(facts.labels().size());
    facts.labels().forEach((name, value) -> fields.add(name).add(value));
    fields.add(facts.layers().size());
    facts.layers().forEach(fields::add);
    fields.add(facts.diffIds().size());
    facts.diffIds().forEach(fields::add);
    return fields.toString();
  }

  private static ImageFacts read(String line) {
    var fields = new Fields(line);
    fields.digest();
    var manifest = fields.descriptor();
    var config = fields.descriptor();
    String created = fields.nullableText();
    String os = fields.text();
    String architecture = fields.text();
    String variant = fields.text();
    String osVersion = fields.text();
    var features = many(fields, fields::text);
    var labels = new LinkedHashMap<String, String>();
    for (int left = fields.count(); left > 0; left--) {
      labels.put(fields.text(), fields.text());
    }
    var layers = many(fields, fields::descriptor);
    var diffIds = many(fields, fields::digest);
    fields.end();
    var platform = new Platform(os, architecture, variant, osVersion, features);
    return new ImageFacts(manifest, config, created, platform, labels, layers, diffIds);
  }

  private static <T> List<T> many(Fields fields, Supplier<T> next) {
    var items = new ArrayList<T>();
    for (int left = fields.count(); left > 0; left--) {
      items.add(next.get());
    }
    return items;
  }
}
