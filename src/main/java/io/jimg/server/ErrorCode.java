package io.jimg.server;

import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;

/// The error codes of the distribution protocol, with the texts and statuses of docker-registry.
public enum ErrorCode {
  BLOB_UNKNOWN(404, "blob unknown to registry"),
  BLOB_UPLOAD_INVALID(400, "blob upload invalid"),
  BLOB_UPLOAD_UNKNOWN(404, "blob upload unknown to registry"),
  DENIED(403, "requested access to the resource is denied"),
  DIGEST_INVALID(400, "provided digest did not match uploaded content"),
  MANIFEST_BLOB_UNKNOWN(400, "blob unknown to registry"),
  MANIFEST_INVALID(400, "manifest invalid"),
  MANIFEST_UNKNOWN(404, "manifest unknown"),
  NAME_INVALID(400, "invalid repository name"),
  NAME_UNKNOWN(404, "repository name not known to registry"),
  PAGINATION_NUMBER_INVALID(400, "invalid number of results requested"),
  RANGE_INVALID(416, "invalid content range"),
  SIZE_INVALID(413, "provided length did not match content length"),
  TOOMANYREQUESTS(429, "too many requests"),
  UNAUTHORIZED(401, "authentication required"),
  UNAVAILABLE(503, "service unavailable"),
  UNKNOWN(500, "unknown error"),
  UNSUPPORTED(405, "The operation is unsupported.");

  private final int status;
  private final String message;

  ErrorCode(int status, String message) {
    this.status = status;
    this.message = message;
  }

  public int status() {
    return status;
  }

  /// The document that tells a client of this error.
  public byte[] document(JsonValue detail) {
    return document(message, detail);
  }

  /// The document with a message of its own.
  public byte[] document(String ownMessage, JsonValue detail) {
    var error = new LinkedHashMap<String, JsonValue>();
    error.put("code", new JsonText(name()));
    error.put("message", new JsonText(ownMessage));
    error.put("detail", detail);
    var errors = new JsonArray(List.of(new JsonObject(error)));
    var document = new LinkedHashMap<String, JsonValue>();
    document.put("errors", errors);
    return JsonWriter.bytes(new JsonObject(document));
  }
}
