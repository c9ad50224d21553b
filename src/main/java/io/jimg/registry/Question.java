package io.jimg.registry;

import okhttp3.HttpUrl;

/// What a request is for; it stays with the request wherever that is redirected to.
///
/// @param domain the registry as references name it
/// @param registry the root of the registry that is talked to, or that sent us elsewhere
record Question(String domain, HttpUrl registry, Step step) {

  /// Scheme, host and port of `url`.
  static HttpUrl root(HttpUrl url) {
    return new HttpUrl.Builder().scheme(url.scheme()).host(url.host()).port(url.port()).build();
  }
}
