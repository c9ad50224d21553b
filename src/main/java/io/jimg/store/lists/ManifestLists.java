package io.jimg.store.lists;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.StoreFailure;
import io.jimg.oci.Digest;
import io.jimg.reference.Reference;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The manifest lists that are being put together, one file each. A file has all that belongs to
/// its list, the bytes of its manifests included: no blob of the store belongs to a list, so no
/// sweep can take away what a list needs, and no list keeps anything alive. Readers take no lock.
public final class ManifestLists {

  /// More bytes than any registry takes an index for, in one file.
  private static final long MAX_SIZE = 64 << 20;

  private final Layout layout;
  private final StoreLocks locks;

  public ManifestLists(Layout layout, StoreLocks locks) {
    this.layout = layout;
    this.locks = locks;
  }

  /// Null when there is no list of that name.
  ///
  /// @throws StoreFailure when its file is damaged
  public @Nullable ManifestList find(Reference name) {
    var file = file(name);
    try {
      long size = Files.size(file);
      if (size > MAX_SIZE) {
        throw new StoreFailure("cannot read " + file + ": it has " + size + " bytes");
      }
      var list = ManifestList.read(Files.readAllBytes(file));
      if (!list.name().equals(name)) {
        throw new InvalidInput("it is of " + list.name());
      }
      return list;
    } catch (NoSuchFileException e) {
      return null;
    } catch (InvalidInput | IntegrityFailure e) {
      throw new StoreFailure(
          "the manifest list " + name + " is damaged (" + file + "): " + e.sentence(), e);
    } catch (IOException e) {
      throw StoreFiles.failure("cannot read " + file, e);
    }
  }

  /// Replaces the list `name`, alone among all threads and processes. When this returns, the new
  /// one survives a power loss; when it throws, the old one is as it was.
  ///
  /// @param change gets null where there is no list yet
  /// @throws StoreFailure also when it would get larger than 64 MiB
  public void update(Reference name, Change change) {
    changing(
        () -> {
          byte[] document = change.of(find(name)).document();
          if (document.length > MAX_SIZE) {
            throw new StoreFailure("the manifest list " + name + " is larger than 64 MiB");
          }
          var aside = layout.aside("list");
          layout.replace(file(name), aside, List.of(ByteBuffer.wrap(document)));
          layout.files().forceDirectory(layout.lists());
        });
  }

  /// Deletes the list `name`, damaged or not; false when there is none.
  public boolean remove(Reference name) {
    if (Files.notExists(file(name))) {
      return false;
    }
    changing(
        () -> {
          layout.files().delete(file(name));
          layout.files().forceDirectory(layout.lists());
        });
    return true;
  }

  /// Deletes `list`, unless it is another one by now.
  public void remove(ManifestList list) {
    changing(
        () -> {
          var now = find(list.name());
          if (now != null && Arrays.equals(now.document(), list.document())) {
            layout.files().delete(file(list.name()));
            layout.files().forceDirectory(layout.lists());
          }
        });
  }

  /// What becomes of a list.
  @FunctionalInterface
  public interface Change {
    ManifestList of(@Nullable ManifestList before);
  }

  private interface Work {
    void run() throws IOException;
  }

  private void changing(Work work) {
    layout.create();
    try (var _ = locks.index()) {
      work.run();
    } catch (IOException e) {
      throw StoreFiles.failure("cannot change the image store " + layout.root(), e);
    } catch (InterruptedException e) {
      throw Layout.interrupted("cannot change the image store " + layout.root(), e);
    }
  }

  /// Names can be longer than those of files, and have slashes.
  private Path file(Reference name) {
    String hex = Digest.of(name.canonical().getBytes(UTF_8)).hex();
    return layout.lists().resolve(hex + ".json");
  }
}
