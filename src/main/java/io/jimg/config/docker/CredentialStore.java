package io.jimg.config.docker;

import io.jimg.config.docker.Credential.Anonymous;
import io.jimg.config.docker.Credential.Basic;
import io.jimg.config.docker.Credential.IdentityToken;
import io.jimg.config.docker.Credential.RegistryToken;
import io.jimg.error.StoreFailure;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Docker's credentials: `DOCKER_AUTH_CONFIG`, then the registry's own helper, then the helper for
/// all, then config.json. Any number of threads and processes may use and change them at once.
public final class CredentialStore {

  /// The Hub as references name it.
  public static final String HUB = "docker.io";

  /// What the Hub's credentials are kept under: the address of its first index.
  public static final String HUB_KEY = "https://index.docker.io/v1/";

  /// What Docker keeps of a web-based login beside the Hub's credentials.
  private static final List<String> WEB_KEYS =
      List.of(HUB_KEY + "access-token", HUB_KEY + "refresh-token");

  private final Path directory;
  private final Map<String, String> env;
  private final Duration patience;
  private final EnvironmentAuths environment;
  private volatile DockerConfig config;

  /// @param config as it was loaded from its directory
  public CredentialStore(DockerConfig config, Map<String, String> env) {
    this(config, env, CredentialHelper.PATIENCE);
  }

  CredentialStore(DockerConfig config, Map<String, String> env, Duration patience) {
    this.directory = directoryOf(config);
    this.env = Map.copyOf(env);
    this.patience = patience;
    this.environment = EnvironmentAuths.read(env);
    this.config = config;
  }

  private static Path directoryOf(DockerConfig config) {
    Path parent = config.file().getParent();
    return parent == null ? Path.of("") : parent;
  }

  /// What there is to say about `DOCKER_AUTH_CONFIG`; null where it can be read or is not set.
  public @Nullable String warning() {
    return environment.warning();
  }

  /// Whether `DOCKER_AUTH_CONFIG` is set, and so hides what is stored.
  public boolean environmentRules() {
    return !env.getOrDefault(EnvironmentAuths.VARIABLE, "").isEmpty();
  }

  /// The key of a registry's credentials: `host[:port]`, but for the Hub the address of its first
  /// index.
  public static String key(String registry) {
    return switch (registry) {
      case HUB, "index.docker.io", HUB_KEY -> HUB_KEY;
      default -> registry;
    };
  }

  /// Whether `server`, as typed or as references name it, is the Hub; so is an empty one.
  public static boolean isHub(String server) {
    return server.isEmpty() || key(server).equals(HUB_KEY) || key(hostOf(server)).equals(HUB_KEY);
  }

  /// `host[:port]` of a server that was typed, perhaps as a URL; a user or password in it is left
  /// out, since this is shown.
  public static String hostOf(String server) {
    int scheme = server.indexOf("://");
    String rest = scheme < 0 ? server : server.substring(scheme + 3);
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return host.substring(host.lastIndexOf('@') + 1);
  }

  /// The credential for a registry, `host[:port]`. A helper that is missing or broken counts as
  /// one that knows nothing, as in Docker.
  public Credential get(String registryHost) {
    return find(registryHost).credential();
  }

  /// The same, and where it was found.
  public FoundCredential find(String registryHost) {
    String key = key(registryHost);
    var named = environment.auths().get(key);
    if (named != null) {
      return new FoundCredential(named, EnvironmentAuths.VARIABLE);
    }
    var stored = new FoundCredential(stored(key), config.file().toString());
    String suffix = helperFor(key);
    if (suffix.isEmpty() || stored.credential() instanceof RegistryToken) {
      return stored;
    }
    String program = "docker-credential-" + suffix;
    try {
      var kept = helper(suffix).get(key);
      return new FoundCredential(kept == null ? Credential.ANONYMOUS : kept, program);
    } catch (StoreFailure e) {
      return stored.credential() instanceof Anonymous
          ? new FoundCredential(Credential.ANONYMOUS, program + " (" + e.sentence() + ")")
          : stored;
    }
  }

