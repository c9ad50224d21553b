package io.jimg.cli.frame;

import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.failure.ErrorOutput;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.config.CertificateDirectories;
import io.jimg.config.Settings;
import io.jimg.config.docker.CredentialStore;
import io.jimg.config.docker.DockerConfig;
import io.jimg.config.network.ProxyRules;
import io.jimg.error.StoreFailure;
import io.jimg.image.ImageCatalog;
import io.jimg.image.Importer;
import io.jimg.image.RepositorySearch;
import io.jimg.image.Tagger;
import io.jimg.image.lists.ListMaker;
import io.jimg.image.lists.ListPusher;
import io.jimg.image.lists.ManifestLookup;
import io.jimg.image.removal.ImageRemover;
import io.jimg.image.removal.Pruner;
import io.jimg.image.transfer.PullSettings;
import io.jimg.image.transfer.Puller;
import io.jimg.image.transfer.PushSettings;
import io.jimg.image.transfer.Pusher;
import io.jimg.image.work.LayerMeasurer;
import io.jimg.image.work.LongWork;
import io.jimg.image.work.WorkProgress;
import io.jimg.oci.Platform;
import io.jimg.oci.PlatformMatcher;
import io.jimg.output.list.RowStyle;
import io.jimg.output.progress.TransferReport;
import io.jimg.output.progress.WorkLine;
import io.jimg.output.table.TextOutput;
import io.jimg.output.units.LocalZone;
import io.jimg.output.units.Timestamp;
import io.jimg.reference.Reference;
import io.jimg.registry.RegistryClient;
import io.jimg.registry.settings.RegistrySettings;
import io.jimg.server.RegistryHandler;
import io.jimg.server.RegistryServer;
import io.jimg.server.content.StoreContent;
import io.jimg.store.LocalStore;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What commands work with, opened when first asked for and closed with the command.
public final class Services implements LongWork, AutoCloseable {

  private final CommandContext context;
  private final GlobalOptions options;
  private @Nullable DockerConfig config;
  private @Nullable Settings settings;
  private @Nullable LocalStore store;
  private @Nullable CredentialStore credentials;
  private @Nullable StoredRealms realms;
  private @Nullable RegistryClient registry;
  private @Nullable StoreContent served;

  /// Opens nothing yet: each part is made when a command asks for it.
  public Services(CommandContext context, GlobalOptions options) {
    this.context = context;
    this.options = options;
  }

  /// The process that the command runs in.
  public CommandContext context() {
    return context;
  }

  /// Whether more is to be said than the command needs (`--debug`).
  public boolean debug() {
    return options.debug();
  }

  /// Standard output; results only.
  public PrintStream out() {
    return context.out();
  }

  /// Standard error; prompts, warnings and failures.
  public PrintStream err() {
    return context.err();
  }

  /// The store at the root, opened once and closed with this object.
  public LocalStore store() {
    var open = store;
    if (open == null) {
      open = CommandFailure.asEngine(() -> context.stores().apply(root()));
      store = open;
    }
    return open;
  }

  /// What the store holds, as images.
  public ImageCatalog catalog() {
    return new ImageCatalog(store(), this);
  }

  /// How far work on the store is, for people at a terminal.
  @Override
  public WorkProgress progress() {
    var terminal = context.terminal();
    return terminal.err()
        ? WorkLine.on(err(), terminal.columns(), context.clock())
        : WorkProgress.NONE;
  }

  /// A process of its own, where jimg has a launcher to start it with.
  @Override
  public LayerMeasurer measurer() {
    return MeasuringProcess.of(context.library(), root(), context.env(), trace());
  }

  /// Removes names and images.
  public ImageRemover remover() {
    return new ImageRemover(store());
  }

  /// Gives images further names.
  public Tagger tagger() {
    return new Tagger(store(), context.clock());
  }

  /// Removes what nobody names or uses.
  public Pruner pruner() {
    return new Pruner(store(), context.clock());
  }

  /// @param asked the platform of the command line; null for this machine's
  /// @param all whether all images of an index are wanted
  public Puller puller(@Nullable Platform asked, boolean all, int parallel, TransferReport report) {
    var matcher = asked == null ? PlatformMatcher.host(host()) : PlatformMatcher.forPlatform(asked);
    return new Puller(registry(), store(), new PullSettings(matcher, all, parallel), report);
  }

  /// Brings images into registries.
  public Pusher pusher(PushSettings settings, TransferReport report) {
    return new Pusher(registry(), store(), settings, report);
  }

  /// The progress lines or bars of a transfer; only the last word when `quiet`.
  public TransferReport transferReport(boolean quiet) {
    var terminal = context.terminal();
    return terminal.out() && !quiet
        ? new TransferReport(out(), terminal.columns(), context.clock())
        : new TransferReport(out(), quiet);
  }

  /// Standard output for text that comes from outside.
  public TextOutput text() {
    return context.terminal().out() ? TextOutput.terminal(out()) : TextOutput.plain(out());
  }

  /// How list commands show IDs, ages and long texts.
  public RowStyle rowStyle(boolean untruncated) {
    return new RowStyle(context.clock().instant(), zone(), !untruncated);
  }

