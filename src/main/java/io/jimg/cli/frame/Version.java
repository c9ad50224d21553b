package io.jimg.cli.frame;

/// What this build is.
public final class Version {

  /// As in the pom, without a leading `v`.
  public static final String NUMBER = "0.1.0";

  private Version() {}

  /// The Java that it runs on. Not `Runtime.Version#toString`, which works with streams: classes
  /// that no local command needs else.
  public static String runtime() {
    var version = Runtime.version();
    var text = new StringBuilder();
    for (int number : version.version()) {
      text.append(text.isEmpty() ? "" : ".").append(number);
    }
    version.pre().ifPresent(pre -> text.append('-').append(pre));
    version.build().ifPresent(build -> text.append('+').append(build));
    version.optional().ifPresent(optional -> text.append('-').append(optional));
    return text.toString();
  }
}
