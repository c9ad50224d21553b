package io.jimg.error;

import java.util.Locale;

/// What kind of failure it was, for programs: the table in docs/errors.md. Names, once given, stay.
public enum FailureClass {
  /// The command line, or what the environment says, cannot be followed.
  USAGE,
  /// A template does not parse, or does not fit.
  TEMPLATE,
  /// Something cannot be understood: a name, a document, a setting.
  INVALID,
  /// There is no such image, manifest, tag or repository.
  NOT_FOUND,
  /// The state of the store forbids it.
  CONFLICT,
  /// Valid, but beyond this build.
  UNSUPPORTED,
  /// Content does not match its digest, size or type.
  INTEGRITY,
  /// The local disk refused, or what it holds is damaged.
  STORE,
  /// The registry or its token server wants other credentials, or any.
  UNAUTHORIZED,
  /// The registry does not allow it to whoever asked.
  DENIED,
  /// A quota is used up; it lasts for hours.
  QUOTA,
  /// Too many requests for now.
  THROTTLED,
  /// The registry refused for another reason.
  REJECTED,
  /// The registry is in trouble itself.
  UNAVAILABLE,
  /// Silence for too long.
  TIMEOUT,
  /// The name of the host could not be looked up.
  DNS,
  /// No connection, or one that broke.
  UNREACHABLE,
  /// No trust in a certificate, or none in ours.
  TLS,
  /// The proxy that the environment prescribes refused or is not there.
  PROXY,
  /// An answer that is not what the protocol allows.
  PROTOCOL,
  /// A registry led to a place where we do not go.
  MISDIRECTED,
  /// The user ended it.
  CANCELED,
  /// A defect of jimg.
  INTERNAL;

  /// `not-found`
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
