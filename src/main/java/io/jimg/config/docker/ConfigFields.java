package io.jimg.config.docker;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What config.json says, read as Go reads it into Docker's struct: names fold case, a member of
/// the wrong type is left out, and the first such member is the problem that Docker reports.
final class ConfigFields {

  private static final List<String> TEXTS =
      List.of(
          "psFormat",
          "imagesFormat",
          "networksFormat",
          "pluginsFormat",
          "volumesFormat",
          "statsFormat",
          "detachKeys",
          "credsStore",
          "serviceInspectFormat",
          "servicesFormat",
          "tasksFormat",
          "secretFormat",
          "configFormat",
          "nodesFormat",
          "currentContext",
          "experimental");
  private static final List<String> TEXT_MAPS =
      List.of("HttpHeaders", "credHelpers", "aliases", "features");
  private static final List<String> LISTS = List.of("pruneFilters", "cliPluginsExtraDirs");
  private static final List<String> AUTH_TEXTS =
      List.of(
          "username",
          "password",
          "auth",
          "email",
          "serveraddress",
          "identitytoken",
          "registrytoken");
  private static final List<String> PROXY_TEXTS =
      List.of("httpProxy", "httpsProxy", "noProxy", "ftpProxy", "allProxy");

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> textMaps = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Map<String, Credential> auths = new LinkedHashMap<>();
  private @Nullable String problem;
  private @Nullable String badAuth;

  private ConfigFields() {}

  static ConfigFields read(@Nullable JsonValue document) {
    var fields = new ConfigFields();
    switch (document) {
      case null -> {}
      case JsonNull() -> {}
      case JsonObject(var members) -> members.forEach(fields::member);
      case JsonValue other -> fields.mismatch(other, "value of type configfile.ConfigFile");
    }
    return fields;
  }

  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  Map<String, String> textMap(String name) {
    return textMaps.getOrDefault(name, Map.of());
  }

  List<String> list(String name) {
    return lists.getOrDefault(name, List.of());
  }

  /// One that says nothing, or nothing readable, is anonymous.
  Map<String, Credential> auths() {
    return auths;
  }

  /// In Go's words; null where all is well.
  @Nullable String problem() {
    return problem == null ? badAuth : problem;
  }

  private void member(String name, JsonValue value) {
    String field = known(TEXTS, name);
    if (field != null) {
      text(value, "ConfigFile." + field, t -> texts.put(field, t));
      return;
    }
    String map = known(TEXT_MAPS, name);
    if (map != null) {
      textMaps.put(map, textMap(value, map));
      return;
    }
    String list = known(LISTS, name);
    if (list != null) {
      lists.put(list, texts(value, list));
    } else if (name.equalsIgnoreCase("auths")) {
      entries(value, "auths", "types.AuthConfig").forEach(this::auth);
    } else if (name.equalsIgnoreCase("proxies")) {
      entries(value, "proxies", "configfile.ProxyConfig").values().forEach(this::proxy);
    } else if (name.equalsIgnoreCase("plugins")) {
      entries(value, "plugins", "map[string]string").values().forEach(this::plugin);
    }
  }

  private static @Nullable String known(List<String> names, String name) {
    for (String known : names) {
      if (known.equalsIgnoreCase(name)) {
        return known;
      }
    }
    return null;
  }

  private Map<String, String> textMap(JsonValue value, String field) {
    var map = new LinkedHashMap<String, String>();
    switch (value) {
      case JsonNull() -> {}
      case JsonObject(var members) ->
          members.forEach(
              (name, v) -> {
                map.put(name, "");
                text(v, "ConfigFile." + field, t -> map.put(name, t));
              });
      case JsonValue other -> field(other, "ConfigFile." + field, "map[string]string");
    }
    return map;
  }

  private List<String> texts(JsonValue value, String field) {
    var list = new ArrayList<String>();
    switch (value) {
      case JsonNull() -> {}
      case JsonArray(var items) -> items.forEach(i -> text(i, "ConfigFile." + field, list::add));
      case JsonValue other -> field(other, "ConfigFile." + field, "[]string");
    }
    return list;
  }

  private Map<String, JsonObject> entries(JsonValue value, String field, String type) {
    var entries = new LinkedHashMap<String, JsonObject>();
    switch (value) {
      case JsonNull() -> {}
      case JsonObject(var members) ->
          members.forEach(
              (name, entry) -> {
                switch (entry) {
                  case JsonNull() -> entries.put(name, JsonObject.EMPTY);
                  case JsonObject object -> entries.put(name, object);
                  case JsonValue other -> field(other, "ConfigFile." + field, type);
                }
              });
      case JsonValue other -> field(other, "ConfigFile." + field, "map[string]" + type);
    }
    return entries;
  }

  private void auth(String key, JsonObject entry) {
    var said = known(entry, AUTH_TEXTS, "AuthConfig.auths.");
    var user = said.getOrDefault("username", "");
    var password = said.getOrDefault("password", "");
    var encoded = said.getOrDefault("auth", "");
    if (!encoded.isEmpty()) {
      try {
        var basic = AuthText.decode(encoded);
        user = basic.username();
        password = basic.password();
      } catch (InvalidInput e) {
        badAuth = badAuth == null ? e.sentence() : badAuth;
        auths.put(key, Credential.ANONYMOUS);
        return;
      }
    }
    auths.put(key, credential(said, user, password));
  }

  private static Credential credential(Map<String, String> said, String user, String password) {
    String registryToken = said.getOrDefault("registrytoken", "");
    if (!registryToken.isEmpty()) {
      return new Credential.RegistryToken(registryToken);
    }
    String identityToken = said.getOrDefault("identitytoken", "");
    if (!identityToken.isEmpty()) {
      return new Credential.IdentityToken(user, identityToken);
    }
    return user.isEmpty() && password.isEmpty()
        ? Credential.ANONYMOUS
        : new Credential.Basic(user, password);
  }

  private void proxy(JsonObject entry) {
    known(entry, PROXY_TEXTS, "ProxyConfig.proxies.");
  }

  private void plugin(JsonObject entry) {
    entry.members().values().forEach(v -> text(v, "ConfigFile.plugins", _ -> {}));
  }

  /// The members of `entry` that are known under `names`.
  private Map<String, String> known(JsonObject entry, List<String> names, String path) {
    var said = new LinkedHashMap<String, String>();
    entry
        .members()
        .forEach(
            (name, value) -> {
              String known = known(names, name);
              if (known != null) {
                text(value, path + known, t -> said.put(known, t));
              }
            });
    return said;
  }

  private interface TextSink {
    void take(String text);
  }

  private void text(JsonValue value, String path, TextSink sink) {
    switch (value) {
      case JsonNull() -> {}
      case JsonText(var text) -> sink.take(text);
      case JsonValue other -> field(other, path, "string");
    }
  }

  private void field(JsonValue value, String path, String type) {
    mismatch(value, "struct field " + path + " of type " + type);
  }

  private void mismatch(JsonValue value, String target) {
    if (problem == null) {
      problem = "json: cannot unmarshal " + kind(value) + " into Go " + target;
    }
  }

  private static String kind(JsonValue value) {
    return switch (value) {
      case JsonObject(_) -> "object";
      case JsonArray(_) -> "array";
      case JsonText(_) -> "string";
      case JsonNumber(_) -> "number";
      case JsonBoolean(_) -> "bool";
      case JsonNull() -> "null";
    };
  }
}
