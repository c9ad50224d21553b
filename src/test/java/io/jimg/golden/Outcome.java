package io.jimg.golden;

/// What a command line did.
record Outcome(int status, String out, String err) {

  /// Without what differs from run to run of one and the same program: the registry's address,
  /// ages, and whether Docker mentions that it verifies a layer. Ages of images from 2001 have two
  /// digits, so columns keep their widths. What a prune sets free is left out too, for jimg counts
  /// the bytes on the disk, and the flag of its help that only jimg has.
  Outcome settled(String registry) {
    return new Outcome(status, settled(out, registry), settled(err, registry));
  }

  private static String settled(String text, String registry) {
    return text.replace(registry, Script.REGISTRY)
        .replaceAll("(?m)^[0-9a-f]{12}: Verifying Checksum\n", "")
        .replaceAll("(?m)^ +--dry-run .*\n", "")
        .replaceAll("\\b[0-9]{2} years\\b", "NN years")
        .replaceAll("(Deleted Images:[^$]*Total reclaimed space: ).*", "$1SIZE");
  }

  /// The two substitutions that make Docker's text jimg's.
  Outcome ofJimg() {
    return new Outcome(status, ofJimg(out), ofJimg(err));
  }

  private static String ofJimg(String text) {
    return text.replace("Error response from daemon: ", "Error: ")
        .replaceAll("(?<![\\w./-])docker(?![\\w./-])", "jimg");
  }
}
