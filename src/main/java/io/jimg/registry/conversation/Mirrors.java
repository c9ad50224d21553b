package io.jimg.registry.conversation;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import io.jimg.registry.transport.Question;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Asks for content of the Hub at the user's mirrors first, each once, and then at the Hub, which
/// the retry policy is for. A mirror is shown the credentials of its own host, never the Hub's.
public final class Mirrors {

  private final Conversation conversation;
  private final List<HttpUrl> mirrors;
  private final Set<HttpUrl> givenUp = ConcurrentHashMap.newKeySet();

  /// @param mirrors URLs that end in `/`
  public Mirrors(Conversation conversation, List<String> mirrors) {
    this.conversation = conversation;
    this.mirrors = mirrors.stream().map(Mirrors::url).toList();
  }

  private static HttpUrl url(String mirror) {
    var url = HttpUrl.parse(mirror);
    if (url == null) {
      throw new InvalidInput("invalid mirror: \"" + mirror + "\" is not a valid URI");
    }
    return url;
  }

  /// The first answer that holds content, else the registry's own, whatever its status; whoever
  /// calls closes it.
  ///
  /// @param ask for reading
  /// @param whole how long each answer may take with its body, null for no limit
  public Response send(Ask ask, @Nullable Duration whole) {
    if (ask.domain().equals(Reference.HUB)) {
      for (var mirror : mirrors) {
        var response = givenUp.contains(mirror) ? null : content(ask, mirror, whole);
        if (response != null) {
          return response;
        }
      }
    }
    return conversation.send(ask, whole);
  }

  private @Nullable Response content(Ask ask, HttpUrl mirror, @Nullable Duration whole) {
    try {
      var response = conversation.send(ask.ofRegistry(host(mirror)), mirror, whole);
      if (response.code() == 200 || response.code() == 206) {
        return response;
      }
      response.close();
    } catch (RegistryFailure e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      givenUp.add(mirror); // waiting for it again would cost as much as the first time
    }
    return null;
  }

  private static String host(HttpUrl mirror) {
    String host = mirror.host().indexOf(':') < 0 ? mirror.host() : "[" + mirror.host() + "]";
    boolean standard = mirror.port() == HttpUrl.defaultPort(mirror.scheme());
    return standard ? host : host + ":" + mirror.port();
  }

  /// Does without mirrors from here on where `answer` to `ask`, which is not what it should be,
  /// came
  /// from one.
  public boolean giveUp(Ask ask, Response answer) {
    var question = answer.request().tag(Question.class);
    boolean mirrored = question != null && !question.domain().equals(ask.domain());
    return mirrored && giveUp(ask.domain());
  }

  /// Does without mirrors from here on, after content that is not what it should be.
  ///
  /// @return whether that changes anything for `domain`
  public boolean giveUp(String domain) {
    return domain.equals(Reference.HUB) && givenUp.addAll(mirrors);
  }
}
