package io.jimg.testing;

import io.jimg.oci.Digest;
import java.util.function.Predicate;

/// Which requests are meant; combine with `and`, `or`, `negate`.
public final class Match {

  private Match() {}

  public static Predicate<Request> any() {
    return request -> true;
  }

  public static Predicate<Request> method(String method) {
    return request -> request.method().equals(method);
  }

  public static Predicate<Request> get() {
    return method("GET");
  }

  public static Predicate<Request> head() {
    return method("HEAD");
  }

  public static Predicate<Request> path(String path) {
    return request -> request.path().equals(path);
  }

  /// Reads of that blob, whatever the repository.
  public static Predicate<Request> blob(Digest digest) {
    return request -> request.path().endsWith("/blobs/" + digest);
  }

  /// Reads of blobs.
  public static Predicate<Request> blobs() {
    return request -> request.path().contains("/blobs/sha");
  }

  public static Predicate<Request> manifest(String tagOrDigest) {
    return request -> request.path().endsWith("/manifests/" + tagOrDigest);
  }

  public static Predicate<Request> manifest(Digest digest) {
    return manifest(digest.toString());
  }

  public static Predicate<Request> manifests() {
    return request -> request.path().contains("/manifests/");
  }

  public static Predicate<Request> tags() {
    return request -> request.path().endsWith("/tags/list");
  }

  public static Predicate<Request> token() {
    return path(TokenServer.PATH);
  }

  /// Everything that uploads a blob.
  public static Predicate<Request> uploads() {
    return request -> request.path().contains("/blobs/uploads/");
  }

  public static Predicate<Request> header(String name) {
    return request -> request.header(name) != null;
  }

  /// Requests for a part.
  public static Predicate<Request> ranged() {
    return header("Range");
  }
}
