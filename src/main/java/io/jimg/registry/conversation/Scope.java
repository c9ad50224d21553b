package io.jimg.registry.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a token is to allow (distribution, "Token scope"): `repository:library/nginx:pull`.
///
/// @param resource type and name, `repository:library/nginx`
/// @param actions comma-separated
/// @param more another scope that is wanted along, empty when there is none
public record Scope(String resource, String actions, String more) {

  /// Nothing: for asking whether one is welcome, not what one may do. Stays nothing whatever a
  /// challenge names, as in Docker's login: some registries name there what nobody may have.
  static final Scope NONE = new Scope("", "", "");

  /// What a search needs.
  public static final Scope SEARCH = new Scope("registry:catalog", "search", "");

  private static final int LONGEST = 4096;

  /// To read what `repository` has.
  public static Scope pull(String repository) {
    return new Scope("repository:" + repository, "pull", "");
  }

  /// To write into `repository`, and to read.
  public static Scope push(String repository) {
    return new Scope("repository:" + repository, "pull,push", "");
  }

  /// To write into `repository` what `source` has.
  public static Scope mount(String repository, String source) {
    return new Scope("repository:" + repository, "pull,push", "repository:" + source + ":pull");
  }

  /// Whether it lets somebody write.
  boolean isPush() {
    return actions.contains("push");
  }

  /// This scope and those that the registry's challenge names, sorted, none twice.
  List<String> with(String challenged) {
    if (equals(NONE)) {
      return List.of();
    }
    var actionsOf = new TreeMap<String, TreeSet<String>>();
    add(actionsOf, resource + ":" + actions);
    add(actionsOf, more);
    if (challenged.length() <= LONGEST) {
      for (String scope : challenged.split(" ")) {
        add(actionsOf, scope);
      }
    }
    var scopes = new ArrayList<String>();
    actionsOf.forEach((resource, all) -> scopes.add(resource + ":" + String.join(",", all)));
    return scopes;
  }

  private static void add(TreeMap<String, TreeSet<String>> actionsOf, String scope) {
    int colon = scope.lastIndexOf(':');
    if (colon > 0 && colon + 1 < scope.length()) {
      actionsOf
          .computeIfAbsent(scope.substring(0, colon), _ -> new TreeSet<>())
          .addAll(List.of(scope.substring(colon + 1).split(",")));
    }
  }
}
