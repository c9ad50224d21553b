package io.jimg.store.blob;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.StoreFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonReader;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.store.disk.BootId;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// Immutable content by digest. A blob is either absent or complete and verified; its bytes were
/// forced to the disk before it got its name.
public final class BlobStore {

  private static final int BUFFER = 256 << 10;

  private final Layout layout;
  private final StoreLocks locks;
  private final BootId boot;
  private volatile boolean changed;

  public BlobStore(Layout layout, StoreLocks locks, BootId boot) {
    this.layout = layout;
    this.locks = locks;
    this.boot = boot;
  }

  /// Whether the blob is there with the size that it should have.
  public boolean has(Descriptor descriptor) {
    return size(descriptor.digest()) == descriptor.size();
  }

  /// Whether the blob is there and is what it should be: reads all of it.
  public boolean hasWhole(Descriptor descriptor) {
    return has(descriptor) && isWhole(descriptor.digest(), _ -> {});
  }

  /// Whether the bytes of a blob that is there are what its digest says.
  ///
  /// @param read told of bytes as they are read
  /// @throws StoreFailure also when the disk does not give them
  public boolean isWhole(Digest digest, LongConsumer read) {
    var hasher = digest.hasher();
    byte[] buffer = new byte[Math.clamp(size(digest) + 1, 1, BUFFER)];
    try (var in = open(digest)) {
      for (int count; (count = in.read(buffer)) >= 0; ) {
        hasher.update(buffer, 0, count);
        read.accept(count);
      }
    } catch (IOException e) {
      throw cannotRead(digest, e);
    }
    return Digest.ofHash(digest.algorithm(), hasher.digest()).equals(digest);
  }

  /// Bytes of the blob, -1 when it is not there.
  public long size(Digest digest) {
    try {
      var attributes =
          Files.readAttributes(layout.blob(digest), BasicFileAttributes.class, NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? attributes.size() : -1;
    } catch (NoSuchFileException e) {
      return -1;
    } catch (IOException e) {
      throw cannotRead(digest, e);
    }
  }

  /// Bytes that are here of a download that is not finished.
  public long received(Digest digest) {
    try {
      return Files.size(layout.ingest().resolve(Partial.name(digest)));
    } catch (IOException e) {
      return 0;
    }
  }

  /// The whole blob.
  ///
  /// @throws StoreFailure when it is not there, or larger than `limit`
  public byte[] read(Digest digest, int limit) {
    try (var in = open(digest)) {
      byte[] content = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new StoreFailure(
            "cannot read " + digest + " in " + layout.blobs() + ": more than " + limit + " bytes");
      }
      return content;
    } catch (IOException e) {
      throw cannotRead(digest, e);
    }
  }

  /// The manifest or index `digest`, checked against it. What it says of its own type counts; where
  /// it says nothing, it is what it looks like.
  ///
  /// @throws StoreFailure when it is not there, or larger than any manifest
  /// @throws io.jimg.error.InvalidInput when it is not JSON
  /// @throws IntegrityFailure when its bytes have changed
  public RawManifest manifest(Digest digest) {
    byte[] content = read(digest, RawManifest.MAX_SIZE);
    if (!digest.sameAlgorithm(content).equals(digest)) {
      throw new IntegrityFailure("the manifest " + digest + " is damaged");
    }
    var json = JsonReader.readObject(content);
    String declared = json.text("mediaType");
    var type =
        declared != null
            ? new MediaType(declared)
            : json.members().containsKey("manifests")
                ? MediaType.OCI_INDEX
                : MediaType.OCI_MANIFEST;
    return new RawManifest(new Descriptor(type, digest, content.length), content);
  }

