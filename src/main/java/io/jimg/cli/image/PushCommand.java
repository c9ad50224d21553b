package io.jimg.cli.image;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.JimgException;
import io.jimg.image.transfer.PushSettings;
import io.jimg.image.transfer.PushedInstead;
import io.jimg.oci.Platform;
import io.jimg.output.Note;
import io.jimg.reference.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg push NAME[:TAG]`
public final class PushCommand implements Command {

  private static final String ONE_PLATFORM =
      """
      Using --platform pushes only the specified platform manifest of a multi-platform image index.
      Other components, like attestations, will not be included.
      To push the complete multi-platform image, remove the --platform flag.
      """;

  private static final String PLATFORM =
      """
      Push a platform-specific manifest as a single-platform image to the registry.
      Image index won't be pushed, meaning that other manifests, including attestations won't be preserved.
      'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)\
      """;

  @Override
  public CommandSpec spec() {
    return Flags.command("push", "Upload an image to a registry")
        .addOption(
            Flags.hiddenFlag(
                "Push every image of the index; fails unless all are here", "--all-platforms"))
        .addOption(Flags.flag("Push all tags of an image to the repository", "-a", "--all-tags"))
        .addOption(Flags.flagOn("Skip image signing", ContentTrust.FLAG))
        .addOption(Flags.platform(PLATFORM))
        .addOption(Flags.flag("Suppress verbose output", "-q", "--quiet"));
  }

  @Override
  public String operands() {
    return "NAME[:TAG]";
  }

  @Override
  public Arity arity() {
    return Arity.exactly(1);
  }

  @Override
  public Operand operandKind(int index) {
    return index == 0 ? Operand.LOCAL_IMAGE : Operand.OTHER;
  }

  @Override
  public boolean asksRegistries() {
    return true;
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    var platform = platform(call, services);
    var name = Reference.parse(call.operand(0));
    boolean all = call.flag("--all-tags");
    boolean quiet = call.flag("--quiet");
    boolean bare = name.tag() == null && name.digest() == null;
    if (all && !bare) {
      throw new CommandFailure("tag can't be used with --all-tags/-a", CommandFailure.ERROR);
    }
    if (!all && bare) {
      name = name.withDefaultTag();
      if (!quiet) {
        services.out().println("Using default tag: " + Reference.DEFAULT_TAG);
        services.out().flush();
      }
    }
    ContentTrust.refuse(call, services, "unset DOCKER_CONTENT_TRUST");
    if (name.digest() != null) {
      throw new CommandFailure("cannot push a digest reference", CommandFailure.ERROR);
    }
    int parallel = services.settings().maxConcurrentUploads();
    var settings = new PushSettings(platform, call.flag("--all-platforms"), parallel);
    var instead = push(name, settings, quiet, services);
    if (quiet) {
      services.out().println(name.canonical());
    }
    for (var pushed : instead) {
      print(incomplete(pushed), services);
    }
    return 0;
  }

  private static @Nullable Platform platform(Invocation call, Services services) {
    String specifier = call.text("--platform");
    if (specifier.isEmpty()) {
      return null;
    }
    if (call.flag("--all-platforms")) {
      throw new CommandFailure(
          "conflicting options: --platform and --all-platforms", CommandFailure.ERROR);
    }
    try {
      var platform = Platform.parse(specifier, services.host());
      print(ONE_PLATFORM, services);
      return platform;
    } catch (JimgException e) {
      throw new CommandFailure(
          "Invalid platform " + specifier + e.sentence(), CommandFailure.ERROR, e);
    }
  }

  /// Docker's daemon reports what fails before it has streamed anything, with the prefix that goes
  /// with that; what fails later comes bare.
  private static List<PushedInstead> push(
      Reference name, PushSettings settings, boolean quiet, Services services)
      throws InterruptedException {
    var report = services.transferReport(quiet);
    try (report) {
      var pusher = services.pusher(settings, report);
      if (name.tag() == null) {
        return pusher.pushAll(name);
      }
      var instead = pusher.push(name);
      return instead == null ? List.of() : List.of(instead);
    } catch (JimgException e) {
      throw report.hasStarted()
          ? new CommandFailure(e.sentence(), CommandFailure.ERROR, e)
          : CommandFailure.ofEngine(e);
    }
  }

  private static String incomplete(PushedInstead pushed) {
    return "Not all multiplatform-content is present and only the available single-platform image"
        + " was pushed\n"
        + pushed.index()
        + " -> "
        + pushed.manifest();
  }

  private static void print(String note, Services services) {
    services.out().print(Note.INFO.text(note, services.context().terminal().out()));
    services.out().flush();
  }
}
