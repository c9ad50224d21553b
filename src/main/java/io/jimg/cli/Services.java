package io.jimg.cli;

import io.jimg.config.CredentialStore;
import io.jimg.config.DockerConfig;
import io.jimg.config.ProxyRules;
import io.jimg.config.Settings;
import io.jimg.image.ImageCatalog;
import io.jimg.image.ImageRemover;
import io.jimg.image.Importer;
import io.jimg.image.Pruner;
import io.jimg.image.PullSettings;
import io.jimg.image.Puller;
import io.jimg.image.Tagger;
import io.jimg.oci.Platform;
import io.jimg.oci.PlatformMatcher;
import io.jimg.output.RowStyle;
import io.jimg.output.TransferReport;
import io.jimg.output.table.TextOutput;
import io.jimg.output.units.LocalZone;
import io.jimg.output.units.Timestamp;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.RegistrySettings;
import io.jimg.server.RegistryHandler;
import io.jimg.server.RegistryServer;
import io.jimg.server.content.StoreContent;
import io.jimg.store.LocalStore;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What commands work with, opened when first asked for and closed with the command.
final class Services implements AutoCloseable {

  private final CommandContext context;
  private final GlobalOptions options;
  private @Nullable DockerConfig config;
  private @Nullable LocalStore store;
  private @Nullable RegistryClient registry;
  private @Nullable StoreContent served;

  Services(CommandContext context, GlobalOptions options) {
    this.context = context;
    this.options = options;
  }

  CommandContext context() {
    return context;
  }

  PrintStream out() {
    return context.out();
  }

  PrintStream err() {
    return context.err();
  }

  LocalStore store() {
    var open = store;
    if (open == null) {
      open = LocalStore.open(root());
      store = open;
    }
    return open;
  }

  ImageCatalog catalog() {
    return new ImageCatalog(store());
  }

  ImageRemover remover() {
    return new ImageRemover(store());
  }

  Tagger tagger() {
    return new Tagger(store(), context.clock());
  }

  Pruner pruner() {
    return new Pruner(store(), context.clock());
  }

  /// @param asked the platform of the command line; null for this machine's
  Puller puller(@Nullable Platform asked, int parallel, TransferReport report) {
    var matcher = asked == null ? PlatformMatcher.host(host()) : PlatformMatcher.forPlatform(asked);
    return new Puller(registry(), store(), new PullSettings(matcher, parallel), report);
  }

  TransferReport transferReport(boolean quiet) {
    var terminal = context.terminal();
    return terminal.out() && !quiet
        ? new TransferReport(out(), terminal.columns(), context.clock())
        : new TransferReport(out(), quiet);
  }

  /// Standard output for text that comes from outside.
  TextOutput text() {
    return context.terminal().out() ? TextOutput.terminal(out()) : TextOutput.plain(out());
  }

  RowStyle rowStyle(boolean untruncated) {
    return new RowStyle(context.clock().instant(), zone(), !untruncated);
  }

  /// Says what is wrong with what was shown; the exit code.
  int report(List<String> damage) {
    out().flush();
    damage.forEach(err()::println);
    return damage.isEmpty() ? 0 : CommandFailure.ERROR;
  }

  /// The store as a registry, until it is closed.
  RegistryServer serve(InetSocketAddress address) {
    var content = new StoreContent(store());
    served = content;
    return RegistryServer.start(address, RegistryHandler.readOnly(content));
  }

  Importer importer() {
    return new Importer(store(), context.clock());
  }

  RegistryClient registry() {
    var open = registry;
    if (open == null) {
      var docker = config();
      var manners =
          RegistrySettings.standard(Version.NUMBER)
              .withHttpHeaders(docker.httpHeaders())
              .withInsecure(settings().insecureRegistries())
              .withProxies(ProxyRules.of(context.env()));
      open = new RegistryClient(manners, new CredentialStore(docker, context.env()));
      registry = open;
    }
    return open;
  }

  /// jimg's own settings; the defaults where there is no home to keep them in.
  Settings settings() {
    var home = context.home();
    return home == null ? Settings.defaults() : Settings.load(Settings.file(context.env(), home));
  }

  /// config.json, read once; what is wrong with it is said, as in Docker, and the defaults hold.
  DockerConfig config() {
    var loaded = config;
    if (loaded == null) {
      loaded = DockerConfig.load(configDirectory());
      config = loaded;
      var warning = loaded.warning();
      if (warning != null) {
        err().println(warning);
      }
    }
    return loaded;
  }

  /// `--config`, `$DOCKER_CONFIG`, `~/.docker`.
  private Path configDirectory() {
    if (options.config() != null) {
      return context.directory().resolve(options.config());
    }
    if (!context.variable("DOCKER_CONFIG").isEmpty()) {
      return context.directory().resolve(context.variable("DOCKER_CONFIG"));
    }
    var home = context.home();
    return (home == null ? context.directory() : home).resolve(".docker");
  }

  /// This machine's platform.
  Platform host() {
    return context.host().get();
  }

  /// The platform that the command line or `DOCKER_DEFAULT_PLATFORM` asks for; null when neither
  /// does.
  @Nullable Platform askedPlatform(Invocation call) {
    String specifier =
        call.given("--platform")
            ? call.text("--platform")
            : context.variable("DOCKER_DEFAULT_PLATFORM");
    return specifier.isEmpty() ? null : Platform.parse(specifier, host());
  }

  /// The zone that times are shown in.
  LocalZone zone() {
    return context.zone();
  }

  /// What a time filter means.
  Instant timestamp(String text) {
    return Timestamp.parse(text, context.clock().instant(), zone());
  }

  /// Where the store is (docs/store.md): `--root`, `$JIMG_ROOT`, `$XDG_DATA_HOME/jimg`,
  /// `~/.local/share/jimg`.
  Path root() {
    if (options.root() != null) {
      return context.directory().resolve(options.root());
    }
    if (!context.variable("JIMG_ROOT").isEmpty()) {
      return context.directory().resolve(context.variable("JIMG_ROOT"));
    }
    if (!context.variable("XDG_DATA_HOME").isEmpty()) {
      return Path.of(context.variable("XDG_DATA_HOME"), "jimg");
    }
    var home = context.home();
    if (home == null) {
      throw new CommandFailure(
          "cannot tell where the image store is: set HOME or JIMG_ROOT, or give --root",
          CommandFailure.ERROR);
    }
    return home.resolve(".local/share/jimg");
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
    if (served != null) {
      served.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
