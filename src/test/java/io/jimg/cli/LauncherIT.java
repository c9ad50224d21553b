package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged tree, through its launcher.
class LauncherIT {

  private static final Path TREE = Path.of(System.getProperty("jimg.tree"));
  private static final String VERSION = Dispatcher.VERSION + "\n";
  private static final int HANDFUL = 5;

  @TempDir Path temporary;
  private final Map<String, String> env = new HashMap<>();

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void ownStore() {
    env.put("JIMG_ROOT", temporary.resolve("store").toString());
  }

  private Result run(Path program, String... words) throws Exception {
    var command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    var out = temporary.resolve("out");
    var err = temporary.resolve("err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(env);
    int status = builder.directory(temporary.toFile()).start().waitFor();
    return new Result(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /// The launcher of `tree`, which finds no Java any more.
  private Path withoutJava(Path tree) throws Exception {
    var launcher = tree.resolve("bin/jimg");
    var text = Files.readString(launcher);
    Files.writeString(
        launcher,
        text.replace(System.getProperty("java.home"), "/nowhere").replace("/usr/lib/jvm", "/no"));
    env.put("PATH", "/nowhere");
    env.put("HOME", "/nowhere");
    env.put("JAVA_HOME", "");
    return launcher;
  }

  private Path copyOfTree(String name) throws Exception {
    var copy = temporary.resolve(name);
    var status = new ProcessBuilder("cp", "-a", TREE.toString(), copy.toString()).start().waitFor();
    assertEquals(0, status);
    return copy;
  }

  /// The lines of the JVM's own account of where classes came from.
  private String classLoading(Path tree, String... words) throws Exception {
    var log = temporary.resolve("classes.log");
    env.put("JIMG_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertEquals(0, run(tree.resolve("bin/jimg"), words).status());
    return Files.readString(log);
  }

  private static boolean isCached(String type, String classLoading) {
    return classLoading
        .lines()
        .anyMatch(line -> line.contains(type + " ") && line.contains("shared objects"));
  }

  private boolean cacheWasUsed(Path tree) throws Exception {
    return isCached("io.jimg.cli.Main", classLoading(tree, "-D", "--version"));
  }

  @ParameterizedTest
  @CsvSource({
    "images, io.jimg.cli.image.ImagesCommand",
    "search, io.jimg.cli.registry.SearchCommand",
    "login, io.jimg.cli.registry.LoginCommand",
    "pull, sun.security.ssl.ClientHello",
    "push, sun.security.validator.PKIXValidator",
    "serve, io.jimg.cli.registry.ServeCommand"
  })
  void eachCommandIsInTheCacheThatItStartsWith(String command, String type) throws Exception {
    assertTrue(isCached(type, classLoading(TREE, command, "--help")));
  }

  @Test
  void whoAsksARegistryOnLoopbackLoadsNoTls() throws Exception {
    String classes = classLoading(TREE, "pull", "localhost:5000/image", "--help");
    assertTrue(isCached("okhttp3.OkHttpClient", classes));
    assertFalse(isCached("sun.security.ssl.ClientHello", classes));
  }

  @Test
  void aMovedTreeStillUsesItsCache() throws Exception {
    assertTrue(cacheWasUsed(copyOfTree("else where")));
  }

  @Test
  void aRebuiltJarNeverMeetsAnOldCache() throws Exception {
    var tree = copyOfTree("rebuilt");
    var later = Files.getLastModifiedTime(tree.resolve("lib/local.aot")).toMillis() + 2_000;
    Files.setLastModifiedTime(tree.resolve("lib/jimg.jar"), FileTime.fromMillis(later));
    assertTrue(!cacheWasUsed(tree));
  }

  @Test
  void worksThroughLinksFromAnyDirectory() throws Exception {
    var tree = copyOfTree("tree");
    var first = Files.createSymbolicLink(temporary.resolve("first"), Path.of("tree/bin/jimg"));
    var second = Files.createSymbolicLink(temporary.resolve("second"), first.toAbsolutePath());
    assertEquals(new Result(0, VERSION, ""), run(second, "-D", "--version"));
    assertEquals(new Result(0, VERSION, ""), run(tree.resolve("bin/jimg"), "-D", "--version"));
  }

  @Test
  void aMissingOrBrokenCacheIsNoReasonToSpeak() throws Exception {
    var tree = copyOfTree("tree");
    var cache = tree.resolve("lib/local.aot");
    Files.writeString(cache, "rubbish");
    assertEquals(new Result(0, VERSION, ""), run(tree.resolve("bin/jimg"), "-D", "--version"));
    Files.delete(cache);
    assertEquals(new Result(0, VERSION, ""), run(tree.resolve("bin/jimg"), "-D", "--version"));
  }

  @Test
  void otherPeoplesJvmOptionsDoNotReachIt() throws Exception {
    for (String name : List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")) {
      env.put(name, "-Xmx1k");
    }
    assertEquals(new Result(0, VERSION, ""), run(TREE.resolve("bin/jimg"), "-D", "--version"));
  }

  @Test
  void argumentsAreUtf8WhateverTheLocale() throws Exception {
    env.put("LC_ALL", "C");
    var result = run(TREE.resolve("bin/jimg"), "größe");
    assertEquals(
        "jimg: unknown command: jimg größe\n\nRun 'jimg --help' for more information\n",
        result.err());
  }

  @Test
  void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
    var old = temporary.resolve("old");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
    assertTrue(old.resolve("bin/java").toFile().setExecutable(true));
    env.put("JAVA_HOME", old.toString());
    assertEquals(new Result(0, VERSION, ""), run(TREE.resolve("bin/jimg"), "-D", "--version"));
  }

  @Test
  void saysSoWhereThereIsNoJava() throws Exception {
    var tree = copyOfTree("tree");
    var launcher = withoutJava(tree);
    assertEquals(
        new Result(1, "", "jimg: needs Java 25 or newer; set JAVA_HOME to one\n"),
        run(launcher, "-D", "--version"));
  }

  /// The launcher knows the program's version, and needs no JVM to say it.
  @Test
  void theVersionNeedsNoJava() throws Exception {
    var launcher = withoutJava(copyOfTree("tree"));
    assertEquals(new Result(0, VERSION, ""), run(launcher, "--version"));
    assertEquals(new Result(0, VERSION, ""), run(launcher, "-v"));
  }

  /// Every class costs: those of the network most, then what is not in the cache, then streams and
  /// the like, which come by the dozen and work by reflection.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "images",
        "images -q",
        "--root store images",
        "--root=store history here:1",
        "images --format json",
        "images --tree",
        "history here:1",
        "inspect here:1",
        "inspect -f {{.Id}} here:1",
        "tag here:1 there:1",
        "rmi there:1",
        "version"
      })
  void localCommandsLoadLittle(String command) throws Exception {
    var layer = temporary.resolve("layer.tar");
    assertEquals(
        0, new ProcessBuilder("tar", "cf", layer.toString(), "-T", "/dev/null").start().waitFor());
    assertEquals(0, run(TREE.resolve("bin/jimg"), "import", layer.toString(), "here:1").status());
    assertEquals(0, run(TREE.resolve("bin/jimg"), "tag", "here:1", "there:1").status());
    // Works out the size of the layer, once.
    assertEquals(0, run(TREE.resolve("bin/jimg"), "images").status());
    var log = temporary.resolve("classes.log");
    env.put("JIMG_JAVA_OPTS", "-Xlog:class+load,class+init:file=" + log);
    assertEquals(0, run(TREE.resolve("bin/jimg"), command.split(" ")).status());
    var lines = Files.readString(log).lines().toList();
    var initialised = "Initializing '(java/util/stream|java/time/format|java/util/Enum(Set|Map))";
    assertEquals(List.of(), named(lines, initialised));
    var loaded = named(lines, "\\] \\S+ source:");
    assertEquals(List.of(), named(loaded, "\\] (okhttp3|okio|kotlin|com\\.fasterxml)\\."));
    var elsewhere = loaded.stream().filter(line -> !line.contains("shared objects")).toList();
    assertTrue(elsewhere.size() <= HANDFUL, elsewhere::toString);
  }

  /// What a registry in plain HTTP does not need: TLS, and what takes long to set up.
  @Test
  void anUnchangedPullSetsUpNoTls() throws Exception {
    try (var registry = FakeRegistry.start().serve("a/b", "1", Images.hello("hello"))) {
      var name = registry.host() + "/a/b:1";
      assertEquals(0, run(TREE.resolve("bin/jimg"), "pull", name).status());
      var log = temporary.resolve("classes.log");
      env.put("JIMG_JAVA_OPTS", "-Xlog:class+load,class+init:file=" + log);
      var again = run(TREE.resolve("bin/jimg"), "pull", "-q", name);
      assertEquals(new Result(0, name + "\n", ""), again);
      var lines = Files.readString(log).lines().toList();
      // The providers of TLS are made by whoever asks which there are: okhttp.
      var initialised =
          "Initializing '(sun/security/ssl/(SSL|Trust|Transport)"
              + "|okhttp3/internal/tls/CertificateChainCleaner|java/security/(KeyStore|SecureRandom)'"
              + "|java/math/BigDecimal|java/lang/runtime/ObjectMethods|java/time/format)";
      assertEquals(List.of(), named(lines, initialised));
      var loaded = named(lines, "\\] \\S+ source:");
      assertEquals(List.of(), named(loaded, "\\] (com\\.sun\\.net|sun\\.net)\\.httpserver\\."));
      var elsewhere = loaded.stream().filter(line -> !line.contains("shared objects")).toList();
      assertTrue(elsewhere.size() <= HANDFUL, elsewhere::toString);
    }
  }

  /// Help asks nobody, of commands that ask registries either.
  @ParameterizedTest
  @ValueSource(strings = {"pull --help", "image push nothing --help", "help login"})
  void helpSetsUpNoClientOfRegistries(String command) throws Exception {
    var log = temporary.resolve("classes.log");
    env.put("JIMG_JAVA_OPTS", "-Xlog:class+load,class+init:file=" + log);
    assertEquals(0, run(TREE.resolve("bin/jimg"), command.split(" ")).status());
    var started = "Initializing '(okhttp3|io/jimg/registry)/";
    assertEquals(List.of(), named(Files.readString(log).lines().toList(), started));
  }

  private static List<String> named(List<String> lines, String expression) {
    return lines.stream().filter(Pattern.compile(expression).asPredicate()).toList();
  }

  @Test
  void needsNoHomeWhereARootIsGiven() throws Exception {
    var launcher = TREE.resolve("bin/jimg").toString();
    assertEquals(
        new Result(0, "REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n", ""),
        run(Path.of("/usr/bin/env"), "-u", "HOME", launcher, "--root", "r", "images"));
    env.remove("JIMG_ROOT");
    assertEquals(
        new Result(
            1, "", "cannot tell where the image store is: set HOME or JIMG_ROOT, or give --root\n"),
        run(Path.of("/usr/bin/env"), "-u", "HOME", "-u", "XDG_DATA_HOME", launcher, "images"));
  }

  @Test
  void aClosedPipeEndsItQuietly() throws Exception {
    var result =
        run(
            Path.of("/bin/sh"),
            "-c",
            "{ sleep 0.2; \"$0\" --help; echo $? >status; } | true; cat status",
            TREE.resolve("bin/jimg").toString());
    assertEquals(new Result(0, "141\n", ""), result);
  }

  @Test
  void signalsEndItWithTheirStatus() throws Exception {
    for (var signal : Map.of("INT", 130, "TERM", 143).entrySet()) {
      var builder =
          // Whoever runs the tests may ignore SIGINT, and what he starts would, too.
          new ProcessBuilder(
              "env",
              "--default-signal=INT",
              TREE.resolve("bin/jimg").toString(),
              "serve",
              "--addr",
              "127.0.0.1:0");
      builder.environment().putAll(env);
      var process = builder.start();
      var greeting = new String(process.getInputStream().readNBytes(7), UTF_8);
      assertEquals("Serving", greeting);
      new ProcessBuilder("kill", "-" + signal.getKey(), Long.toString(process.pid()))
          .start()
          .waitFor();
      assertTrue(process.waitFor(30, SECONDS), signal.getKey());
      assertEquals(signal.getValue(), process.exitValue());
    }
  }

  /// The JVM gives a thread that waits in native code 0.3 seconds at its end, and the poller of
  /// virtual threads waits for ever.
  @Test
  void aPullLeavesNobodyWaiting() throws Exception {
    var log = temporary.resolve("init.log");
    env.put("JIMG_JAVA_OPTS", "-Xlog:class+init:file=" + log);
    try (var registry = FakeRegistry.start().serve("a/b", "1", Images.large(4, 10_000))) {
      assertEquals(0, run(TREE.resolve("bin/jimg"), "pull", registry.host() + "/a/b:1").status());
    }
    var initialised = Files.readString(log);
    assertTrue(initialised.contains("io/jimg/image/transfer/ImageDownload"), initialised);
    assertTrue(!initialised.contains("sun/nio/ch/Poller"), initialised);
  }
}
