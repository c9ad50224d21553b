package io.jimg.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.cli.frame.CommandContext;
import io.jimg.cli.frame.GlobalOptions;
import io.jimg.cli.frame.Services;
import io.jimg.server.RegistryHandler;
import io.jimg.server.RegistryServer;
import io.jimg.server.content.MemoryContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs what people run, in one JVM, so that the build can make the AOT cache of it; started by the
/// build and by nothing else. Arguments:
/// `network` or `local`, and a directory to work in, the same for both.
final class Train {

  private static final int IMAGES = 5;
  private static final int BLOCK = 512;
  private static final int CHECKSUM_AT = 148;

  private final Path directory;
  private final PrintStream none = new PrintStream(OutputStream.nullOutputStream());

  private Train(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] args) throws IOException {
    Main.prepare();
    var train = new Train(Files.createDirectories(Path.of(args[1])));
    switch (args[0]) {
      case "network" -> train.network();
      case "local" -> train.local();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /// What talks to registries; leaves a store of a few images for [#local].
  private void network() throws IOException {
    for (int i = 0; i < IMAGES; i++) {
      jimg("theirs", "import", "-c", "CMD [\"sh\"]", "-", "demo/image:" + i);
    }
    try (var services = new Services(context("theirs", tar()), GlobalOptions.NONE);
        var server = services.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      String repository = "127.0.0.1:" + server.address().getPort() + "/demo/image";
      for (int i = 0; i < IMAGES; i++) {
        jimg("mine", "pull", repository + ":" + i);
        jimg("mine", "tag", repository + ":" + i, "image:" + i);
      }
      jimg("mine", "pull", repository + ":0");
      jimg("mine", "pull", "-q", repository + ":nosuch");
      jimg("mine", "manifest", "inspect", "--insecure", repository + ":0");
      jimg("mine", "manifest", "create", "--insecure", "list:1", repository + ":0");
      jimg("mine", "tags", repository);
    }
    push();
    jimg("mine", "images");
    // Looks at networks and addresses, which the commands of the other cache do not.
    jimg("mine", "info");
  }

  private void push() throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server =
        RegistryServer.start(loopback, RegistryHandler.writable(new MemoryContent()))) {
      String host = "127.0.0.1:" + server.address().getPort();
      jimg("mine", "login", "-u", "me", "--password-stdin", host);
      for (int i = 0; i < IMAGES; i++) {
        jimg("mine", "tag", "image:" + i, host + "/mine:" + i);
        jimg("mine", "push", host + "/mine:" + i);
        jimg("mine", "rmi", host + "/mine:" + i);
      }
      jimg("mine", "logout", host);
    }
  }

  private void local() throws IOException {
    new StandardOutput().stream().flush();
    for (String line : lines()) {
      jimg("mine", line.split(" "));
    }
  }

  private static List<String> lines() {
    return List.of(
        "--version",
        "--help",
        "nosuch",
        "images",
        "images -a --no-trunc --digests",
        "images -q",
        "images --tree",
        "images --format json",
        "images --format {{.Repository}}:{{.Tag}}",
        "inspect image:1",
        "inspect --format {{.Id}} image:1",
        "image inspect -f {{json.Config}} image:1",
        "history image:1",
        "history -q --no-trunc image:1",
        "images --filter dangling=true",
        "images --help",
        "tag image:1 again:1",
        "rmi again:1",
        "rmi nosuch",
        "__complete im",
        "__complete rmi --fo",
        "__complete rmi image:",
        "image prune -f",
        "manifest annotate list:1 nosuch",
        "manifest rm list:1",
        "version");
  }

  private void jimg(String store, String... words) throws IOException {
    var context = context(store, tar());
    Dispatcher.run(List.of(words), context);
  }

  private CommandContext context(String store, InputStream in) {
    Map<String, String> env = new HashMap<>();
    env.put("JIMG_ROOT", directory.resolve(store).toString());
    env.put("HOME", directory.toString());
    var real = Main.context(none, none);
    return new CommandContext(
        in,
        none,
        none,
        env,
        directory,
        directory,
        real.library(),
        real.clock(),
        real.zone(),
        real.host(),
        real.machine(),
        real.stores(),
        real.terminal());
  }

  /// A tar stream of one file whose content differs each time.
  private InputStream tar() throws IOException {
    byte[] content =
        Long.toString(Files.getLastModifiedTime(directory).toMillis()).getBytes(US_ASCII);
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
