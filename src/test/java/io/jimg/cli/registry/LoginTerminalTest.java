package io.jimg.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Access;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Typist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real terminal shows, and that it shows what is typed again afterwards.
class LoginTerminalTest {

  private static final String SHOWS =
      "; echo status=$?; stty -a | tr ' ' '\\n' | grep -x '.*echo;*'";

  @TempDir Path home;
  private final FakeRegistry registry =
      FakeRegistry.start().protect(new Access.Basic("ann", "secret"));

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aPasswordIsNotShown() throws Exception {
    try (var typist = login(SHOWS)) {
      typist.await("Username: ").type("ann\n").await("Password: ").type("secret\n");
      typist.await("Login Succeeded\r\nstatus=0\r\necho");
      assertTrue(typist.screen().startsWith("Username: ann\r\nPassword: \r\n"), typist.screen());
      assertFalse(typist.screen().contains("secret"), typist.screen());
    }
    var config = home.resolve(".docker/config.json");
    assertTrue(Files.readString(config).contains("\"auth\": \"YW5uOnNlY3JldA==\""));
  }

  @Test
  void whoeverGivesUpLeavesTheTerminalAsItWas() {
    try (var typist = login(SHOWS)) {
      typist.await("Username: ").type("ann\n").await("Password: ").type("sec\u0003");
      typist.await("status=0\r\necho");
      assertEquals("Username: ann\r\nPassword: \r\nstatus=0\r\necho", typist.screen().strip());
    }
    assertFalse(Files.exists(home.resolve(".docker/config.json")));
  }

  @Test
  void whoeverIsToldToEndLeavesTheTerminalAsItWas() {
    try (var typist = login(SHOWS)) {
      typist.await("Username: ").type("ann\n").await("Password: ").end("java");
      typist.await("status=0\r\necho");
    }
  }

  /// Runs a login, and then `rest`.
  private Typist login(String rest) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jimg =
        java
            + " --enable-native-access=ALL-UNNAMED -cp \"$JIMG_CLASSES\" io.jimg.cli.Main login "
            + registry.host();
    var env =
        Map.of("JIMG_CLASSES", System.getProperty("java.class.path"), "HOME", home.toString());
    return new Typist(env, "trap : INT; " + jimg + rest);
  }
}
