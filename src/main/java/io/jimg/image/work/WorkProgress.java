package io.jimg.image.work;

/// How far work on the store is that takes a while. Told from several threads at once.
@FunctionalInterface
public interface WorkProgress {

  /// Nobody watches.
  WorkProgress NONE = (_, _, _) -> {};

  /// @param doing `Reading blobs`
  /// @param done bytes so far; `total` ends this work, and is told last of all
  void at(String doing, long done, long total);
}
