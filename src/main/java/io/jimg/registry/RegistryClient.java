package io.jimg.registry;

import io.jimg.config.docker.Credential;
import io.jimg.config.docker.CredentialStore;
import io.jimg.config.docker.FoundCredential;
import io.jimg.error.IntegrityFailure;
import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
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
import io.jimg.registry.conversation.Mirrors;
import io.jimg.registry.conversation.Scope;
import io.jimg.registry.listing.Index;
import io.jimg.registry.listing.SearchHit;
import io.jimg.registry.listing.SearchTerm;
import io.jimg.registry.listing.TagList;
import io.jimg.registry.settings.KnownRealms;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.registry.transport.Question;
import io.jimg.registry.transport.Wire;
import io.jimg.registry.upload.BlobContent;
import io.jimg.registry.upload.RegistryWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The client of every registry, one for the process and for all of its threads. Each question is
/// one request where the registry lets it be: there is no ping. Blocking; an interrupted thread
/// stops at once.
///
/// All methods throw [RegistryFailure] in Docker's words when a registry refuses or cannot be
/// reached.
public final class RegistryClient implements AutoCloseable {

  private final RegistrySettings settings;
  private final Wire wire;
  private final Conversation conversation;
  private final Mirrors content;

  /// @param realms where registries are known to send for tokens
  public RegistryClient(
      RegistrySettings settings, CredentialStore credentials, KnownRealms realms) {
    this(credentials::find, settings, realms);
  }

  /// @param credentials what is known for a registry, by the host that references name; asked at
  ///     most once for each, and only for registries that want to know
  public RegistryClient(RegistrySettings settings, Function<String, Credential> credentials) {
    this(settings, credentials, KnownRealms.NONE);
  }

  /// Both of the above.
  public RegistryClient(
      RegistrySettings settings, Function<String, Credential> credentials, KnownRealms realms) {
    this(host -> new FoundCredential(credentials.apply(host), ""), settings, realms);
  }

  private RegistryClient(
      Function<String, FoundCredential> credentials,
      RegistrySettings settings,
      KnownRealms realms) {
    this.settings = settings;
    wire = new Wire(settings);
    conversation = new Conversation(wire, settings, credentials, realms);
    content = new Mirrors(conversation, settings.mirrors());
  }

  /// Begins with what has to be set up before the first question to any registry, on a thread of
  /// its own: meanwhile the command line is read and the store opened.
  public static void warmUp() {
    Thread.ofPlatform().daemon().name("warm-up").start(Wire::warmUp);
  }

  /// The manifest that `name` means: its digest, else its tag, else `latest`. The bytes hash to the
  /// digest in the result, and that is the digest of `name` where it has one.
  ///
  /// @throws IntegrityFailure when the registry sends something else
  public RawManifest manifest(Reference name) {
    return manifest(name, refusal -> refusal.pullFailure(asAsked(name)));
  }

  /// Like [#manifest], of something that `asked` leads to: a refusal is told of `asked`.
  public RawManifest manifest(Reference name, Reference asked) {
    return manifest(name, refusal -> refusal.pullFailure(asAsked(asked)));
  }

  /// Like [#manifest]; a refusal is told in the registry's words alone.
  public RawManifest lookUp(Reference name) {
    return manifest(name, Refusal::failure);
  }

  private RawManifest manifest(Reference name, Function<Refusal, RegistryFailure> failure) {
    return fetch(
        manifestAsk(name), response -> ManifestReader.read(response, name.digest()), failure);
  }

  /// How the registry of `name` was reached.
  public Reached reached(Reference name) {
    var root = conversation.root(name.domain());
    if (root == null) {
      return Reached.NOT_YET;
    }
    return root.isHttps() ? Reached.WITH_TLS : Reached.WITHOUT_TLS;
  }

  /// The digest that the registry says `name` has now; null when it does not say, or refuses: then
  /// [#manifest] tells why. Good for noticing that nothing changed, never for naming content.
  public @Nullable Digest head(Reference name) {
    var ask = manifestAsk(name).withMethod("HEAD");
    try (var response = content.send(ask, settings.timeouts().whole())) {
      String digest = response.header("Docker-Content-Digest");
      return response.code() != 200 || digest == null ? null : Digest.parse(digest);
    } catch (InvalidInput e) {
      return null;
    }
  }

  /// Hands the content of `blob` from `offset` on to `sink`. Not a byte more than the descriptor
  /// says is read; the digest is for the sink to check.
  public void blob(Reference repository, Descriptor blob, long offset, BlobSink sink) {
    var source = new BlobSource(repository, blob);
    var attempts = new Attempts(settings.retry().telling(sink::retryingIn));
    try (var body = new BlobBody(blob, offset, source, attempts)) {
      sink.accept(body);
    }
  }

  /// The content of `blob` to be sent elsewhere; the digest is for whoever receives it to check.
  public BlobContent reader(Reference repository, Descriptor blob) {
    return offset ->
        new BlobBody(
            blob, offset, new BlobSource(repository, blob), new Attempts(settings.retry()));
  }

