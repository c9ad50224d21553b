package io.jimg.store.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jimg.error.InvalidInput;
import io.jimg.error.StoreFailure;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where everything lies under the root, who may have put it there, and how it comes to be.
public final class Layout {

  public static final List<String> ALGORITHMS = List.of("sha256", "sha384", "sha512");
  private static final String ASIDE = ".new";
  private static final int FORMAT = 1;
  private static final int LONGEST_LAYOUT = 4096;
  private static final byte[] OCI_LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8);
  private static final Set<String> OURS =
      Set.of("blobs", "jimg", "oci-layout", "index.json", "lost+found");
  private static final int FILE_TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int OTHERS_MAY_WRITE = 0022;

  private final Path root;
  private final StoreFiles files;
  private final byte[] emptyIndex;
  private volatile boolean complete;
  private int user = -1;

  /// Looks at what is there and creates nothing.
  ///
  /// @param emptyIndex what index.json is when the layout comes to be
  /// @throws StoreFailure when it is of a newer format, or somebody else could have tampered with
  /// it
  public Layout(Path root, StoreFiles files, byte[] emptyIndex) {
    this.root = root.toAbsolutePath().normalize();
    this.files = files;
    this.emptyIndex = emptyIndex;
    if (isThereAndTrusted(this.root)) {
      for (var directory : List.of(blobs(), jimg())) {
        isThereAndTrusted(directory);
      }
      for (String algorithm : ALGORITHMS) {
        isThereAndTrusted(blobs(algorithm));
      }
      complete = isKnownFormat();
    }
  }

  public StoreFiles files() {
    return files;
  }

  public Path root() {
    return root;
  }

  public Path index() {
    return root.resolve("index.json");
  }

  public Path blobs() {
    return root.resolve("blobs");
  }

  public Path blobs(String algorithm) {
    return blobs().resolve(algorithm);
  }

  public Path blob(Digest digest) {
    return blobs(digest.algorithm()).resolve(digest.hex());
  }

  /// The digest of the blob whose file has this name; null where it is no blob's.
  public static @Nullable Digest digest(String algorithm, String name) {
    try {
      return new Digest(algorithm, name);
    } catch (InvalidInput e) {
      return null;
    }
  }

  public Path jimg() {
    return root.resolve("jimg");
  }

  public Path namesLog() {
    return jimg().resolve("names.log");
  }

  public Path leases() {
    return jimg().resolve("leases");
  }

  public Path ingest() {
    return jimg().resolve("ingest");
  }

  public Path lists() {
    return jimg().resolve("lists");
  }

  public Path cache() {
    return jimg().resolve("cache");
  }

  Path locks() {
    return jimg().resolve("locks");
  }

  /// Whether there is all that a store of ours has.
  public boolean isComplete() {
    return complete;
  }

  /// Makes whatever of the layout is missing. Idempotent, also beside other processes.
  public void create() {
    try {
      tryCreate();
    } catch (IOException e) {
      throw StoreFiles.failure("cannot create the image store " + root, e);
    } catch (InterruptedException e) {
      throw interrupted("cannot create the image store " + root, e);
    }
  }

  public void tryCreate() throws IOException, InterruptedException {
    if (complete) {
      return;
    }
    if (Files.notExists(root, NOFOLLOW_LINKS)) {
      createRoot();
    }
    refuseStrangers();
    files.createDirectory(blobs(), StoreFiles.PUBLIC);
    files.createDirectory(blobs("sha256"), StoreFiles.PUBLIC);
    files.createDirectory(jimg(), StoreFiles.PRIVATE);
    for (var directory : List.of(leases(), ingest(), cache(), locks(), lists())) {
      files.createDirectory(directory, StoreFiles.PRIVATE);
    }
    try (var lock = LockFile.open(locks().toRealPath().resolve("index"));
        var _ = lock.exclusive(0, () -> {})) {
      createFiles();
    }
    complete = true;
  }

  /// The directory of blobs of `algorithm`, made when it is not there yet.
  public void createBlobs(String algorithm) throws IOException {
    create();
    if (!algorithm.equals("sha256")) {
      files.createDirectory(blobs(algorithm), StoreFiles.PUBLIC);
    }
    isThereAndTrusted(blobs(algorithm));
  }

  public static StoreFailure interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreFailure(what + ": interrupted", e);
  }

  private void createRoot() throws IOException {
    var parent = root.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    files.createDirectory(root, StoreFiles.PRIVATE);
    if (parent != null) {
      files.forceDirectory(parent);
    }
  }

  /// A directory that holds something else is no place for a store.
  private void refuseStrangers() throws IOException {
    if (Files.exists(root.resolve("oci-layout"))) {
      return;
    }
    try (var children = Files.newDirectoryStream(root)) {
      for (var child : children) {
        if (!OURS.contains(child.getFileName().toString())) {
          throw new StoreFailure(
              root + " is not an image store: it has no oci-layout file and is not empty");
        }
      }
    }
  }

  /// `format` comes last: where it is, everything is. The index precedes the first line of the log,
  /// so that a log without an index always means that the index was lost.
  private void createFiles() throws IOException {
    if (Files.notExists(root.resolve("oci-layout"))) {
      createFile(root.resolve("oci-layout"), OCI_LAYOUT);
    }
    if (Files.notExists(index()) && Files.notExists(namesLog())) {
      createFile(index(), emptyIndex);
    }
    for (var directory : List.of(blobs(), jimg(), root)) {
      files.forceDirectory(directory);
    }
    createFile(jimg().resolve("format"), (FORMAT + "\n").getBytes(UTF_8));
    files.forceDirectory(jimg());
  }

  /// What is wrong with `oci-layout`, without which other tools see no layout; null when nothing
  /// is.
  public @Nullable String damage() {
    var file = root.resolve("oci-layout");
    try {
      boolean sound =
          Files.size(file) <= LONGEST_LAYOUT
              && JsonReader.readObject(Files.readAllBytes(file))
                  .text("imageLayoutVersion", "")
                  .startsWith("1.");
      return sound ? null : file + " is damaged";
    } catch (NoSuchFileException e) {
      return file + " is lost";
    } catch (InvalidInput e) {
      return file + " is damaged";
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read " + file, e);
    }
  }

  /// Writes `oci-layout` anew where it is not what it should be.
  public void rewriteDamaged() {
    if (damage() != null) {
      try {
        create();
        createFile(root.resolve("oci-layout"), OCI_LAYOUT);
        files.forceDirectory(root);
      } catch (IOException e) {
        throw StoreFiles.failure("cannot change the image store " + root, e);
      }
    }
  }

  private void createFile(Path file, byte[] content) throws IOException {
    replace(file, aside("file"), List.of(ByteBuffer.wrap(content)));
  }

  /// Where the file that is to replace `name` is written.
  public Path aside(String name) {
    return jimg().resolve(name + ASIDE);
  }

  /// Beside `file`, where the file that is to replace it is written.
  public static Path aside(Path file) {
    return file.resolveSibling(file.getFileName() + ASIDE);
  }

  public static boolean isAside(Path file) {
    return file.toString().endsWith(ASIDE);
  }

  /// Gives `file` this content in one step. The caller holds the index lock, which guards `aside`,
  /// and forces the directory when that is due.
  public void replace(Path file, Path aside, List<ByteBuffer> content) throws IOException {
    try (var channel = files.open(aside, CREATE, TRUNCATE_EXISTING, WRITE)) {
      for (var part : content) {
        files.write(channel, aside, part.duplicate());
      }
      files.force(channel, aside);
    } catch (IOException e) {
      files.delete(aside); // on a full disk it would take what room there is
      throw e;
    }
    files.move(aside, file);
  }

  private boolean isKnownFormat() {
    var file = jimg().resolve("format");
    try {
      String text = Files.readString(file).strip();
      int format = Integer.parseInt(text);
      if (format > FORMAT) {
        throw new StoreFailure(
            "the image store "
                + root
                + " has format "
                + format
                + ", this jimg knows formats up to "
                + FORMAT);
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (NumberFormatException e) {
      throw new StoreFailure("cannot read the image store " + root + ": " + file + " is damaged");
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read " + file, e);
    }
  }

  /// False when there is no such directory.
  ///
  /// @throws StoreFailure when it is none, a link, another user's or writable by others: whoever
  /// can replace what lies in it decides what is found there
  private boolean isThereAndTrusted(Path directory) {
    try {
      var attributes = attributes(directory);
      boolean isDirectory =
          attributes.get("mode") instanceof Integer mode
              ? (mode & FILE_TYPE) == DIRECTORY
              : Files.isDirectory(directory, linkOptions(directory));
      if (!isDirectory) {
        throw distrust(directory, "is a link or no directory");
      }
      if (attributes.get("uid") instanceof Integer owner && owner != 0 && isOther(owner)) {
        throw distrust(directory, "belongs to another user (uid " + owner + ")");
      }
      if (attributes.get("mode") instanceof Integer mode && (mode & OTHERS_MAY_WRITE) != 0) {
        throw distrust(directory, "can be changed by other users (chmod go-w helps)");
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read the image store " + root, e);
    }
  }

  private Map<String, Object> attributes(Path directory) throws IOException {
    try {
      return Files.readAttributes(directory, "unix:uid,mode", linkOptions(directory));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Files.readAttributes(directory, "size", linkOptions(directory));
    }
  }

  /// The root may be a link: the user named it. Nothing below may.
  private LinkOption[] linkOptions(Path directory) {
    return directory.equals(root) ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
  }

  /// Whether this process runs as somebody else; where the system does not tell, it does not.
  private boolean isOther(int owner) {
    if (user < 0) {
      try {
        user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        user = owner;
      }
    }
    return user != owner;
  }

  private StoreFailure distrust(Path directory, String why) {
    return new StoreFailure(
        "the image store " + root + " cannot be trusted: " + directory + " " + why);
  }
}
