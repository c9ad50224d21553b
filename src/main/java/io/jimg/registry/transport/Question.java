package io.jimg.registry.transport;

import io.jimg.config.docker.FoundCredential;
import io.jimg.error.Circumstances;
import io.jimg.error.RegistryFailure;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// What a request is for; it stays with the request wherever that is redirected to.
///
/// @param domain the registry as references name it; empty for what is no registry's
/// @param registry the root of the registry that is talked to, or that sent us elsewhere
/// @param pushing whether something is to be brought there, also while it is only looked for
/// @param shown what was shown with it, so far
public record Question(
    String domain, HttpUrl registry, Step step, boolean pushing, FoundCredential shown) {

  /// What a request with that method, at that path below the registry's root, is for.
  public static Question of(
      String domain, HttpUrl root, String method, String path, boolean pushing) {
    var step = Step.of(method, path);
    return new Question(domain, root(root), step, pushing, FoundCredential.NONE);
  }

  /// For a token, where the registry sends for one.
  public static Question ofToken(String domain, HttpUrl registry) {
    return new Question(domain, registry, Step.TOKEN, false, FoundCredential.NONE);
  }

  /// The question of `request`; one to nobody in particular where it has none.
  public static Question of(Request request) {
    var question = request.tag(Question.class);
    return question == null
        ? new Question("", root(request.url()), Step.OTHER, false, FoundCredential.NONE)
        : question;
  }

  /// Scheme, host and port of `url`.
  public static HttpUrl root(HttpUrl url) {
    return new HttpUrl.Builder().scheme(url.scheme()).host(url.host()).port(url.port()).build();
  }

  /// This question, asked with that.
  public Question showing(FoundCredential credential) {
    return new Question(domain, registry, step, pushing, credential);
  }

  /// `failure` as one of this question, unless it is known to be one of another.
  public RegistryFailure told(RegistryFailure failure) {
    var known = failure.circumstances();
    return domain.isEmpty() || !known.registry().isEmpty()
        ? failure
        : failure.in(
            new Circumstances(
                known.failureClass(),
                domain,
                step.word(),
                known.retryable(),
                known.retryAfter(),
                known.hint()));
  }
}
