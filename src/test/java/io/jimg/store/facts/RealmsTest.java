package io.jimg.store.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jimg.store.InMemory;
import io.jimg.store.LocalStore;
import io.jimg.store.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealmsTest {

  private static final String HUB = "https://registry-1.docker.io/";
  private static final Realms.Realm TOKENS =
      new Realms.Realm("https://auth.docker.io/token", "registry.docker.io");

  @TempDir(factory = InMemory.class)
  Path directory;

  @BeforeEach
  void fill() throws Exception {
    try (var store = LocalStore.open(directory)) {
      Samples.image(1).pullInto(store, "x");
    }
  }

  private Path file() {
    return directory.resolve("jimg/realms");
  }

  private void remember(String registry, Realms.Realm realm) {
    try (var store = LocalStore.open(directory)) {
      store.realms().remember(registry, realm.url(), realm.service());
      assertEquals(realm, store.realms().of(registry));
      store.realms().save();
      assertEquals(realm, store.realms().of(registry));
    }
  }

  private Realms.@Nullable Realm kept(String registry) {
    try (var store = LocalStore.open(directory)) {
      return store.realms().of(registry);
    }
  }

  @Test
  void whatWasLearntLastIsKeptUntilItIsForgotten() throws Exception {
    remember(HUB, new Realms.Realm("https://old/", ""));
    remember(HUB, TOKENS);
    remember("http://127.0.0.1:5000/", new Realms.Realm("http://127.0.0.1:5000/t", "a\tb\nc"));
    assertEquals(TOKENS, kept(HUB));
    assertEquals("a\tb\nc", Objects.requireNonNull(kept("http://127.0.0.1:5000/")).service());
    assertNull(kept("http://registry-1.docker.io/"));
    try (var store = LocalStore.open(directory)) {
      store.realms().forget(HUB);
      assertNull(store.realms().of(HUB));
      store.realms().save();
    }
    assertNull(kept(HUB));
    assertNotNull(kept("http://127.0.0.1:5000/"));
  }

  @Test
  void whatIsNoNewsIsNotWritten() throws Exception {
    remember(HUB, TOKENS);
    Files.delete(file());
    try (var store = LocalStore.open(directory)) {
      store.realms().forget("https://other/");
      store.realms().save();
    }
    assertFalse(Files.exists(file()));
  }

  @Test
  void otherProcessesKeepWhatTheyHaveLearnt() {
    try (var one = LocalStore.open(directory)) {
      assertNull(one.realms().of(HUB));
      remember(HUB, TOKENS);
      one.realms().remember("https://other/", "https://other/t", "");
      one.realms().save();
    }
    assertEquals(TOKENS, kept(HUB));
    assertNotNull(kept("https://other/"));
  }

  @Test
  void onlySoManyAreKept() throws Exception {
    for (int i = 0; i <= Realms.MOST; i++) {
      remember("https://r" + i + "/", TOKENS);
    }
    assertNull(kept("https://r0/"));
    assertNotNull(kept("https://r1/"));
    assertEquals(Realms.MOST, Files.readAllLines(file()).size());
    try (var store = LocalStore.open(directory)) {
      store.realms().remember("https://long/", "https://" + "x".repeat(1100), "");
      assertNull(store.realms().of("https://long/"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "\0\0\0\0",
        "rubbish\n",
        "https://registry-1.docker.io/\n",
        "https://registry-1.docker.io/\ta\tb\tc\n",
        "https://registry-1.docker.io/\ta\tcut"
      })
  void whatIsDamagedIsLearntAgain(String content) throws Exception {
    Files.writeString(file(), content);
    assertNull(kept(HUB));
    remember(HUB, TOKENS);
    assertEquals(TOKENS, kept(HUB));
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws Exception {
    remember(HUB, TOKENS);
    Files.writeString(file(), Files.readString(file()) + "x".repeat(300_000) + "\n");
    assertNull(kept(HUB));
  }

  @Test
  void noStoreIsMadeForIt() {
    var other = directory.resolveSibling("none");
    try (var store = LocalStore.open(other)) {
      store.realms().remember(HUB, TOKENS.url(), TOKENS.service());
      store.realms().save();
    }
    assertFalse(Files.exists(other));
  }
}
