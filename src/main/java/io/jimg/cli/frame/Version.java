package io.jimg.cli.frame;

/// What this build is.
public final class Version {

  /// As in the pom, without a leading `v`.
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
