package io.jimg.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The commands that talk to registries, for [Train]: in a class of its own, since whatever [Train]
/// itself refers to gets into the cache of the local commands.
final class NetworkTraining {

  private static final int IMAGES = 5;
  private static final String TLS_HOST = "registry.test";
  private static final int BLOCK = 512;
  private static final int CHECKSUM_AT = 148;

  private final Train train;

  NetworkTraining(Train train) {
    this.train = train;
  }

  /// What talks to registries; leaves a store of a few images for the other cache.
  ///
  /// @param overTls whether there is one among them that is asked over TLS
  void run(boolean overTls) throws IOException, InterruptedException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String jar = train.library().resolve("jimg.jar").toString();
    var keys = keys(Path.of(java).resolveSibling("keytool"));
    String main = TrainingRegistry.class.getName();
    var registry =
        new ProcessBuilder(java, "-cp", jar, main, keys.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var port = registry.inputReader(US_ASCII)) {
      String host = "127.0.0.1:" + port.readLine();
      String index = "127.0.0.1:" + port.readLine();
      String proxy = "http://127.0.0.1:" + port.readLine();
      push(host);
      pull(host + "/demo/image");
      train.jimg("mine", "search", index + "/demo");
      if (overTls) {
        tls(Map.of("HTTPS_PROXY", proxy), keys.resolveSibling("ca.crt"));
      }
    } finally {
      registry.destroy();
    }
    train.jimg("mine", "images");
    // Looks at networks and addresses, which the commands of the other cache do not.
    train.jimg("mine", "info");
  }

  /// Over TLS, which a host has to prove that is not on loopback: first to the authorities of the
  /// JDK and the system, none of whom knows it, then to one of its own.
  private void tls(Map<String, String> proxy, Path authority) throws IOException {
    String image = TLS_HOST + "/demo/image:0";
    train.jimg("tls", proxy, "pull", image);
    var trusted = train.directory().resolve(".config/docker/certs.d").resolve(TLS_HOST);
    Files.createDirectories(trusted);
    Files.copy(authority, trusted.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
    train.jimg("tls", proxy, "pull", image);
    train.jimg("tls", proxy, "pull", image);
  }

  /// The key of the registry that speaks TLS, and beside it what vouches for it.
  private Path keys(Path keytool) throws IOException, InterruptedException {
    var keys = train.directory().resolve("tls.p12").toAbsolutePath();
    Files.deleteIfExists(keys);
    String name = " -dname CN=" + TLS_HOST + " -ext san=dns:" + TLS_HOST;
    run(keytool, "-genkeypair -keyalg EC" + name, keys);
    run(keytool, "-exportcert -rfc -file ca.crt", keys);
    return keys;
  }

  private static void run(Path keytool, String words, Path keys)
      throws IOException, InterruptedException {
    String all = words + " -alias tls -keystore tls.p12 -storepass " + TrainingRegistry.PASSWORD;
    var command = new ArrayList<>(List.of(all.split(" ")));
    command.addFirst(keytool.toString());
    var directory = Objects.requireNonNull(keys.getParent()).toFile();
    if (new ProcessBuilder(command).directory(directory).inheritIO().start().waitFor() != 0) {
      throw new IOException("keytool does not " + words);
    }
  }

  private void push(String host) throws IOException {
    var password = new ByteArrayInputStream("secret".getBytes(US_ASCII));
    train.jimg("theirs", password, "login", "-u", "me", "--password-stdin", host);
    for (int i = 0; i < IMAGES; i++) {
      String image = host + "/demo/image:" + i;
      train.jimg("theirs", tar(), "import", "-c", "CMD [\"sh\"]", "-", image);
      train.jimg("theirs", "push", image);
    }
    train.jimg("theirs", "logout", host);
  }

  private void pull(String repository) {
    for (int i = 0; i < IMAGES; i++) {
      train.jimg("mine", "pull", repository + ":" + i);
      train.jimg("mine", "tag", repository + ":" + i, "image:" + i);
    }
    train.jimg("mine", "pull", repository + ":0");
    train.jimg("mine", "pull", "-q", repository + ":nosuch");
    train.jimg("mine", "manifest", "inspect", "--insecure", repository + ":0");
    train.jimg("mine", "manifest", "create", "--insecure", "list:1", repository + ":0");
    train.jimg("mine", "tags", repository);
  }

  /// A tar stream of one file whose content differs each time.
  private InputStream tar() throws IOException {
    byte[] content =
        Long.toString(Files.getLastModifiedTime(train.directory()).toMillis()).getBytes(US_ASCII);
    var tar = new byte[4 * BLOCK];
    put(tar, 0, "file" + content.length);
    put(tar, 100, "0000644\0");
    put(tar, 124, Integer.toOctalString(content.length | 1 << 30).substring(1) + "\0");
    put(tar, 136, "00000000000\0");
    put(tar, CHECKSUM_AT, "        ");
    put(tar, 156, "0");
    put(tar, 257, "ustar\00000");
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += tar[i] & 0xff;
    }
    put(tar, CHECKSUM_AT, Integer.toOctalString(sum | 1 << 18).substring(1) + "\0");
    System.arraycopy(content, 0, tar, BLOCK, content.length);
    return new ByteArrayInputStream(tar);
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }
}
