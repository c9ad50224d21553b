package io.jimg.error;

import org.jspecify.annotations.Nullable;

/// A registry, its token server or the way there refused or vanished.
public final class RegistryFailure extends JimgException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Circumstances circumstances;

  /// With the circumstances of `cause` where that is such a failure.
  ///
  /// @param status the HTTP status, 0 when there was no answer
  /// @param code the registry's error code (`MANIFEST_UNKNOWN`), empty when it gave none
  public RegistryFailure(String message, int status, String code, @Nullable Throwable cause) {
    this(
        message,
        status,
        code,
        cause,
        cause instanceof RegistryFailure inner ? inner.circumstances : Circumstances.UNKNOWN);
  }

  public RegistryFailure(String message, @Nullable Throwable cause) {
    this(message, 0, "", cause);
  }

  private RegistryFailure(
      String message,
      int status,
      String code,
      @Nullable Throwable cause,
      Circumstances circumstances) {
    super(message, cause);
    this.status = status;
    this.code = code;
    this.circumstances = circumstances;
  }

  /// The same failure, of which this is known.
  public RegistryFailure in(Circumstances known) {
    return new RegistryFailure(sentence(), status, code, getCause(), known);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public Circumstances circumstances() {
    return circumstances;
  }

  @Override
  public FailureClass failureClass() {
    return circumstances.failureClass();
  }
}
