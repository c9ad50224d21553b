package io.jimg.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.oci.RawManifest;
import io.jimg.testing.Http;
import io.jimg.testing.Peers;
import io.jimg.testing.Sample;
import java.net.URI;
import java.net.http.HttpResponse;

/// The real registry that both programs pull from; ours is the namespace `diff`.
final class PeerRegistry implements AutoCloseable {

  private final String host = Peers.registry();
  private final Http http = new Http(URI.create("http://" + host + "/"));

  /// What stands before the repositories of [Stock].
  String namespace() {
    return host + "/diff";
  }

  String host() {
    return host;
  }

  /// @param name `REPOSITORY:TAG`
  void put(String name, Sample sample) {
    int colon = name.indexOf(':');
    String repository = "/v2/diff/" + name.substring(0, colon);
    sample.blobs().forEach((digest, bytes) -> upload(repository, digest.toString(), bytes));
    sample.children().forEach(child -> manifest(repository, child, child.descriptor().digest()));
    manifest(repository, sample.manifest(), name.substring(colon + 1));
  }

  private void upload(String repository, String digest, byte[] bytes) {
    if (http.send("HEAD", repository + "/blobs/" + digest, null).statusCode() == 200) {
      return;
    }
    var begun = done(http.send("POST", repository + "/blobs/uploads/", null), 202);
    String location = begun.headers().firstValue("Location").orElseThrow();
    String to = location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
    done(http.send("PUT", to, bytes, "Content-Type", "application/octet-stream"), 201);
  }

  private void manifest(String repository, RawManifest manifest, Object name) {
    String type = manifest.descriptor().mediaType().value();
    String path = repository + "/manifests/" + name;
    done(http.send("PUT", path, manifest.content(), "Content-Type", type), 201);
  }

  private static HttpResponse<byte[]> done(HttpResponse<byte[]> answer, int status) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(answer + " " + new String(answer.body(), UTF_8));
    }
    return answer;
  }

  @Override
  public void close() {
    http.close();
  }
}