  /// Says what is damaged of what was shown; the exit code.
  public int report(List<String> damage) {
    var failures = new ArrayList<CommandFailure>();
    for (String text : damage) {
      failures.add(new CommandFailure(text, CommandFailure.ERROR, new StoreFailure(text)));
    }
    return tell(failures);
  }

  /// Says what failed, after everything that was shown; the exit code.
  public int tell(List<CommandFailure> failures) {
    out().flush();
    var errors = new ErrorOutput(err(), options.errorFormat());
    failures.forEach(errors::tell);
    return failures.isEmpty() ? 0 : CommandFailure.ERROR;
  }

  /// The store as a registry, until it is closed.
  public RegistryServer serve(InetSocketAddress address) {
    var content = new StoreContent(store());
    served = content;
    return RegistryServer.start(address, RegistryHandler.readOnly(content));
  }

  /// Makes images of plain tar archives.
  public Importer importer() {
    return new Importer(store(), context.clock());
  }

  /// Searches registries.
  public RepositorySearch search() {
    return new RepositorySearch(registry());
  }

  /// Who the user is to which registry; what is wrong with `DOCKER_AUTH_CONFIG` is said once.
  public CredentialStore credentials() {
    var open = credentials;
    if (open == null) {
      open = new CredentialStore(config(), context.env());
      credentials = open;
      var warning = open.warning();
      if (warning != null) {
        err().println(warning);
      }
    }
    return open;
  }

  /// The client of registries, made once, with the settings of this process.
  public RegistryClient registry() {
    return client(manners().withMirrors(settings().registryMirrors()));
  }

  /// The same without mirrors, which may not know yet what a name means now, as in Docker's
  /// `manifest`.
  ///
  /// @param trusted the registries of these names may do without TLS
  private RegistryClient direct(List<Reference> trusted) {
    var domains = trusted.stream().map(Reference::domain).toList();
    return client(manners().withInsecure(settings().insecureRegistries().with(domains)));
  }

  private RegistryClient client(RegistrySettings manners) {
    var open = registry;
    if (open == null) {
      var known = new StoredRealms(this::store);
      realms = known;
      open = new RegistryClient(manners, credentials(), known);
      registry = open;
    }
    return open;
  }

  private Consumer<String> trace() {
    return options.debug() ? err()::println : _ -> {};
  }

  private RegistrySettings manners() {
    return RegistrySettings.standard(Version.NUMBER)
        .withHttpHeaders(CustomHeaders.of(context.env(), config().httpHeaders()))
        .withInsecure(settings().insecureRegistries())
        .withMaxWait(settings().maxWait())
        .withCertificates(CertificateDirectories.of(context.env(), context.home()))
        .withProxies(ProxyRules.of(context.env()))
        .withTrace(trace());
  }

  /// Puts manifest lists together; never asks a registry itself.
  public ListMaker listMaker() {
    return new ListMaker(store().lists());
  }

  /// Asks the registries of `names` for manifests.
  ///
  /// @param insecure whether they may do without TLS, or with a certificate of anybody
  public ManifestLookup manifestLookup(List<Reference> names, boolean insecure) {
    return new ManifestLookup(direct(insecure ? names : List.of()), insecure);
  }

  /// Pushes manifest lists.
  ///
  /// @param pushed told of each manifest that was brought in from another repository
  public ListPusher listPusher(Reference name, boolean insecure, Consumer<Reference> pushed) {
    var client = direct(insecure ? List.of(name) : List.of());
    return new ListPusher(store().lists(), client, pushed);
  }

  /// jimg's own settings, read once, and what the command line adds to them; the defaults where
  /// there is no home to keep them in.
  public Settings settings() {
    var loaded = settings;
    if (loaded == null) {
      var home = context.home();
      var kept =
          home == null ? Settings.defaults() : Settings.load(Settings.file(context.env(), home));
      loaded = options.network().over(kept);
      settings = loaded;
    }
    return loaded;
  }

  /// config.json, read once; what is wrong with it is said, as in Docker, and the defaults hold.
  public DockerConfig config() {
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
  public Platform host() {
    return context.host().get();
  }

  /// The platform that the command line or `DOCKER_DEFAULT_PLATFORM` asks for; null when neither
  /// does.
  public @Nullable Platform askedPlatform(Invocation call) {
    String specifier =
        call.given("--platform")
            ? call.text("--platform")
            : context.variable("DOCKER_DEFAULT_PLATFORM");
    return specifier.isEmpty() ? null : Platform.parse(specifier, host());
  }

  /// The zone that times are shown in.
  public LocalZone zone() {
    return context.zone();
  }

  /// What a time filter means.
  public Instant timestamp(String text) {
    return Timestamp.parse(text, context.clock().instant(), zone());
  }

  /// Where the store is (docs/store.md): `--root`, `$JIMG_ROOT`, `$XDG_DATA_HOME/jimg`,
  /// `~/.local/share/jimg`.
  public Path root() {
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
    if (realms != null) {
      realms.close();
    }
    if (served != null) {
      served.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
