package io.jimg.cli;

import static io.jimg.cli.CommandFailure.asEngine;

import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.image.Puller;
import io.jimg.oci.Platform;
import io.jimg.reference.Reference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg pull NAME[:TAG|@DIGEST]`
final class PullCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("pull", "Download an image from a registry")
        .addOption(Flags.flag("Download all tagged images in the repository", "-a", "--all-tags"))
        .addOption(Flags.flagOn("Skip image verification", "--disable-content-trust"))
        .addOption(Flags.platform("Set platform if server is multi-platform capable"))
        .addOption(Flags.flag("Suppress verbose output", "-q", "--quiet"));
  }

  @Override
  public String operands() {
    return "NAME[:TAG|@DIGEST]";
  }

  @Override
  public Arity arity() {
    return Arity.exactly(1);
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    var name = Reference.parse(call.operand(0));
    boolean all = call.flag("--all-tags");
    boolean bare = name.tag() == null && name.digest() == null;
    if (all && !bare) {
      throw new CommandFailure("tag can't be used with --all-tags/-a", CommandFailure.ERROR);
    }
    boolean quiet = call.flag("--quiet");
    if (!all && bare) {
      name = name.withDefaultTag();
      if (!quiet) {
        services.out().println("Using default tag: " + Reference.DEFAULT_TAG);
        services.out().flush();
      }
    }
    @Nullable Platform asked = platform(call, services);
    refuseScratch(name);
    pull(name, all, asked, quiet, services);
    services.out().println(name.canonical());
    return 0;
  }

  /// Docker's daemon reports what fails before it has streamed anything, with the prefix that goes
  /// with that; what fails later comes bare.
  private static void pull(
      Reference name, boolean all, @Nullable Platform asked, boolean quiet, Services services)
      throws InterruptedException {
    var report = services.transferReport(quiet);
    try (report) {
      var puller = services.puller(asked, report);
      boolean newer = all ? pullAll(puller, name, asked) : puller.pull(name, asked).newer();
      report.status(
          (newer ? "Downloaded newer image for " : "Image is up to date for ") + name.familiar());
    } catch (JimgException e) {
      throw report.hasStarted()
          ? new CommandFailure(e.sentence(), CommandFailure.ERROR, e)
          : CommandFailure.ofEngine(e);
    }
  }

  private static boolean pullAll(Puller puller, Reference name, @Nullable Platform asked)
      throws InterruptedException {
    boolean newer = false;
    for (String tag : puller.tags(name)) {
      newer |= puller.pull(name.withTag(tag), asked).newer();
    }
    return newer;
  }

  private static @Nullable Platform platform(Invocation call, Services services) {
    String specifier =
        call.given("--platform")
            ? call.text("--platform")
            : services.context().variable("DOCKER_DEFAULT_PLATFORM");
    return specifier.isEmpty() ? null : asEngine(() -> Platform.parse(specifier, services.host()));
  }

  private static void refuseScratch(Reference name) {
    if (name.familiarName().equals("scratch")) {
      throw CommandFailure.ofEngine(new InvalidInput("'scratch' is a reserved name"));
    }
  }
}
