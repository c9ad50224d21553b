package io.jimg.config.docker;

import io.jimg.error.StoreFailure;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonText;
import java.util.LinkedHashMap;

/// Edits of config.json that leave everything else as it is, unknown members included.
final class AuthEntries {

  private static final String AUTHS = "auths";

  private AuthEntries() {}

  /// With `entry` under `key`: in its old place, or before the first greater key, since Docker
  /// writes them in order.
  static JsonObject with(JsonObject config, String key, JsonObject entry) {
    var auths = new LinkedHashMap<String, JsonValue>();
    var old = auths(config);
    boolean placed = old.members().containsKey(key);
    for (var member : old.members().entrySet()) {
      if (!placed && member.getKey().compareTo(key) > 0) {
        auths.put(key, entry);
        placed = true;
      }
      auths.put(member.getKey(), member.getKey().equals(key) ? entry : member.getValue());
    }
    auths.putIfAbsent(key, entry);
    return withAuths(config, new JsonObject(auths));
  }

  static JsonObject without(JsonObject config, String key) {
    var auths = new LinkedHashMap<>(auths(config).members());
    return auths.remove(key) == null ? config : withAuths(config, new JsonObject(auths));
  }

  static JsonObject withHelper(JsonObject config, String suffix) {
    var members = new LinkedHashMap<>(config.members());
    members.put("credsStore", new JsonText(suffix));
    return new JsonObject(members);
  }

  private static JsonObject auths(JsonObject config) {
    return switch (config.members().get(AUTHS)) {
      case null -> JsonObject.EMPTY;
      case JsonNull() -> JsonObject.EMPTY;
      case JsonObject object -> object;
      case JsonValue _ -> throw new StoreFailure("\"auths\" is not an object");
    };
  }

  /// Docker writes `auths` first, and always.
  static JsonObject withAuths(JsonObject config) {
    return withAuths(config, auths(config));
  }

  private static JsonObject withAuths(JsonObject config, JsonObject auths) {
    var members = new LinkedHashMap<String, JsonValue>();
    if (!config.members().containsKey(AUTHS)) {
      members.put(AUTHS, auths);
    }
    members.putAll(config.members());
    members.put(AUTHS, auths);
    return new JsonObject(members);
  }
}
