package io.jimg.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.jimg.error.InvalidInput;
import io.jimg.error.StoreFailure;
import io.jimg.reference.Reference;
import io.jimg.store.blob.BlobStore;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The references: the only thing in the store that changes. Readers take no lock; whatever they
/// read was the state at one moment.
public final class ReferenceStore {

  private static final long MAX_SIZE = 256 << 20;

  private final Layout layout;
  private final StoreLocks locks;
  private final BlobStore blobs;
  private final NamesLog log;

  public ReferenceStore(Layout layout, StoreLocks locks, BlobStore blobs) {
    this.layout = layout;
    this.locks = locks;
    this.blobs = blobs;
    this.log = new NamesLog(layout);
  }

  /// The index of a store that has no references.
  public static byte[] emptyIndex() {
    return IndexLines.of(List.of()).document();
  }

  /// The references as they are now; none where there is no store.
  ///
  /// @throws StoreFailure when index.json is lost or damaged
  public References snapshot() {
    var file = layout.index();
    try {
      long size = Files.size(file);
      if (size > MAX_SIZE) {
        throw new StoreFailure("cannot read " + file + ": it has " + size + " bytes");
      }
      return References.read(file, StoreFiles.content(file));
    } catch (NoSuchFileException e) {
      return nothing(file);
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read " + file, e);
    }
  }

  private References nothing(Path file) {
    if (Files.exists(layout.namesLog(), NOFOLLOW_LINKS)) {
      throw new StoreFailure(
          "cannot read " + file + ": it is lost (\"jimg system check --repair\" makes it again)");
    }
    return References.none(file);
  }

  /// Changes references, alone among all threads and processes. When this returns, the change
  /// survives a power loss; when it throws, nothing was changed (but when the disk fails in the
  /// very
  /// last force, it may have been). A draft that was not changed costs nothing.
  ///
  /// Three forces: the log, the new index, the directory that names it; one more for each directory
  /// of blobs when an entry may rely on new ones.
  public <R> R update(Function<References.Draft, R> change) {
    layout.create();
    try (var _ = locks.index()) {
      var before = snapshot();
      var draft = new References.Draft(before);
      R result = change.apply(draft);
      if (!draft.isEmpty()) {
        commitOrMakeRoom(before, draft);
      } else if (blobs.isChanged()) {
        blobs.forceDirectories();
      }
      return result;
    } catch (IOException e) {
      throw StoreFiles.failure("cannot change the image store " + layout.root(), e);
    } catch (InterruptedException e) {
      throw Layout.interrupted("cannot change the image store " + layout.root(), e);
    }
  }

  /// What `change` would return now. Nothing is changed, and nobody is waited for.
  public <R> R preview(Function<References.Draft, R> change) {
    return change.apply(new References.Draft(snapshot()));
  }

  /// Makes index.json again, whatever is there now, from what names.log tells. Where that is lost
  /// or
  /// damaged too, from what can be read of index.json, and from `unlisted`.
  ///
  /// @param unlisted entries of the images that these do not know
  /// @return the entries that index.json has now
  public List<Entry> rebuild(UnaryOperator<List<Entry>> unlisted) {
    layout.create();
    try (var _ = locks.index()) {
      var told = log.replay();
      var entries = new ArrayList<>(told.entries());
      if (!told.whole()) {
        addLegible(entries);
        entries.addAll(unlisted.apply(entries));
      }
      var lines = IndexLines.of(entries);
      blobs.forceDirectories();
      replaceIndex(lines);
      layout.files().forceDirectory(layout.root());
      log.rewrite(References.read(layout.index(), lines.document()));
      return entries;
    } catch (IOException e) {
      throw StoreFiles.failure("cannot change the image store " + layout.root(), e);
    } catch (InterruptedException e) {
      throw Layout.interrupted("cannot change the image store " + layout.root(), e);
    }
  }

  /// On a disk that is full the caches make room, so that `rmi` can make more.
  private void commitOrMakeRoom(References before, References.Draft draft) throws IOException {
    try {
      commit(before, draft);
    } catch (IOException e) {
      if (!StoreFiles.isDiskFull(e) || !dropCaches()) {
        throw e;
      }
      commit(before, draft);
    }
  }

  /// Whether there were any.
  private boolean dropCaches() throws IOException {
    boolean dropped = false;
    for (var cache : StoreFiles.children(layout.cache())) {
      dropped |= layout.files().delete(cache);
    }
    return dropped;
  }

  /// Adds the entries of the lines of index.json that can still be read, as far as their names are
  /// not there yet.
  private void addLegible(List<Entry> entries) throws IOException {
    if (Files.notExists(layout.index()) || Files.size(layout.index()) > MAX_SIZE) {
      return;
    }
    var names = new HashSet<@Nullable Reference>();
    entries.forEach(entry -> names.add(entry.name()));
    String document = new String(StoreFiles.content(layout.index()), UTF_8);
    for (String line : document.split("\n")) {
      byte[] json =
          (line.endsWith(",") ? line.substring(0, line.length() - 1) : line).getBytes(UTF_8);
      try {
        var entry = EntryLine.read(json, 0, json.length);
        if (entry.name() == null ? !entries.contains(entry) : names.add(entry.name())) {
          entries.add(entry);
        }
      } catch (InvalidInput e) {
        // no line of an entry, or a damaged one
      }
    }
  }

  private void commit(References before, References.Draft draft) throws IOException {
    if (draft.reliesOnNewContent() || blobs.isChanged()) {
      blobs.forceDirectories();
    }
    try (var undo = log.append(before, draft.log())) {
      try {
        replaceIndex(draft.lines());
      } catch (IOException | RuntimeException e) {
        undo.run();
        throw e;
      }
    }
    layout.files().forceDirectory(layout.root());
  }

  private void replaceIndex(IndexLines lines) throws IOException {
    var document = ByteBuffer.wrap(lines.document());
    layout.replace(layout.index(), layout.aside("index.json"), List.of(document));
  }
}
