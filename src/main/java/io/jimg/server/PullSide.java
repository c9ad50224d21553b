package io.jimg.server;

import com.sun.net.httpserver.Headers;
import io.jimg.oci.Digest;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.RawManifest;
import io.jimg.server.content.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers whoever reads.
final class PullSide {

  private final Content content;

  PullSide(Content content) {
    this.content = content;
  }

  Answer base() {
    return Answer.json(JsonWriter.bytes(JsonObject.EMPTY));
  }

  Answer manifest(Route.TaggedManifest route) {
    var manifest = content.tagged(route.repository(), route.tag());
    return manifest == null
        ? Answer.error(ErrorCode.MANIFEST_UNKNOWN, JsonWriter.object(Map.of("Tag", route.tag())))
        : answer(manifest);
  }

  Answer manifest(Route.ManifestOf route) {
    var manifest = content.manifest(route.repository(), route.digest());
    if (manifest != null) {
      return answer(manifest);
    }
    var detail = new LinkedHashMap<String, String>();
    detail.put("Name", route.repository().path());
    detail.put("Revision", route.digest().toString());
    return Answer.error(ErrorCode.MANIFEST_UNKNOWN, JsonWriter.object(detail));
  }

  private static Answer answer(RawManifest manifest) {
    var descriptor = manifest.descriptor();
    return Answer.of(200, descriptor.mediaType().value(), manifest.content())
        .naming(descriptor.digest())
        .with("ETag", etag(descriptor.digest()));
  }

  Answer blob(Route.BlobOf route, Headers headers) {
    var blob = content.blob(route.repository(), route.digest());
    if (blob == null) {
      return Answer.error(ErrorCode.BLOB_UNKNOWN, route.digest().toString());
    }
    var whole =
        Answer.of(200, "application/octet-stream", blob)
            .naming(route.digest())
            .with("ETag", etag(route.digest()))
            .with("Accept-Ranges", "bytes")
            .with("Cache-Control", "max-age=31536000");
    var range = range(headers, etag(route.digest()), blob.size());
    if (range == null) {
      return whole;
    }
    return range.isEmpty()
        ? Answer.failure(416, ErrorCode.RANGE_INVALID, "invalid content range")
            .with("Content-Range", "bytes */" + blob.size())
        : whole.part(range);
  }

  /// A range counts only while `If-Range`, where it is given, still names this content.
  private static @Nullable ByteRange range(Headers headers, String etag, long size) {
    String condition = headers.getFirst("If-Range");
    boolean holds = condition == null || condition.equals(etag);
    return holds ? ByteRange.parse(headers.getFirst("Range"), size) : null;
  }

  private static String etag(Digest digest) {
    return "\"" + digest + "\"";
  }

  Answer tags(Route.Tags route, Map<String, String> query) {
    var tags = content.tags(route.repository());
    String path = route.repository().path();
    if (tags == null) {
      return Answer.error(ErrorCode.NAME_UNKNOWN, JsonWriter.object(Map.of("name", path)));
    }
    var page = Page.of(tags, query);
    if (page == null) {
      return Answer.error(ErrorCode.PAGINATION_NUMBER_INVALID, JsonWriter.object(query));
    }
    return page.link(list("name", path, "tags", page.items()), "/v2/" + path + "/tags/list");
  }

  Answer catalog(Map<String, String> query) {
    var page = Page.of(content.repositories(), query);
    if (page == null) {
      return Answer.error(ErrorCode.PAGINATION_NUMBER_INVALID, JsonWriter.object(query));
    }
    var document = new JsonObject(Map.of("repositories", JsonWriter.array(page.items())));
    return page.link(Answer.json(JsonWriter.bytes(document)), "/v2/_catalog");
  }

  private static Answer list(String key, String name, String listKey, List<String> items) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put(key, new JsonText(name));
    members.put(listKey, JsonWriter.array(items));
    return Answer.json(JsonWriter.bytes(new JsonObject(members)));
  }
}
