package io.jimg.error;

import org.jspecify.annotations.Nullable;

/// A registry, its token server or the way there refused or vanished.
public final class RegistryFailure extends JimgException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  /// @param status the HTTP status, 0 when there was no answer
  /// @param code the registry's error code (`MANIFEST_UNKNOWN`), empty when it gave none
  public RegistryFailure(String message, int status, String code, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  public RegistryFailure(String message, @Nullable Throwable cause) {
    this(message, 0, "", cause);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