  /// The whole content of a small blob such as a config, verified; what its descriptor carries is
  /// not asked for.
  ///
  /// @throws IntegrityFailure when the registry sends something else
  public byte[] content(Reference repository, Descriptor blob) {
    if (blob.size() > RawManifest.MAX_SIZE) {
      throw new RegistryFailure(
          "blob " + blob.digest() + " is larger than " + RawManifest.MAX_SIZE + " bytes", null);
    }
    byte[] embedded = blob.embedded();
    if (embedded != null) {
      return embedded;
    }
    byte[][] content = new byte[1][];
    blob(repository, blob, 0, body -> content[0] = readAll(body));
    var actual = blob.digest().sameAlgorithm(content[0]);
    if (!actual.equals(blob.digest())) {
      throw new IntegrityFailure(
          "expected " + blob.digest() + " (" + blob.size() + " bytes), received " + actual);
    }
    return content[0];
  }

  /// What brings content into the registries that this client asks, with the same credentials.
  public RegistryWriter writer() {
    return new RegistryWriter(conversation, settings);
  }

  /// Hands what lies at `url`, which is no registry's, on to `sink`.
  ///
  /// @throws InvalidInput when it is no URL
  public void download(String url, Consumer<InputStream> sink) {
    new WebDownload(wire).fetch(url, sink);
  }

  /// All tags of `repository` in the registry's order.
  public List<String> tags(Reference repository) {
    var list = new TagList(repository);
    String path = TagList.path(repository);
    while (path != null) {
      path =
          fetch(
              Ask.get(repository.domain(), path, scope(repository)),
              list::add,
              refusal -> refusal.pullFailure(asAsked(repository)));
    }
    return list.tags();
  }

  /// Repositories that fit `term`, in the registry's order.
  ///
  /// @param limit how many the registry is asked for
  public List<SearchHit> search(SearchTerm term, int limit) {
    return new Index(conversation, settings).search(term, limit);
  }

  /// Shows `user` to a registry; what to keep of it when it is welcome: an identity token where the
  /// registry's token server gives one, else the password.
  ///
  /// @throws RegistryFailure with status 401 when it is not
  public Credential signIn(String domain, Credential.Basic user) {
    return conversation.signIn(user, domain);
  }

  @Override
  public void close() {
    wire.close();
  }

  private static Ask manifestAsk(Reference name) {
    var digest = name.digest();
    String tag = name.tag() == null ? Reference.DEFAULT_TAG : name.tag();
    String path = "/v2/" + name.path() + "/manifests/" + (digest == null ? tag : digest.toString());
    return Ask.get(name.domain(), path, scope(name)).acceptingManifests();
  }

  private static Scope scope(Reference name) {
    return Scope.pull(name.path());
  }

  /// Asks until there is a complete answer of status 200, as the policy allows.
  private <T extends @Nullable Object> T fetch(
      Ask ask, Function<Response, T> reader, Function<Refusal, RegistryFailure> failure) {
    return switch (Attempts.run(settings.retry(), () -> once(ask, reader))) {
      case Answer.Accepted<T>(var value) -> value;
      case Answer.Refused<T>(var refusal) -> throw failure.apply(refusal);
    };
  }

  private <T extends @Nullable Object> Answer<T> once(Ask ask, Function<Response, T> reader) {
    while (true) {
      try (var response = content.send(ask, settings.timeouts().whole())) {
        if (response.code() != 200) {
          return new Answer.Refused<>(Refusal.of(response, settings.clock().instant()));
        }
        try {
          return new Answer.Accepted<>(reader.apply(response));
        } catch (JimgException e) {
          if (!content.giveUp(ask, response)) {
            throw e instanceof RegistryFailure failure
                ? Question.of(response.request()).told(failure)
                : e;
          }
        }
      }
    }
  }

  /// Does without mirrors from here on, since content of `repository` was not what it should be.
  ///
  /// @return whether mirrors were asked for it at all
  public boolean distrustMirrors(Reference repository) {
    return content.giveUp(repository.domain());
  }

  /// Docker tells of a digest without the tag that was typed before it.
  private static Reference asAsked(Reference name) {
    var digest = name.digest();
    return digest == null ? name.withDefaultTag() : name.repository().withDigest(digest);
  }

  private static byte[] readAll(BlobBody body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a blob body throws none", e);
    }
  }

  private final class BlobSource implements BlobBody.Source {

    private final Reference repository;
    private final Ask ask;
    private int tries;

    BlobSource(Reference repository, Descriptor blob) {
      this.repository = repository;
      String path = "/v2/" + repository.path() + "/blobs/" + blob.digest();
      ask = Ask.get(repository.domain(), path, scope(repository));
    }

    @Override
    public Answer<Response> from(long offset) {
      var request = offset == 0 ? ask : ask.withHeader("Range", "bytes=" + offset + "-");
      // a mirror that broke off may do so again, and the Hub may be out of reach: by turns
      boolean mirrored = tries++ % 2 == 0;
      var response = mirrored ? content.send(request, null) : conversation.send(request, null);
      if (response.code() == 200 || response.code() == 206) {
        return new Answer.Accepted<>(response);
      }
      try (response) {
        return new Answer.Refused<>(Refusal.of(response, settings.clock().instant()));
      }
    }

    @Override
    public RegistryFailure failure(Refusal refusal) {
      return refusal.status() == 404
          ? new RegistryFailure("unknown blob", 404, "BLOB_UNKNOWN", null)
              .in(refusal.circumstances())
          : refusal.pullFailure(repository);
    }
  }
}
