package io.jimg.registry.upload;

import io.jimg.error.RegistryFailure;
import io.jimg.oci.Descriptor;
import io.jimg.reference.Reference;
import io.jimg.registry.answer.Answer;
import io.jimg.registry.conversation.Scope;
import io.jimg.registry.transport.Destination;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// One blob on its way into a repository (distribution-spec, "Pushing blobs"): mounted from another
/// repository, or else sent. For one thread.
public final class BlobUpload {

  private final RegistryWriter registry;
  private final Reference repository;
  private final Descriptor blob;
  private @Nullable HttpUrl place;

  BlobUpload(RegistryWriter registry, Reference repository, Descriptor blob) {
    this.registry = registry;
    this.repository = repository;
    this.blob = blob;
  }

  /// Lets the repository have the blob of another repository of its registry. A registry that would
  /// not says where to send it instead: [#send] goes there, [#cancel] tells it not to wait.
  ///
  /// @param from path of the other repository
  /// @return false when the registry would rather have it sent, or lets nobody read it there
  public boolean mount(String from) {
    cancel();
    String query = "?mount=" + blob.digest() + "&from=" + from;
    var scope = Scope.mount(repository.path(), from);
    var ask = RegistryWriter.post(repository, "/blobs/uploads/" + query, scope);
    try {
      return registry.answer(ask) instanceof Answer.Accepted<Response>(var response)
          && isMounted(response);
    } catch (RegistryFailure e) {
      if (e.status() == 0) {
        throw e;
      }
      return false; // the token server lets nobody read there
    }
  }

  private boolean isMounted(Response response) {
    if (response.code() == 201) {
      return true;
    }
    String location = response.header("Location");
    place = location == null ? null : Destination.upload(response, location);
    return false;
  }

  /// Sends the blob whether or not it is there: in one piece, and after a failure from the offset
  /// on
  /// that the registry reports.
  ///
  /// @param sent told how many bytes of the blob are on their way or there, from the thread that
  ///     sends; the number can get smaller
  public void send(BlobContent content, LongConsumer sent) {
    var opened = place;
    place = null;
    new UploadSession(registry, repository, blob, content, sent).send(opened);
  }

  /// Tells a registry that would not mount not to wait for more. What it answers does not matter:
  /// it
  /// clears such uploads away by itself, only later.
  public void cancel() {
    var opened = place;
    place = null;
    if (opened != null) {
      try {
        registry.once(RegistryWriter.at(repository, opened).withMethod("DELETE"));
      } catch (RegistryFailure e) {
        // what is in its way shows with the next request
      }
    }
  }
}
