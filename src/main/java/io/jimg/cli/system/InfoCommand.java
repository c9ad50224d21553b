package io.jimg.cli.system;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.Version;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.config.network.ProxyRules;
import io.jimg.error.BadTemplate;
import io.jimg.image.ImageCatalog;
import io.jimg.output.info.InfoView;
import io.jimg.output.info.RegistryRules;
import io.jimg.output.info.SystemState;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg info`, `jimg system info`
public final class InfoCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("info", "Display system-wide information").addOption(Flags.formatOfOne());
  }

  @Override
  public int run(Invocation call, Services services) {
    String format = call.text("--format");
    try {
      InfoView.parse(format);
    } catch (BadTemplate e) {
      throw new CommandFailure(e.sentence(), CommandFailure.BAD_TEMPLATE, e);
    }
    var damage = new ArrayList<String>();
    new InfoView(state(services, format, damage)).print(format, services.text());
    return services.report(damage);
  }

  private static SystemState state(Services services, String format, List<String> damage) {
    return new SystemState(
        Version.NUMBER,
        Version.runtime(),
        services.host(),
        services.context().machine().get(),
        registries(services),
        services.root().toAbsolutePath().normalize().toString(),
        () -> count(services.catalog(), damage),
        services.zone().at(services.context().clock().instant()).rfc3339Nano(),
        services.debug(),
        format.isEmpty() ? services.config().hubUser() : "");
  }

  private static int count(ImageCatalog catalog, List<String> damage) {
    int count = catalog.count();
    damage.addAll(catalog.damage());
    return count;
  }

  private static RegistryRules registries(Services services) {
    var settings = services.settings();
    var env = services.context().env();
    return new RegistryRules(
        settings.insecureRegistries().networks(),
        List.copyOf(settings.insecureRegistries().hosts()),
        settings.registryMirrors(),
        ProxyRules.shown(env, "HTTP_PROXY"),
        ProxyRules.shown(env, "HTTPS_PROXY"),
        ProxyRules.shown(env, "NO_PROXY"));
  }
}
