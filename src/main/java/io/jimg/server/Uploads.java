package io.jimg.server;

import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.server.content.MemoryContent;
import io.jimg.server.content.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Blobs on their way in: at once, in two steps or in chunks that follow one another.
final class Uploads {

  /// What one blob may weigh: it is kept in memory.
  static final int MAX_BLOB = 256 << 20;

  private static final int MAX_OPEN = 1000;
  private static final int BUFFER = 64 << 10;

  private final MemoryContent content;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Session(Repository repository, String id, ByteArrayOutputStream bytes) {}

  Uploads(MemoryContent content) {
    this.content = content;
  }

  Answer start(Repository repository) {
    if (sessions.size() >= MAX_OPEN) {
      return Answer.failure(429, ErrorCode.TOOMANYREQUESTS, "too many uploads in progress");
    }
    var session =
        new Session(repository, UUID.randomUUID().toString(), new ByteArrayOutputStream());
    sessions.put(session.id(), session);
    return progress(202, session);
  }

  /// The whole blob in one request.
  Answer whole(Repository repository, Digest digest, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BLOB + 1);
    if (bytes.length > MAX_BLOB) {
      return tooLarge();
    }
    return store(repository, digest, bytes);
  }

  Answer status(Route.Upload route) {
    var session = session(route);
    return session == null ? unknown(route) : progress(204, session);
  }

  /// One chunk; a `Content-Range` must go on where the last chunk ended.
  Answer append(Route.Upload route, @Nullable String contentRange, InputStream body)
      throws IOException {
    var session = session(route);
    if (session == null) {
      return unknown(route);
    }
    synchronized (session) {
      var refusal = take(session, contentRange, body);
      return refusal == null ? progress(202, session) : refusal;
    }
  }

  /// The last chunk, which may be empty, and the digest of the whole.
  Answer finish(Route.Upload route, @Nullable String digest, InputStream body) throws IOException {
    var session = session(route);
    if (session == null) {
      return unknown(route);
    }
    if (digest == null) {
      return Answer.error(ErrorCode.DIGEST_INVALID, "digest missing");
    }
    var expected = Digest.parse(digest);
    synchronized (session) {
      var refusal = take(session, null, body);
      if (refusal != null) {
        return refusal;
      }
      sessions.remove(session.id());
      return store(session.repository(), expected, session.bytes().toByteArray());
    }
  }

  Answer cancel(Route.Upload route) {
    var session = session(route);
    if (session == null) {
      return unknown(route);
    }
    sessions.remove(session.id());
    return Answer.empty(204);
  }

  static Answer created(Repository repository, Digest digest) {
    return Answer.empty(201)
        .naming(digest)
        .with("Location", "/v2/" + repository.path() + "/blobs/" + digest);
  }

  private Answer store(Repository repository, Digest digest, byte[] bytes) {
    if (!digest.sameAlgorithm(bytes).equals(digest)) {
      return Answer.error(ErrorCode.DIGEST_INVALID, JsonObject.EMPTY);
    }
    content.putBlob(repository, digest, bytes);
    return created(repository, digest);
  }

  private @Nullable Session session(Route.Upload route) {
    var session = sessions.get(route.id());
    return session != null && session.repository().path().equals(route.repository().path())
        ? session
        : null;
  }

  /// Adds what arrives to the session. When the client vanishes in the middle, what came before
  /// stays: that is where it goes on.
  private static @Nullable Answer take(
      Session session, @Nullable String contentRange, InputStream body) throws IOException {
    int offset = session.bytes().size();
    if (contentRange != null && !contentRange.startsWith(offset + "-")) {
      return progress(416, session);
    }
    byte[] buffer = new byte[BUFFER];
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      if (n > MAX_BLOB - session.bytes().size()) {
        return tooLarge();
      }
      session.bytes().write(buffer, 0, n);
    }
    return null;
  }

  private static Answer progress(int status, Session session) {
    int last = Math.max(0, session.bytes().size() - 1);
    return Answer.empty(status)
        .with("Location", "/v2/" + session.repository().path() + "/blobs/uploads/" + session.id())
        .with("Docker-Upload-UUID", session.id())
        .with("Range", "0-" + last);
  }

  private static Answer unknown(Route.Upload route) {
    return Answer.error(ErrorCode.BLOB_UPLOAD_UNKNOWN, route.id());
  }

  private static Answer tooLarge() {
    return Answer.failure(413, ErrorCode.SIZE_INVALID, "blob too large");
  }
}