  /// The blob as a stream whose `skip` costs nothing.
  ///
  /// @throws StoreFailure when it is not there
  public InputStream open(Digest digest) {
    try {
      return Files.newInputStream(layout.blob(digest), READ, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw cannotRead(digest, e);
    }
  }

  /// The blob from `offset` on. Reads throw [StoreFailure], never an IOException.
  ///
  /// @throws StoreFailure when it is not there
  public InputStream open(Digest digest, long offset) {
    var in =
        new FilterInputStream(open(digest)) {
          @Override
          public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] buffer, int start, int length) {
            try {
              return super.read(buffer, start, length);
            } catch (IOException e) {
              throw cannotRead(digest, e);
            }
          }
        };
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      throw cannotRead(digest, e);
    }
  }

  /// Stores `content` unless it is there; in place of what is there when that is damaged.
  ///
  /// @throws IntegrityFailure when it is not what `expected` names
  /// @throws InterruptedException while another download of the same digest was waited for
  public void put(Descriptor expected, byte[] content) throws InterruptedException {
    if (has(expected) && !Arrays.equals(read(expected.digest(), content.length), content)) {
      try (var ingest = replace(expected)) {
        fill(ingest, new ByteArrayInputStream(content));
      }
    } else {
      put(expected, new ByteArrayInputStream(content));
    }
  }

  /// Copies `content` into the store unless it is there; reads no more than one byte beyond its
  /// size. Nothing is left behind when it fails.
  ///
  /// @throws IntegrityFailure when it is not what `expected` names
  /// @throws InterruptedException while another download of the same digest was waited for
  public void put(Descriptor expected, InputStream content) throws InterruptedException {
    if (has(expected)) {
      return;
    }
    try (var ingest = begin(expected)) {
      if (ingest.isPresent()) {
        return;
      }
      fill(ingest, content);
    }
  }

  private static void fill(Ingest ingest, InputStream content) {
    ingest.restart();
    try {
      ingest.append(content, ContentTap.NONE);
      ingest.commit();
    } catch (RuntimeException e) {
      ingest.discard();
      throw e;
    }
  }

  public Ingest begin(Descriptor expected) throws InterruptedException {
    return begin(expected, () -> {});
  }

  /// Begins to receive a blob, or goes on where an earlier process was stopped. Exclusive: when
  /// somebody else, thread or process, is receiving the same digest this waits until they have
  /// finished ([Ingest#isPresent]) or died (and then goes on with what they left).
  ///
  /// @param waiting called once when somebody else was first
  public Ingest begin(Descriptor expected, Runnable waiting) throws InterruptedException {
    if (has(expected)) {
      return new Ingest(layout, expected, null, this::named);
    }
    return receive(expected, waiting, this::has);
  }

  /// As [#begin], of a blob that may be there and damaged: it stays until the new one takes its
  /// place, in one step.
  public Ingest replace(Descriptor expected) throws InterruptedException {
    return receive(expected, () -> {}, this::hasWhole);
  }

  private Ingest receive(Descriptor expected, Runnable waiting, Predicate<Descriptor> isDone)
      throws InterruptedException {
    var digest = expected.digest();
    try {
      layout.createBlobs(digest.algorithm());
      var hold = locks.ingest(digest, waiting);
      try {
        if (isDone.test(expected)) {
          hold.close();
          return new Ingest(layout, expected, null, this::named);
        }
        return new Ingest(
            layout, expected, Partial.open(layout, expected, boot, hold), this::named);
      } catch (IOException | RuntimeException e) {
        hold.close();
        throw e;
      }
    } catch (IOException e) {
      throw StoreFiles.failure("cannot store " + digest + " in " + layout.blobs(), e);
    }
  }

  /// Begins a blob whose digest is known only once it was written. Until then it has a random one,
  /// so that it is locked and, when its process dies, swept like a download.
  public NewBlob create() throws InterruptedException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    var expected =
        new Descriptor(MediaType.OCI_LAYER, Digest.ofHash("sha256", random), Long.MAX_VALUE);
    try {
      layout.createBlobs("sha256");
      var hold = locks.ingest(expected.digest(), () -> {});
      try {
        return new NewBlob(layout, Partial.open(layout, expected, boot, hold), this::named);
      } catch (IOException | RuntimeException e) {
        hold.close();
        throw e;
      }
    } catch (IOException e) {
      throw StoreFiles.failure("cannot store a blob in " + layout.blobs(), e);
    }
  }

  /// What this process has put here survives a power loss from here on. An update of the
  /// references does it by itself; a command that changes none does it before it says that all is
  /// well.
  public void makeDurable() {
    if (changed) {
      try {
        forceDirectories();
      } catch (IOException e) {
        throw StoreFiles.failure("cannot store blobs in " + layout.blobs(), e);
      }
    }
  }

  public boolean isChanged() {
    return changed;
  }

  private void named() {
    changed = true;
  }

  /// What was committed so far survives a power loss, whoever committed it.
  public void forceDirectories() throws IOException {
    changed = false;
    for (String algorithm : Layout.ALGORITHMS) {
      if (Files.isDirectory(layout.blobs(algorithm), NOFOLLOW_LINKS)) {
        layout.files().forceDirectory(layout.blobs(algorithm));
      }
    }
  }

  /// All blobs that are there, needed or not, in no order.
  public List<Digest> all() {
    var all = new ArrayList<Digest>();
    try {
      for (String algorithm : Layout.ALGORITHMS) {
        for (var file : StoreFiles.children(layout.blobs(algorithm))) {
          var digest = Layout.digest(algorithm, file.getFileName().toString());
          if (digest != null) {
            all.add(digest);
          }
        }
      }
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read the image store " + layout.root(), e);
    }
    return all;
  }

  private StoreFailure cannotRead(Digest digest, IOException e) {
    return StoreFiles.failure("cannot read " + digest + " in " + layout.blobs(), e);
  }

  /// Where the blob lies or would lie.
  public Path path(Digest digest) {
    return layout.blob(digest);
  }
}
