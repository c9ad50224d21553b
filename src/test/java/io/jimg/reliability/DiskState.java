package io.jimg.reliability;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/// The files of a store at one moment, to see afterwards what a process had changed when it was
/// killed.
///
/// @param files inode, time and size by path
record DiskState(Map<String, String> files) {

  static DiskState of(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    if (Files.exists(root)) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
              files.put(
                  root.relativize(file).toString(),
                  a.fileKey() + " " + a.lastModifiedTime() + " " + a.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    }
    return new DiskState(files);
  }

  /// How far a process had come that left `after` of this.
  Phase phaseAt(DiskState after) {
    if (!after.below("blobs/").keySet().containsAll(below("blobs/").keySet())) {
      return Phase.RECLAIMING;
    }
    if (differs(after, "index.json")) {
      return Phase.NAMED;
    }
    if (differs(after, "jimg/names.log") || differs(after, "jimg/index.json.new")) {
      return Phase.LOGGED;
    }
    if (differsBelow(after, "jimg/lists/")) {
      return Phase.LISTED;
    }
    if (differsBelow(after, "blobs/")) {
      return Phase.STORING;
    }
    if (differsBelow(after, "jimg/ingest/")) {
      return Phase.RECEIVING;
    }
    return files.equals(after.files) ? Phase.UNCHANGED : Phase.PREPARING;
  }

  private boolean differs(DiskState after, String file) {
    return !String.valueOf(files.get(file)).equals(String.valueOf(after.files.get(file)));
  }

  private boolean differsBelow(DiskState after, String directory) {
    return !below(directory).equals(after.below(directory));
  }

  private Map<String, String> below(String directory) {
    var below = new TreeMap<>(files);
    below.keySet().removeIf(path -> !path.startsWith(directory));
    return below;
  }
}
