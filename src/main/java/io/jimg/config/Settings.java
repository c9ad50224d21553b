package io.jimg.config;

import io.jimg.config.docker.DockerConfig;
import io.jimg.config.network.InsecureRegistries;
import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import io.jimg.error.StoreFailure;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.time.GoDuration;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// jimg's own settings: what Docker has in its engine's daemon.json, by the same names.
///
/// @param registryMirrors URLs to ask before the Hub, each ending in `/`
/// @param maxWait how long the pauses between the tries of one operation may be together
/// @param insecureRegistries which registries need no TLS
public record Settings(
    List<String> registryMirrors,
    InsecureRegistries insecureRegistries,
    int maxConcurrentDownloads,
    int maxConcurrentUploads,
    Duration maxWait) {

  private static final String EITHER = ": must use either 'https://' or 'http://'";
  private static final int DOWNLOADS = 3;
  private static final int UPLOADS = 5;
  private static final Duration USUAL_WAIT = Duration.ofMinutes(1);

  public Settings {
    registryMirrors = List.copyOf(registryMirrors);
  }

  /// What holds without a settings file.
  public static Settings defaults() {
    return read(JsonObject.EMPTY);
  }

  /// Where the settings are: `jimg/config.json` in `$XDG_CONFIG_HOME`, else in `.config` of the
  /// home directory.
  public static Path file(Map<String, String> env, Path home) {
    return configHome(env, home).resolve("jimg").resolve("config.json");
  }

  static Path configHome(Map<String, String> env, Path home) {
    String named = env.getOrDefault("XDG_CONFIG_HOME", "");
    Path path = home.getFileSystem().getPath(named);
    return path.isAbsolute() ? path : home.resolve(".config");
  }

  /// Reads a settings file; the defaults where there is none. Unlike config.json, which belongs to
  /// Docker, it must be right: a mirror or a port that is silently left out would surprise.
  ///
  /// @throws InvalidInput with the file and Docker's text
  public static Settings load(Path file) {
    try {
      return read(JsonReader.readObject(DockerConfig.content(file)));
    } catch (NoSuchFileException e) {
      return defaults();
    } catch (IOException e) {
      throw new StoreFailure("cannot read " + file + ": " + DockerConfig.reason(e), e);
    } catch (InvalidInput e) {
      throw new InvalidInput("invalid settings in " + file + ": " + e.sentence(), e);
    }
  }

  private static Settings read(JsonObject json) {
    var mirrors = new LinkedHashSet<String>();
    for (String mirror : texts(json, "registry-mirrors")) {
      mirrors.add(mirror(mirror));
    }
    return new Settings(
        new ArrayList<>(mirrors),
        InsecureRegistries.of(texts(json, "insecure-registries")),
        count(json, "downloads", DOWNLOADS),
        count(json, "uploads", UPLOADS),
        wait(json.text("max-wait")));
  }

  /// These and more registries that need no TLS, mirrors to ask before the others, and another wait
  /// where one is given.
  ///
  /// @param wait as Go writes durations; empty for the one that holds
  /// @throws InvalidInput with Docker's texts
  public Settings with(List<String> insecure, List<String> mirrors, String wait) {
    var all = new LinkedHashSet<String>();
    mirrors.forEach(mirror -> all.add(mirror(mirror)));
    all.addAll(registryMirrors);
    return new Settings(
        new ArrayList<>(all),
        insecureRegistries.with(insecure),
        maxConcurrentDownloads,
        maxConcurrentUploads,
        wait.isEmpty() ? maxWait : wait(wait));
  }

  private static Duration wait(@Nullable String text) {
    if (text == null) {
      return USUAL_WAIT;
    }
    var wait = Duration.ofNanos(GoDuration.parse(text));
    if (wait.isNegative()) {
      throw new InvalidInput("invalid max wait: " + text);
    }
    return wait;
  }

  private static List<String> texts(JsonObject json, String name) {
    var texts = json.texts(name);
    return texts == null ? List.of() : texts;
  }

  private static int count(JsonObject json, String what, int usual) {
    long count = json.integer("max-concurrent-" + what, 0);
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw new InvalidInput("invalid max concurrent " + what + ": " + count);
    }
    return count == 0 ? usual : (int) count;
  }

  private static String mirror(String mirror) {
    int schemeEnd = mirror.indexOf("://");
    if (schemeEnd <= 0) {
      throw invalid("no scheme specified for " + GoQuote.quote(mirror) + EITHER);
    }
    URI uri = uri(mirror);
    String scheme = mirror.substring(0, schemeEnd);
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      String quoted = GoQuote.quote(mirror);
      throw invalid("unsupported scheme " + GoQuote.quote(scheme) + " in " + quoted + EITHER);
    }
    if (!empty(uri.getRawQuery()) || !empty(uri.getRawFragment())) {
      throw invalid("query or fragment at end of the URI " + GoQuote.quote(mirror));
    }
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String user = authority.substring(0, at);
      int colon = user.indexOf(':');
      String shown = colon < 0 ? user : user.substring(0, colon);
      String rest = mirror.substring(mirror.indexOf('@', schemeEnd + user.length()));
      String hidden = scheme + "://" + shown + ":xxxxx" + rest;
      throw invalid("username/password not allowed in URI " + GoQuote.quote(hidden));
    }
    return mirror.endsWith("/") ? mirror : mirror + "/";
  }

  private static URI uri(String mirror) {
    try {
      var uri = new URI(mirror);
      if (uri.getRawAuthority() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw invalid(GoQuote.quote(mirror) + " is not a valid URI");
    }
    throw invalid(GoQuote.quote(mirror) + " is not a valid URI");
  }

  private static boolean empty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private static InvalidInput invalid(String problem) {
    return new InvalidInput("invalid mirror: " + problem);
  }
}
