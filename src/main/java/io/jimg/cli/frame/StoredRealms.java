package io.jimg.cli.frame;

import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.error.JimgException;
import io.jimg.registry.settings.KnownRealms;
import io.jimg.store.LocalStore;
import io.jimg.store.facts.Realms;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps in the store where registries send for tokens. A store that cannot be opened keeps
/// nothing: whoever needs it says so.
final class StoredRealms implements KnownRealms, AutoCloseable {

  private final Supplier<LocalStore> store;
  private @Nullable Realms realms;
  private boolean looked;

  /// @param store asked once a registry is about to be
  StoredRealms(Supplier<LocalStore> store) {
    this.store = store;
  }

  private synchronized @Nullable Realms realms() {
    if (!looked) {
      looked = true;
      try {
        realms = store.get().realms();
      } catch (JimgException | CommandFailure e) {
        realms = null;
      }
    }
    return realms;
  }

  @Override
  public @Nullable Realm of(String registry) {
    var kept = realms();
    var realm = kept == null ? null : kept.of(registry);
    return realm == null ? null : new Realm(realm.url(), realm.service());
  }

  @Override
  public void remember(String registry, Realm realm) {
    var kept = realms();
    if (kept != null) {
      kept.remember(registry, realm.url(), realm.service());
    }
  }

  @Override
  public void forget(String registry) {
    var kept = realms();
    if (kept != null) {
      kept.forget(registry);
    }
  }

  /// Writes what is news, after all that somebody waits for.
  @Override
  public synchronized void close() {
    if (realms != null) {
      realms.save();
    }
  }
}
