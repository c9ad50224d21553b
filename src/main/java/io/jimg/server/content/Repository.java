package io.jimg.server.content;

import org.jspecify.annotations.Nullable;

/// A repository as a client asks for it.
///
/// @param path well formed: what stands between `/v2/` and `/manifests/`
/// @param namespace the registry that the client believes to ask (`?ns=`); null when it does not
///     say
public record Repository(String path, @Nullable String namespace) {

  public Repository(String path) {
    this(path, null);
  }
}
