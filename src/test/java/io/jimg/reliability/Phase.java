package io.jimg.reliability;

/// How far a process had come when it was killed, in the order of its work.
enum Phase {
  EARLY("before the first byte", false),
  ASKING("at the registry, nothing written", true),
  UNCHANGED("written and taken back", true),
  PREPARING("lease and caches", true),
  RECEIVING("downloads under way", true),
  STORING("blobs stored, no name yet", true),
  LOGGED("names.log written, index.json not", true),
  LISTED("manifest list replaced", true),
  NAMED("index.json replaced", true),
  RECLAIMING("blobs deleted after it", true),
  EXITED("after the exit", false);

  private final String text;
  private final boolean within;

  Phase(String text, boolean within) {
    this.text = text;
    this.within = within;
  }

  String text() {
    return text;
  }

  /// Between the first byte written and the exit.
  boolean isWithin() {
    return within;
  }
}
