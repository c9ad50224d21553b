package io.jimg.server;

import com.sun.net.httpserver.HttpExchange;
import io.jimg.error.JimgException;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.Manifest;
import io.jimg.oci.MediaType;
import io.jimg.oci.RawManifest;
import io.jimg.server.content.MemoryContent;
import io.jimg.server.content.Repository;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers whoever writes: manifests, mounts and deletions; see [Uploads] for blobs.
final class PushSide {

  private final MemoryContent content;
  private final Uploads uploads;

  PushSide(MemoryContent content) {
    this.content = content;
    this.uploads = new Uploads(content);
  }

  Uploads uploads() {
    return uploads;
  }

  Answer putTagged(Route.TaggedManifest route, HttpExchange exchange) throws IOException {
    return put(route.repository(), route.tag(), null, exchange);
  }

  Answer putManifest(Route.ManifestOf route, HttpExchange exchange) throws IOException {
    return put(route.repository(), null, route.digest(), exchange);
  }

  private Answer put(
      Repository repository, @Nullable String tag, @Nullable Digest digest, HttpExchange exchange)
      throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(RawManifest.MAX_SIZE + 1);
    if (bytes.length > RawManifest.MAX_SIZE) {
      return Answer.failure(413, ErrorCode.MANIFEST_INVALID, "manifest too large");
    }
    var actual = digest == null ? Digest.of(bytes) : digest.sameAlgorithm(bytes);
    if (digest != null && !digest.equals(actual)) {
      return Answer.error(ErrorCode.DIGEST_INVALID, JsonObject.EMPTY);
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    var mediaType = MediaType.ofHeader(type == null ? "" : type);
    var manifest = new RawManifest(new Descriptor(mediaType, actual, bytes.length), bytes);
    try {
      var missing = missing(repository, manifest.parse());
      if (missing != null) {
        return Answer.error(ErrorCode.MANIFEST_BLOB_UNKNOWN, missing.toString());
      }
    } catch (JimgException e) {
      return Answer.error(ErrorCode.MANIFEST_INVALID, e.sentence());
    }
    content.putManifest(repository, manifest);
    if (tag != null) {
      content.putTag(repository, tag, actual);
    }
    return Answer.empty(201)
        .naming(actual)
        .with("Location", "/v2/" + repository.path() + "/manifests/" + actual);
  }

  /// The first thing that `manifest` needs and `repository` does not have.
  private @Nullable Digest missing(Repository repository, Manifest manifest) {
    for (var reference : manifest.references()) {
      boolean there =
          switch (manifest) {
            case Manifest.Image image ->
                reference.mediaType().isForeignLayer()
                    || content.blob(repository, reference.digest()) != null;
            case Manifest.Index index -> content.manifest(repository, reference.digest()) != null;
          };
      if (!there) {
        return reference.digest();
      }
    }
    return null;
  }

  Answer delete(Route.TaggedManifest route) {
    return content.removeTag(route.repository(), route.tag())
        ? Answer.empty(202)
        : Answer.error(ErrorCode.MANIFEST_UNKNOWN, JsonObject.EMPTY);
  }

  Answer delete(Route.ManifestOf route) {
    return content.removeManifest(route.repository(), route.digest())
        ? Answer.empty(202)
        : Answer.error(ErrorCode.MANIFEST_UNKNOWN, JsonObject.EMPTY);
  }

  Answer delete(Route.BlobOf route) {
    return content.removeBlob(route.repository(), route.digest())
        ? Answer.empty(202)
        : Answer.error(ErrorCode.BLOB_UNKNOWN, route.digest().toString());
  }

  Answer start(Route.Uploads route, Map<String, String> query, HttpExchange exchange)
      throws IOException {
    String mount = query.get("mount");
    String from = query.get("from");
    if (mount != null && from != null) {
      var digest = Digest.parse(mount);
      if (content.mount(new Repository(from), route.repository(), digest)) {
        return Uploads.created(route.repository(), digest);
      }
      return uploads.start(route.repository());
    }
    String digest = query.get("digest");
    return digest == null
        ? uploads.start(route.repository())
        : uploads.whole(route.repository(), Digest.parse(digest), exchange.getRequestBody());
  }
}
