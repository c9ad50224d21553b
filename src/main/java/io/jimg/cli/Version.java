package io.jimg.cli;

/// What this build is.
final class Version {

  static final String NUMBER = "0.1.0";

  private Version() {}
}
