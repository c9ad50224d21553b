package io.jimg.server;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import io.jimg.server.content.Repository;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The end points of the protocol (distribution-spec, "Endpoints"), parsed from a path.
sealed interface Route {

  /// `/v2/`
  record Base() implements Route {}

  record Catalog() implements Route {}

  record Tags(Repository repository) implements Route {}

  record TaggedManifest(Repository repository, String tag) implements Route {}

  record ManifestOf(Repository repository, Digest digest) implements Route {}

  record BlobOf(Repository repository, Digest digest) implements Route {}

  record Uploads(Repository repository) implements Route {}

  record Upload(Repository repository, String id) implements Route {}

  /// The path is not one of the protocol.
  record Unknown() implements Route {}

  /// A repository's path; its first part may be a registry's host and port.
  Pattern NAME =
      Pattern.compile(
          "([A-Za-z0-9.-]+(:[0-9]{1,5})?/)?"
              + "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  Pattern UPLOAD_ID = Pattern.compile("[A-Za-z0-9_.=-]{1,128}");

  int MAX_NAME = 255 + 1 + 255;

  /// @param path the decoded path of the request
  /// @param namespace the `ns` parameter
  /// @throws InvalidInput for a digest that is none
  static Route parse(String path, @Nullable String namespace) {
    if (path.equals("/v2/")) {
      return new Base();
    }
    if (path.equals("/v2/_catalog")) {
      return new Catalog();
    }
    if (!path.startsWith("/v2/")) {
      return new Unknown();
    }
    int end = path.lastIndexOf('/');
    int middle = path.lastIndexOf('/', end - 1);
    if (middle < 4) {
      return new Unknown();
    }
    String verb = path.substring(middle + 1, end);
    String last = path.substring(end + 1);
    if (verb.equals("uploads") && path.startsWith("/blobs", middle - 6)) {
      var repository = repository(path.substring(4, Math.max(4, middle - 6)), namespace);
      return repository == null ? new Unknown() : upload(repository, last);
    }
    var repository = repository(path.substring(4, middle), namespace);
    return repository == null ? new Unknown() : content(repository, verb, last);
  }

  private static @Nullable Repository repository(String name, @Nullable String namespace) {
    boolean valid = name.length() <= MAX_NAME && NAME.matcher(name).matches();
    return valid ? new Repository(name, namespace) : null;
  }

  private static Route upload(Repository repository, String id) {
    if (id.isEmpty()) {
      return new Uploads(repository);
    }
    return UPLOAD_ID.matcher(id).matches() ? new Upload(repository, id) : new Unknown();
  }

  private static Route content(Repository repository, String verb, String last) {
    if (verb.equals("tags") && last.equals("list")) {
      return new Tags(repository);
    }
    if (verb.equals("blobs")) {
      return new BlobOf(repository, Digest.parse(last));
    }
    if (!verb.equals("manifests")) {
      return new Unknown();
    }
    if (last.indexOf(':') >= 0) {
      return new ManifestOf(repository, Digest.parse(last));
    }
    return TAG.matcher(last).matches() ? new TaggedManifest(repository, last) : new Unknown();
  }
}
