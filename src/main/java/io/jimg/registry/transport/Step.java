package io.jimg.registry.transport;

import java.util.Locale;
import java.util.Set;

/// Which part of a conversation with a registry a request belongs to.
enum Step {
  PING,
  TOKEN,
  MANIFEST,
  BLOB,
  UPLOAD,
  TAGS,
  OTHER;

  private static final Set<String> UPLOADING = Set.of("POST", "PATCH", "PUT");

  /// @param path below the registry's root, with or without its query
  static Step of(String method, String path) {
    int end = path.indexOf('?');
    String[] segments = (end < 0 ? path : path.substring(0, end)).split("/");
    String parent = segments.length < 2 ? "" : segments[segments.length - 2];
    if (parent.equals("manifests")) {
      return MANIFEST;
    }
    if (UPLOADING.contains(method)) {
      return UPLOAD;
    }
    return switch (parent) {
      case "blobs" -> BLOB;
      case "uploads" -> UPLOAD;
      case "tags" -> TAGS;
      case "" -> PING;
      default -> OTHER;
    };
  }

  /// The word for it in messages and documents.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
