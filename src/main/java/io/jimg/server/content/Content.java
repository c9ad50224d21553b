package io.jimg.server.content;

import io.jimg.oci.Digest;
import io.jimg.oci.RawManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a registry has to give. What is not there is null; any failure of the `io.jimg.error`
/// family may come out and is told to the client.
public interface Content {

  /// What `tag` names in `repository`.
  @Nullable RawManifest tagged(Repository repository, String tag);

  @Nullable RawManifest manifest(Repository repository, Digest digest);

  @Nullable Blob blob(Repository repository, Digest digest);

  /// The tags of `repository` in lexical order; null when there is no such repository.
  @Nullable List<String> tags(Repository repository);

  /// The paths of all repositories in lexical order.
  List<String> repositories();
}
