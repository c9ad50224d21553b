package io.jimg.registry.upload;

import io.jimg.error.RegistryFailure;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.RawManifest;
import io.jimg.reference.Reference;
import io.jimg.registry.answer.Answer;
import io.jimg.registry.answer.Attempts;
import io.jimg.registry.answer.Refusal;
import io.jimg.registry.conversation.Ask;
import io.jimg.registry.conversation.Conversation;
import io.jimg.registry.conversation.Scope;
import io.jimg.registry.settings.RegistrySettings;
import java.util.Set;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;

/// What brings content into registries; see [RegistryClient#writer]. Everything is tried again as
/// the one policy says, and all methods throw [RegistryFailure] in Docker's words.
public final class RegistryWriter {

  private static final Set<Integer> STORED = Set.of(200, 201, 202, 204);
  private static final RequestBody NOTHING = RequestBody.create(new byte[0], null);

  private final Conversation conversation;
  private final RegistrySettings settings;

  public RegistryWriter(Conversation conversation, RegistrySettings settings) {
    this.conversation = conversation;
    this.settings = settings;
  }

  /// The same, telling of each pause before something is tried again: at its start and then once a
  /// second, from the thread that waits.
  ///
  /// @param seconds told what is left of the pause, rounded up
  public RegistryWriter telling(LongConsumer seconds) {
    return new RegistryWriter(conversation, settings.withRetry(settings.retry().telling(seconds)));
  }

  /// Whether `repository` says that it has that blob. A registry that refuses to tell counts as one
  /// that has it not: what is done next tells why.
  public boolean hasBlob(Reference repository, Digest blob) {
    return isThere(repository, "/blobs/" + blob);
  }

  /// Whether `repository` says that it has that manifest, and with it everything below.
  public boolean hasManifest(Reference repository, Digest manifest) {
    return isThere(repository, "/manifests/" + manifest);
  }

  private boolean isThere(Reference repository, String path) {
    var ask = ask(repository, path, Scope.push(repository.path())).withMethod("HEAD");
    if (path.startsWith("/manifests/")) {
      ask = ask.acceptingManifests();
    }
    return answer(ask) instanceof Answer.Accepted<Response>(var response) && response.code() == 200;
  }

  /// A blob that is to be brought into `repository`; nothing is asked yet.
  public BlobUpload upload(Reference repository, Descriptor blob) {
    return new BlobUpload(this, repository, blob);
  }

  /// Stores `manifest`, to the byte and as the type that its descriptor names, under the digest of
  /// `name`, else its tag, else `latest`. What it names must be there.
  public void putManifest(Reference name, RawManifest manifest) {
    var digest = name.digest();
    String tag = name.tag() == null ? Reference.DEFAULT_TAG : name.tag();
    var type = MediaType.parse(manifest.descriptor().mediaType().value());
    var ask =
        ask(
                name,
                "/manifests/" + (digest == null ? tag : digest.toString()),
                Scope.push(name.path()))
            .sending("PUT", RequestBody.create(manifest.content(), type));
    switch (answer(ask)) {
      case Answer.Accepted<Response>(var response) -> {}
      case Answer.Refused<Response>(var refusal) -> throw refusal.failure();
    }
  }

  /// A question at what belongs to `repository`.
  private static Ask ask(Reference repository, String path, Scope scope) {
    return Ask.get(repository.domain(), "/v2/" + repository.path() + path, scope);
  }

  /// A POST without content at what belongs to `repository`.
  static Ask post(Reference repository, String path, Scope scope) {
    return ask(repository, path, scope).sending("POST", NOTHING);
  }

  /// A question at a place that the registry of `repository` named.
  static Ask at(Reference repository, HttpUrl place) {
    return Ask.get(repository.domain(), place.toString(), Scope.push(repository.path()));
  }

  /// The head of the answer, asked for until there is one, as the policy allows.
  Answer<Response> answer(Ask ask) {
    return Attempts.run(settings.retry(), () -> once(ask));
  }

  /// The head of the answer to one request; its body is closed.
  Answer<Response> once(Ask ask) {
    boolean small = !ask.method().equals("PUT") && !(ask.body() instanceof UploadBody);
    try (var response = conversation.send(ask, small ? settings.timeouts().whole() : null)) {
      return STORED.contains(response.code())
          ? new Answer.Accepted<>(response)
          : new Answer.Refused<>(Refusal.of(response, settings.clock().instant()));
    } catch (RegistryFailure failure) {
      throw withoutRequest(failure);
    }
  }

  Attempts attempts() {
    return new Attempts(settings.retry());
  }

  static RequestBody nothing() {
    return NOTHING;
  }

  /// Docker's pushes tell of refused credentials without the request that met them.
  private static RegistryFailure withoutRequest(RegistryFailure failure) {
    return failure.getCause() instanceof RegistryFailure refused ? refused : failure;
  }
}
