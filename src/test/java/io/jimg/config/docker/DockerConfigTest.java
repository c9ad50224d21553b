package io.jimg.config.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerConfigTest {

  @TempDir Path directory;

  @Test
  void theDirectoryIsDockersOwn() {
    var home = Path.of("/home/u");
    assertEquals(Path.of("/home/u/.docker"), DockerConfig.directory(Map.of(), home));
    assertEquals(
        Path.of("/home/u/.docker"), DockerConfig.directory(Map.of("DOCKER_CONFIG", ""), home));
    assertEquals(Path.of("/c"), DockerConfig.directory(Map.of("DOCKER_CONFIG", "/c"), home));
  }

  @Test
  void withoutAFileAllIsAtItsDefault() {
    var config = DockerConfig.load(directory.resolve("none"));
    assertNull(config.warning());
    assertEquals("", config.imagesFormat());
    assertEquals(List.of(), config.pruneFilters());
    assertEquals(Map.of(), config.httpHeaders());
    assertEquals(false, config.containsAuth());
  }

  @Test
  void settingsAreReadAndForeignOnesPassedOver() throws IOException {
    var config =
        load(
            """
            {"imagesFormat": "{{.ID}}", "pruneFilters": ["label=a", "until=1h"],
             "HttpHeaders": {"X-Meta-A": "1", "x-meta-b": "2", "Other": "3"},
             "credsStore": "all", "credHelpers": {"quay.io": "quay"},
             "mine": {"deep": [1, null]}, "proxies": {"default": {"httpProxy": "http://p"}},
             "aliases": {"builder": "buildx"}, "plugins": {"p": {"k": "v"}}, "psFormat": null}
            """);
    assertNull(config.warning());
    assertEquals("{{.ID}}", config.imagesFormat());
    assertEquals(List.of("label=a", "until=1h"), config.pruneFilters());
    assertEquals(Map.of("X-Meta-A", "1", "x-meta-b", "2"), config.registryHeaders());
    assertEquals(3, config.httpHeaders().size());
    assertEquals("quay", config.helperFor("quay.io"));
    assertEquals("all", config.helperFor("gcr.io"));
  }

  /// Each text as Docker 28 wrote it for this content.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {                      ~ unexpected EOF
          nul                    ~ unexpected EOF
          "x                     ~ unexpected EOF
          {"a":}                 ~ invalid character '}' looking for beginning of value
          []                     ~ json: cannot unmarshal array into Go value of type \
          configfile.ConfigFile
          {"auths":[]}           ~ json: cannot unmarshal array into Go struct field \
          ConfigFile.auths of type map[string]types.AuthConfig
          {"auths":{"h":"x"}}    ~ json: cannot unmarshal string into Go struct field \
          ConfigFile.auths of type types.AuthConfig
          {"auths":{"h":{"auth":5}}} ~ json: cannot unmarshal number into Go struct field \
          AuthConfig.auths.auth of type string
          {"auths":{"h":{"auth":"!!"}}}   ~ illegal base64 data at input byte 0
          {"auths":{"h":{"auth":"YWI"}}}  ~ illegal base64 data at input byte 0
          {"auths":{"h":{"auth":"YWJj"}}} ~ Invalid auth configuration file
          {"imagesFormat":3}     ~ json: cannot unmarshal number into Go struct field \
          ConfigFile.imagesFormat of type string
          {"ImagesFormat":"x", "imagesformat":3} ~ json: cannot unmarshal number into Go struct \
          field ConfigFile.imagesFormat of type string
          {"pruneFilters":"x"}   ~ json: cannot unmarshal string into Go struct field \
          ConfigFile.pruneFilters of type []string
          {"pruneFilters":[1]}   ~ json: cannot unmarshal number into Go struct field \
          ConfigFile.pruneFilters of type string
          {"HttpHeaders":{"a":1}} ~ json: cannot unmarshal number into Go struct field \
          ConfigFile.HttpHeaders of type string
          {"credHelpers":{"a":true}} ~ json: cannot unmarshal bool into Go struct field \
          ConfigFile.credHelpers of type string
          {"proxies":{"default":{"httpProxy":1}}} ~ json: cannot unmarshal number into Go struct \
          field ProxyConfig.proxies.httpProxy of type string
          {"aliases":[],"imagesFormat":2} ~ json: cannot unmarshal array into Go struct field \
          ConfigFile.aliases of type map[string]string
          """)
  void aMalformedFileIsReportedInDockersWords(String content, String problem) throws IOException {
    assertEquals(
        "WARNING: Error parsing config file (" + directory + "/config.json): " + problem,
        load(content).warning());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          ``
          ` `
          null
          {}
          {"auths":{"h":{"auth":"YTpi"}}} trailing
          {"auths":{"h":{"auth":"YTpi\\nYTpi"}}}
          {"auths":{"h":null}}
          """)
  void whatDockerAcceptsIsAccepted(@Nullable String content) throws IOException {
    assertNull(load(content == null ? "" : content).warning());
  }

  @Test
  void besideAMistakeTheRestStillCounts() throws IOException {
    var config = load("{\"aliases\": [], \"imagesFormat\": \"{{.ID}}\", \"credsStore\": \"x\"}");
    assertEquals("{{.ID}}", config.imagesFormat());
    assertEquals("x", config.helperFor("h"));
  }

  @Test
  void aFileThatCannotBeReadIsAWarningToo() throws IOException {
    Files.createDirectory(directory.resolve("config.json"));
    var file = directory.resolve("config.json");
    assertEquals(
        "WARNING: Error parsing config file (" + file + "): read " + file + ": is a directory",
        DockerConfig.load(directory).warning());
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    assertEquals(
        "WARNING: Error parsing config file ("
            + directory
            + "/config.json): the file is larger than 1 MiB",
        load(" ".repeat(DockerConfig.MAX_SIZE + 1)).warning());
  }

  @Test
  void mutatedFilesGiveAConfigOrAWarning() {
    var random = new SplittableRandom(20260804);
    String valid =
        "{\"auths\":{\"h\":{\"auth\":\"YTpi\",\"identitytoken\":\"t\"}},\"HttpHeaders\":{\"a\":"
            + "\"b\"},\"pruneFilters\":[\"x\"],\"credHelpers\":{},\"proxies\":{\"d\":{}}}";
    String alphabet = "{}[]\",:nul1\\é=";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(valid);
      for (int edits = random.nextInt(1, 5); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(1, 20)));
        }
        text.append(' ');
      }
      try {
        var fields = ConfigFields.read(JsonReader.readFirst(text.toString().getBytes(UTF_8)));
        assertEquals(false, "".equals(fields.problem()));
      } catch (InvalidInput refused) {
        assertEquals(false, refused.sentence().isEmpty());
      }
    }
  }

  private DockerConfig load(String content) throws IOException {
    Files.writeString(directory.resolve("config.json"), content);
    return DockerConfig.load(directory);
  }
}
