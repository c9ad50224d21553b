package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.cli.frame.CommandContext;
import io.jimg.cli.frame.Terminal;
import io.jimg.config.network.SocksPasswords;
import io.jimg.oci.Platform;
import io.jimg.output.info.Machine;
import io.jimg.output.units.LocalZone;
import io.jimg.store.LocalStore;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Authenticator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entry point: the only place that touches the process.
public final class Main {

  private static final String[] PROXIES = {
    "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"
  };

  private Main() {}

  public static void main(String[] args) {
    prepare();
    var output = new StandardOutput();
    var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    var context = context(output.stream(), err);
    int status = Dispatcher.run(List.of(args), context);
    context.out().flush();
    status = output.finish(status, err);
    // Not exit: nothing hangs on the end of the JVM, and exit starts a logging system first.
    Runtime.getRuntime().halt(status);
  }

  static void prepare() {
    for (String name : PROXIES) {
      if (System.getenv().getOrDefault(name, "").startsWith("socks5")) {
        Authenticator.setDefault(SocksPasswords.of(System.getenv()));
      }
    }
    // picocli looks for Groovy, and the class loader opens every jar of the class path for it.
    System.setProperty("picocli.disable.closures", "true");
    @Nullable String library = System.getProperty("jimg.lib");
    if (library != null) {
      // zstd-jni would unpack its native part into a temporary folder.
      String codec = "/native/" + System.getProperty("os.arch") + "/libzstd-jni.so";
      System.setProperty("ZstdNativePath", library + codec);
    }
  }

  static CommandContext context(PrintStream out, PrintStream err) {
    var env = System.getenv();
    @Nullable String home = env.get("HOME");
    @Nullable String library = System.getProperty("jimg.lib");
    return new CommandContext(
        System.in,
        out,
        err,
        env,
        home == null || home.isEmpty() ? null : Path.of(home),
        Path.of(""),
        library == null ? null : Path.of(library),
        Instant::now,
        new LocalZone(env.get("TZ"), Main::content),
        Main::host,
        Main::machine,
        LocalStore::open,
        terminal(out));
  }

  private static byte @Nullable [] content(String path) {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (IOException e) {
      return null;
    }
  }

  private static Platform host() {
    byte[] cpuInfo = content("/proc/cpuinfo");
    return Platform.ofHost(
        System.getProperty("os.arch"), cpuInfo == null ? "" : new String(cpuInfo, UTF_8));
  }

  private static Machine machine() {
    return new MachineProbe(Main::content, System::getProperty, System.getenv()).machine();
  }

  private static Terminal terminal(PrintStream standardOutput) {
    boolean out = isTerminal(1);
    return new Terminal(
        isTerminal(0),
        out,
        isTerminal(2),
        new WindowSize(out ? 1 : 0, System.getProperty("os.name")),
        new ProcessGuard(standardOutput, System.getProperty("os.name")));
  }

  /// A terminal is known by the device behind the descriptor: no native call, no subprocess.
  @SuppressWarnings("SystemConsoleNull") // null where there is no console at all
  private static boolean isTerminal(int descriptor) {
    try {
      var device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      @Nullable Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
