package io.jimg.registry;

import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// What is wanted of a registry, wherever and however that registry is reached.
///
/// @param domain the registry as references name it
/// @param path below the registry's root, with its query
record Ask(String method, String domain, String path, Headers headers, Scope scope) {

  private static final Headers NONE =
      new Headers.Builder().add("Accept-Encoding", "identity").build();

  static Ask get(String domain, String path, Scope scope) {
    return new Ask("GET", domain, path, NONE, scope);
  }

  Ask withMethod(String another) {
    return new Ask(another, domain, path, headers, scope);
  }

  Ask withHeader(String name, String value) {
    return new Ask(method, domain, path, headers.newBuilder().set(name, value).build(), scope);
  }

  Request at(HttpUrl root) {
    var url = root.resolve(path);
    if (url == null) {
      throw new IllegalStateException("not a path: " + path);
    }
    return new Request.Builder()
        .url(url)
        .method(method, null)
        .headers(headers)
        .tag(Question.class, new Question(domain, Question.root(root), Step.of(method, path)))
        .build();
  }
}
