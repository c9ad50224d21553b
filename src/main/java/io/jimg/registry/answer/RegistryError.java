package io.jimg.registry.answer;

import io.jimg.registry.transport.Quoting;
import java.util.Locale;
import java.util.Map;

/// One error of a registry, as distribution's client understands it.
///
/// @param code one of the specified codes; every other has become `UNKNOWN`
/// @param bare whether there is nothing to tell beyond the code
record RegistryError(String code, String message, boolean bare) {

  private static final int LONGEST_MESSAGE = 4096;

  /// The codes of the specification with the messages that distribution gives them.
  private static final Map<String, String> STANDARD_MESSAGES =
      Map.ofEntries(
          Map.entry("UNKNOWN", "unknown error"),
          Map.entry("UNSUPPORTED", "The operation is unsupported."),
          Map.entry("UNAUTHORIZED", "authentication required"),
          Map.entry("DENIED", "requested access to the resource is denied"),
          Map.entry("UNAVAILABLE", "service unavailable"),
          Map.entry("TOOMANYREQUESTS", "too many requests"),
          Map.entry("DIGEST_INVALID", "provided digest did not match uploaded content"),
          Map.entry("SIZE_INVALID", "provided length did not match content length"),
          Map.entry("RANGE_INVALID", "invalid content range"),
          Map.entry("NAME_INVALID", "invalid repository name"),
          Map.entry("TAG_INVALID", "manifest tag did not match URI"),
          Map.entry("NAME_UNKNOWN", "repository name not known to registry"),
          Map.entry("MANIFEST_UNKNOWN", "manifest unknown"),
          Map.entry("MANIFEST_INVALID", "manifest invalid"),
          Map.entry("MANIFEST_UNVERIFIED", "manifest failed signature verification"),
          Map.entry("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"),
          Map.entry("BLOB_UNKNOWN", "blob unknown to registry"),
          Map.entry("BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry"),
          Map.entry("BLOB_UPLOAD_INVALID", "blob upload invalid"),
          Map.entry("PAGINATION_NUMBER_INVALID", "invalid number of results requested"));

  /// An error as it stands in an answer's `errors`: without detail and with the code's own message
  /// it is nothing but its code.
  static RegistryError of(String code, String message, boolean detailed) {
    String known = STANDARD_MESSAGES.containsKey(code) ? code : "UNKNOWN";
    boolean bare = !detailed && (message.isEmpty() || message.equals(STANDARD_MESSAGES.get(known)));
    return new RegistryError(known, Quoting.visible(message, LONGEST_MESSAGE), bare);
  }

  /// An error with a message of its own, or the code's.
  static RegistryError withMessage(String code, String message) {
    String text = message.isEmpty() ? STANDARD_MESSAGES.getOrDefault(code, "") : message;
    return new RegistryError(code, Quoting.visible(text, LONGEST_MESSAGE), false);
  }

  /// An error that is nothing but text, of the code that goes with the HTTP status.
  static RegistryError ofStatus(int status, String text) {
    String code =
        switch (status) {
          case 401 -> "UNAUTHORIZED";
          case 403 -> "DENIED";
          case 429 -> "TOOMANYREQUESTS";
          default -> "UNKNOWN";
        };
    return new RegistryError(code, Quoting.visible(text, LONGEST_MESSAGE), false);
  }

  /// `manifest unknown: manifest unknown`, or `denied` alone.
  String text() {
    String name = code.toLowerCase(Locale.ROOT).replace('_', ' ');
    return bare ? name : name + ": " + message;
  }
}
