package io.jimg.reliability;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Tells when something in a store changes, but for its locks.
final class StoreWatch implements AutoCloseable {

  private static final List<String> DIRECTORIES =
      List.of(
          "",
          "blobs",
          "blobs/sha256",
          "jimg",
          "jimg/cache",
          "jimg/ingest",
          "jimg/leases",
          "jimg/lists");

  private final WatchService watch;

  /// @param root a store that has all its directories
  StoreWatch(Path root) throws IOException {
    watch = root.getFileSystem().newWatchService();
    for (String directory : DIRECTORIES) {
      var path = root.resolve(directory);
      if (Files.isDirectory(path)) {
        path.register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      }
    }
  }

  /// Forgets what has changed so far.
  void forget() {
    for (var key = watch.poll(); key != null; key = watch.poll()) {
      key.pollEvents();
      key.reset();
    }
  }

  /// Waits so long for the first change.
  boolean changesWithin(long nanos) throws InterruptedException {
    var key = watch.poll(nanos, TimeUnit.NANOSECONDS);
    if (key == null) {
      return false;
    }
    key.pollEvents();
    key.reset();
    return true;
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
