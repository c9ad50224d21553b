package io.jimg.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.config.network.InsecureRegistries;
import io.jimg.error.InvalidInput;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir Path directory;

  @Test
  void theFileIsInTheUsersConfiguration() {
    var home = Path.of("/home/u");
    var usual = Path.of("/home/u/.config/jimg/config.json");
    assertEquals(usual, Settings.file(Map.of(), home));
    assertEquals(usual, Settings.file(Map.of("XDG_CONFIG_HOME", "relative"), home));
    assertEquals(
        Path.of("/x/jimg/config.json"), Settings.file(Map.of("XDG_CONFIG_HOME", "/x"), home));
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    var settings = Settings.load(directory.resolve("none"));
    assertEquals(List.of(), settings.registryMirrors());
    assertEquals(3, settings.maxConcurrentDownloads());
    assertEquals(5, settings.maxConcurrentUploads());
    assertEquals(Duration.ofMinutes(1), settings.maxWait());
  }

  @Test
  void whatTheCommandLineSaysComesOnTop() throws IOException {
    var settings =
        load(
            """
            {"registry-mirrors": ["https://m.io"], "insecure-registries": ["r.io"],
             "max-wait": "5m"}
            """);
    assertEquals(Duration.ofMinutes(5), settings.maxWait());
    var more = settings.with(List.of("s.io:1"), List.of("https://n.io"), "1.5s");
    assertEquals(List.of("https://n.io/", "https://m.io/"), more.registryMirrors());
    assertEquals(true, more.insecureRegistries().contains("r.io", SettingsTest::unknown));
    assertEquals(true, more.insecureRegistries().contains("s.io:1", SettingsTest::unknown));
    assertEquals(false, settings.insecureRegistries().contains("s.io:1", SettingsTest::unknown));
    assertEquals(Duration.ofMillis(1500), more.maxWait());
    assertEquals(Duration.ofMinutes(5), settings.with(List.of(), List.of(), "").maxWait());
    for (String wrong : List.of("soon", "-1s")) {
      assertThrows(InvalidInput.class, () -> settings.with(List.of(), List.of(), wrong));
    }
  }

  @Test
  void settingsHaveTheNamesOfDaemonJson() throws IOException {
    var settings =
        load(
            """
            {"registry-mirrors": ["https://m.io", "http://n.io/x/", "https://m.io/"],
             "insecure-registries": ["r.io:5000"], "max-concurrent-downloads": 7,
             "max-concurrent-uploads": 0, "storage-driver": "overlay2"}
            """);
    assertEquals(List.of("https://m.io/", "http://n.io/x/"), settings.registryMirrors());
    assertEquals(true, settings.insecureRegistries().contains("r.io:5000", SettingsTest::unknown));
    assertEquals(7, settings.maxConcurrentDownloads());
    assertEquals(5, settings.maxConcurrentUploads());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"registry-mirrors": ["m.io:5000"]} ~ invalid mirror: no scheme specified for \
          "m.io:5000": must use either 'https://' or 'http://'
          {"registry-mirrors": ["ftp://m.io"]} ~ invalid mirror: unsupported scheme "ftp" in \
          "ftp://m.io": must use either 'https://' or 'http://'
          {"registry-mirrors": ["https://m.io/?q"]} ~ invalid mirror: query or fragment at end of \
          the URI "https://m.io/?q"
          {"registry-mirrors": ["https://m.io/#f"]} ~ invalid mirror: query or fragment at end of \
          the URI "https://m.io/#f"
          {"registry-mirrors": ["https://u:secret@m.io/x"]} ~ invalid mirror: username/password \
          not allowed in URI "https://u:xxxxx@m.io/x"
          {"registry-mirrors": ["https://u@m.io"]} ~ invalid mirror: username/password \
          not allowed in URI "https://u:xxxxx@m.io"
          {"registry-mirrors": ["https://m io"]} ~ invalid mirror: "https://m io" is not a valid URI
          {"registry-mirrors": ["https://"]} ~ invalid mirror: "https://" is not a valid URI
          {"registry-mirrors": "https://m.io"} ~ "registry-mirrors" is not an array
          {"insecure-registries": ["-r.io"]} ~ invalid index name (-r.io). Cannot begin or end \
          with a hyphen
          {"insecure-registries": ["ftp://r.io"]} ~ insecure registry ftp://r.io should not \
          contain '://'
          {"insecure-registries": ["r_.io"]} ~ insecure registry r_.io is not valid: invalid host \
          "r_.io"
          {"insecure-registries": ["r.io:99999"]} ~ insecure registry r.io:99999 is not valid: \
          invalid port "99999"
          {"insecure-registries": ["r.io:99999999999"]} ~ insecure registry r.io:99999999999 is \
          not valid: invalid port "99999999999"
          {"max-concurrent-downloads": -1} ~ invalid max concurrent downloads: -1
          {"max-concurrent-uploads": -2} ~ invalid max concurrent uploads: -2
          [] ~ the document is not a JSON object
          { ~ unexpected end of JSON input
          """)
  void mistakesAreRefusedInDockersWords(String content, String problem) {
    var refusal = assertThrows(InvalidInput.class, () -> load(content));
    assertEquals(
        "invalid settings in " + directory.resolve("config.json") + ": " + problem,
        refusal.sentence());
  }

  @Test
  void networksAreShownAsGoShowsThem() {
    var listed =
        List.of(
            "10.1.2.3/8",
            "10.0.0.0/8",
            "1.2.3.255/25",
            "FD00:0:0:1:0:0:0:1/128",
            "fd00::1:0:0:1/33",
            "1:0:2:0:3:0:4:0/112",
            "::/0",
            "r.io");
    assertEquals(
        List.of(
            "10.0.0.0/8",
            "1.2.3.128/25",
            "fd00:0:0:1::1/128",
            "fd00::/33",
            "1:0:2:0:3:0:4:0/112",
            "::/0",
            "::1/128",
            "127.0.0.0/8"),
        InsecureRegistries.of(listed).networks());
  }

  @Test
  void aRegistryIsInsecureByNameOrByAddress() throws IOException {
    var insecure =
        InsecureRegistries.of(
            List.of("r.io", "https://s.io:5000", "10.0.0.0/8", "docker.io", "[fd00::1]:80"));
    assertEquals(true, insecure.contains("r.io", SettingsTest::unknown));
    assertEquals(false, insecure.contains("r.io:5000", SettingsTest::unknown));
    assertEquals(true, insecure.contains("s.io:5000", SettingsTest::unknown));
    assertEquals(true, insecure.contains("[fd00::1]:80", SettingsTest::unknown));
    assertEquals(true, insecure.contains("10.1.2.3:5000", SettingsTest::unknown));
    assertEquals(true, insecure.contains("127.1.2.3", SettingsTest::unknown));
    assertEquals(true, insecure.contains("[::1]:5000", SettingsTest::unknown));
    assertEquals(true, insecure.contains("[::1]", SettingsTest::unknown));
    assertEquals(false, insecure.contains("[fd00::2]:80", SettingsTest::unknown));
    assertEquals(false, insecure.contains("docker.io", SettingsTest::unknown));
    var ten = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
    assertEquals(true, insecure.contains("named.io:5000", host -> resolve(host, ten)));
    assertEquals(false, insecure.contains("other.io:5000", host -> resolve(host, ten)));
  }

  private static List<InetAddress> unknown(String host) {
    return List.of();
  }

  private static List<InetAddress> resolve(String host, InetAddress address) {
    return host.equals("named.io") ? List.of(address) : List.of();
  }

  @Test
  void certificatesLieInADirectoryNamedLikeTheRegistry() {
    var directories = CertificateDirectories.of(Map.of(), Path.of("/home/u"));
    assertEquals(
        List.of(
            Path.of("/home/u/.config/docker/certs.d/r.io:5000"),
            Path.of("/etc/docker/certs.d/r.io:5000")),
        directories.of("r.io:5000"));
    assertEquals(List.of(), directories.of("../x"));
    assertEquals(List.of(), directories.of(".."));
    assertEquals(List.of(), directories.of(""));
  }

  private Settings load(String content) throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(file, content);
    return Settings.load(file);
  }
}