  private Credential stored(String key) {
    var auths = config.auths();
    var exact = auths.get(key);
    if (exact != null) {
      return exact;
    }
    for (var entry : auths.entrySet()) {
      if (hostOf(entry.getKey()).equals(key)) {
        return entry.getValue();
      }
    }
    return Credential.ANONYMOUS;
  }

  /// Keeps `credential` for a registry.
  ///
  /// @return whether a password now stands in config.json that did not stand there before
  /// @throws StoreFailure with Docker's `Error saving credentials: …`
  public boolean put(String registryHost, Credential credential) {
    String key = key(registryHost);
    String suffix = helperFor(key);
    try {
      if (!suffix.isEmpty()) {
        keep(helper(suffix), key, credential);
      }
      var entry = suffix.isEmpty() ? entry(credential) : JsonObject.EMPTY;
      boolean changed = file().update(json -> AuthEntries.with(withDefault(json), key, entry));
      config = DockerConfig.load(directory);
      return changed
          && suffix.isEmpty()
          && credential instanceof Basic(_, var password)
          && !password.isEmpty();
    } catch (StoreFailure e) {
      throw new StoreFailure("Error saving credentials: " + e.sentence(), e);
    }
  }

  private static void keep(CredentialHelper helper, String key, Credential credential) {
    switch (credential) {
      case Anonymous() -> helper.erase(key);
      case Basic(var username, var password) -> helper.store(key, username, password);
      case IdentityToken(_, var token) -> helper.storeToken(key, token);
      case RegistryToken(_) ->
          throw new StoreFailure("a credential helper cannot keep a registry token");
    }
  }

  private static JsonObject entry(Credential credential) {
    var members = new LinkedHashMap<String, JsonValue>();
    switch (credential) {
      case Anonymous() -> {}
      case Basic(var username, var password) ->
          members.put("auth", new JsonText(AuthText.encode(username, password)));
      case IdentityToken(var username, var token) -> {
        if (!username.isEmpty()) {
          members.put("auth", new JsonText(AuthText.encode(username, "")));
        }
        members.put("identitytoken", new JsonText(token));
      }
      case RegistryToken(var token) -> members.put("registrytoken", new JsonText(token));
    }
    return new JsonObject(members);
  }

  /// Forgets what is kept under `key`, spelled as it is; no failure where nothing is.
  ///
  /// @throws StoreFailure with Docker's text
  public void erase(String key) {
    String suffix = helperFor(key);
    if (!suffix.isEmpty()) {
      helper(suffix).erase(key);
    }
    file().update(json -> AuthEntries.without(json, key));
    config = DockerConfig.load(directory);
  }

  /// Forgets a registry under every spelling that ever was in use.
  ///
  /// @param server as typed; empty for the Hub
  /// @return the failure of each spelling where not one of them could be erased, else nothing
  public Map<String, String> eraseAll(String server) {
    var keys = new LinkedHashSet<String>();
    if (!server.isEmpty()) {
      var host = hostOf(server);
      keys.addAll(List.of(server, host, "http://" + host, "https://" + host));
    }
    if (isHub(server)) {
      keys.add(HUB_KEY);
      keys.addAll(WEB_KEYS.stream().filter(config.auths()::containsKey).toList());
    }
    var failures = new LinkedHashMap<String, String>();
    for (String key : keys) {
      try {
        erase(key);
      } catch (StoreFailure e) {
        failures.put(key, e.sentence());
      }
    }
    return failures.size() == keys.size() ? failures : Map.of();
  }

  private String helperFor(String key) {
    return config.containsAuth() ? config.helperFor(key) : CredentialHelper.installedDefault(env);
  }

  /// Where an installed helper is taken by default, the file says so from now on, as in Docker.
  private JsonObject withDefault(JsonObject json) {
    String suffix = config.containsAuth() ? "" : CredentialHelper.installedDefault(env);
    return suffix.isEmpty() ? json : AuthEntries.withHelper(json, suffix);
  }

  private CredentialHelper helper(String suffix) {
    return new CredentialHelper(suffix, env, patience);
  }

  private ConfigFile file() {
    return new ConfigFile(directory.resolve(DockerConfig.FILE));
  }
}
