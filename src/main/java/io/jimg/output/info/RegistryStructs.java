package io.jimg.output.info;

import io.jimg.oci.GoIndent;
import io.jimg.template.GoJson;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The registries as Docker's `registry.ServiceConfig`.
final class RegistryStructs {

  /// The Hub, as credentials and `info` name it.
  static final String HUB_KEY = "https://index.docker.io/v1/";

  private static final String HUB = "docker.io";

  private RegistryStructs() {}

  static GoValue of(RegistryRules rules) {
    var networks = networks(rules.insecureNetworks());
    var indexes = indexes(rules);
    var mirrors = GoValue.strings(rules.mirrors());
    return GoValue.Pointer.to(
        new GoStruct("registry.ServiceConfig")
            .addNothing("AllowNondistributableArtifactsCIDRs", networks.type(), Omit.EMPTY)
            .addNothing("AllowNondistributableArtifactsHostnames", GoType.STRINGS, Omit.EMPTY)
            .add("InsecureRegistryCIDRs", networks)
            .add("IndexConfigs", indexes)
            .add("Mirrors", mirrors)
            .add("ExtraFields", new GoValue.MapOf(GoType.ANY_MAP, null), "ExtraFields", Omit.ALWAYS)
            .json(json(networks, indexes, mirrors))
            .value());
  }

  /// Its MarshalJSON goes through maps, whose keys come out in order, and escapes for HTML.
  private static String json(GoValue networks, GoValue.MapOf indexes, GoValue mirrors) {
    Map<String, GoValue> sorted = new HashMap<>();
    indexes.members().forEach((name, index) -> sorted.put(name, sorted(index)));
    return GoIndent.escapeHtml(
        GoJson.encode(
            GoValue.MapOf.of(
                Map.of(
                    "InsecureRegistryCIDRs", networks,
                    "IndexConfigs", GoValue.MapOf.of(sorted),
                    "Mirrors", mirrors))));
  }

  private static GoValue sorted(GoValue index) {
    Map<String, GoValue> fields = new HashMap<>();
    if (index instanceof GoValue.Pointer(_, GoValue.Struct struct)) {
      var members = struct.shape().members();
      for (int i = 0; i < members.size(); i++) {
        fields.put(members.get(i).name(), struct.fields().at(i));
      }
    }
    return GoValue.MapOf.of(fields);
  }

  private static GoValue networks(List<String> networks) {
    var values = new ArrayList<GoValue>();
    for (String network : networks) {
      values.add(GoValue.Pointer.to(network(network)));
    }
    return GoValue.Slice.of(GoType.sliceOf(GoType.pointerTo(network("").type())), values);
  }

  private static GoValue.Struct network(String network) {
    return new GoStruct("registry.NetIPNet").written(network).value();
  }

  private static GoValue.MapOf indexes(RegistryRules rules) {
    Map<String, GoValue> indexes = new HashMap<>();
    for (String host : rules.insecureHosts()) {
      indexes.put(host, GoValue.Pointer.to(index(host, List.of(), false)));
    }
    var hub = GoValue.Pointer.to(index(HUB, rules.mirrors(), true));
    indexes.put(HUB, hub);
    return new GoValue.MapOf(GoType.mapOf(GoType.STRING, hub.type()), indexes);
  }

  /// @param hub the one official registry, and never an insecure one
  private static GoValue index(String name, List<String> mirrors, boolean hub) {
    return new GoStruct("registry.IndexInfo")
        .addText("Name", name)
        .add("Mirrors", GoValue.strings(mirrors))
        .addFlag("Secure", hub)
        .addFlag("Official", hub)
        .value();
  }
}
