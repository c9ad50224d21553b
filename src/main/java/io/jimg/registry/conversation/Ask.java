package io.jimg.registry.conversation;

import io.jimg.oci.MediaType;
import io.jimg.registry.transport.Question;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/// What is wanted of a registry, wherever and however that registry is reached.
///
/// @param domain the registry as references name it
/// @param path below the registry's root, with its query; or a whole URL that the registry named
/// @param body what is sent along; it can be sent more than once
public record Ask(
    String method,
    String domain,
    String path,
    Headers headers,
    Scope scope,
    @Nullable RequestBody body) {

  /// Schema 1 is asked for too: its images get a sentence of their own, and not "not found".
  private static final String MANIFESTS =
      String.join(
          ", ",
          MediaType.OCI_INDEX.value(),
          MediaType.DOCKER_LIST.value(),
          MediaType.OCI_MANIFEST.value(),
          MediaType.DOCKER_MANIFEST.value(),
          MediaType.DOCKER_SCHEMA1_SIGNED.value());

  private static final Headers NONE =
      new Headers.Builder().add("Accept-Encoding", "identity").build();

  /// A question that changes nothing. What it asks for comes as it lies there, not compressed on
  /// the
  /// way.
  public static Ask get(String domain, String path, Scope scope) {
    return new Ask("GET", domain, path, NONE, scope, null);
  }

  /// The same, done otherwise.
  public Ask withMethod(String another) {
    return new Ask(another, domain, path, headers, scope, body);
  }

  /// The same question to another registry.
  Ask ofRegistry(String another) {
    return new Ask(method, another, path, headers, scope, body);
  }

  /// The same with that header, in place of one of that name.
  public Ask withHeader(String name, String value) {
    return new Ask(
        method, domain, path, headers.newBuilder().set(name, value).build(), scope, body);
  }

  /// For whatever kind of manifest there is.
  public Ask acceptingManifests() {
    return withHeader("Accept", MANIFESTS);
  }

  /// The same place, written to.
  public Ask sending(String method, RequestBody body) {
    return new Ask(method, domain, path, headers, scope, body);
  }

  /// What a request of it is for.
  Question question(HttpUrl root) {
    return Question.of(domain, root, method, path, scope.isPush());
  }

  /// @param root of the registry; ends in `/`, and may have a path of its own
  Request at(HttpUrl root) {
    var url = root.resolve(path.startsWith("/") ? path.substring(1) : path);
    if (url == null) {
      throw new IllegalStateException("not a path: " + path);
    }
    return new Request.Builder()
        .url(url)
        .method(method, body)
        .headers(headers)
        .tag(Question.class, question(root))
        .build();
  }
}
