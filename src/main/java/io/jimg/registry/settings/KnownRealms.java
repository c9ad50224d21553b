package io.jimg.registry.settings;

import org.jspecify.annotations.Nullable;

/// Where registries send those who have nothing to show, kept from one command to the next. A
/// memory, no truth: what it says is tried, and what goes wrong with it is as if it said nothing.
/// Safe for threads; never fails.
public interface KnownRealms {

  /// What nobody keeps.
  KnownRealms NONE =
      new KnownRealms() {
        @Override
        public @Nullable Realm of(String registry) {
          return null;
        }

        @Override
        public void remember(String registry, Realm realm) {}

        @Override
        public void forget(String registry) {}
      };

  /// A token server, and what the registry calls itself there.
  record Realm(String url, String service) {}

  /// Null where nothing is known.
  ///
  /// @param registry scheme, host and port, as a URL
  @Nullable Realm of(String registry);

  /// Called with every realm that gave a token to somebody without credentials.
  void remember(String registry, Realm realm);

  /// What was known of `registry` has turned out to be wrong.
  void forget(String registry);
}
