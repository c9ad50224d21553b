package io.jimg.cli.image;

import static io.jimg.cli.frame.failure.CommandFailure.asEngine;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.image.transfer.PullResult;
import io.jimg.image.transfer.Puller;
import io.jimg.oci.Platform;
import io.jimg.reference.Reference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg pull NAME[:TAG|@DIGEST]`
public final class PullCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("pull", "Download an image from a registry")
        .addOption(
            Flags.hiddenFlag(
                "Pull every image of the index, attestations among them", "--all-platforms"))
        .addOption(Flags.flag("Download all tagged images in the repository", "-a", "--all-tags"))
        .addOption(Flags.flagOn("Skip image verification", ContentTrust.FLAG))
        .addOption(
            Flags.hiddenNumber("Layers to fetch at once (default 3)", "--max-concurrent-downloads"))
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
  public boolean asksRegistries() {
    return true;
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
    if (name.digest() == null) {
      ContentTrust.refuse(call, services, "pull by digest, or unset DOCKER_CONTENT_TRUST");
    }
    @Nullable Platform asked = asEngine(() -> services.askedPlatform(call));
    int parallel = parallel(call, services);
    refuseScratch(name);
    var wanted = new Wanted(asked, call.flag("--all-platforms"), parallel, quiet);
    pull(name, all, wanted, services);
    services.out().println(name.canonical());
    return 0;
  }

  /// Docker's daemon reports what fails before it has streamed anything, with the prefix that goes
  /// with that; what fails later comes bare.
  private static void pull(Reference name, boolean all, Wanted wanted, Services services)
      throws InterruptedException {
    var asked = wanted.platform;
    var report = services.transferReport(wanted.quiet);
    try (report) {
      var puller = services.puller(asked, wanted.allPlatforms, wanted.parallel, report);
      var result = all ? pullAll(puller, name, asked) : puller.pull(name, asked);
      report.status(
          (result.newer() ? "Downloaded newer image for " : "Image is up to date for ")
              + pulled(name).familiar());
      String warning = result.warning();
      if (warning != null) {
        report.notice(warning);
      }
    } catch (JimgException e) {
      throw report.hasStarted()
          ? new CommandFailure(e.sentence(), CommandFailure.ERROR, e)
          : CommandFailure.ofEngine(e);
    }
  }

  /// What is asked for: beside a digest a tag does not count.
  private static Reference pulled(Reference name) {
    var digest = name.digest();
    return digest == null ? name : name.repository().withDigest(digest);
  }

  private static PullResult pullAll(Puller puller, Reference name, @Nullable Platform asked)
      throws InterruptedException {
    boolean newer = false;
    String warning = null;
    for (String tag : puller.tags(name)) {
      var result = puller.pull(name.withTag(tag), asked);
      newer |= result.newer();
      warning = result.warning() == null ? warning : result.warning();
    }
    return new PullResult(newer, warning);
  }

  /// What the flags ask for beside the name.
  private record Wanted(
      @Nullable Platform platform, boolean allPlatforms, int parallel, boolean quiet) {}

  private static int parallel(Invocation call, Services services) {
    if (!call.given("--max-concurrent-downloads")) {
      return services.settings().maxConcurrentDownloads();
    }
    int parallel = call.number("--max-concurrent-downloads");
    if (parallel < 1) {
      throw new CommandFailure(
          "invalid max concurrent downloads: " + parallel, CommandFailure.ERROR);
    }
    return parallel;
  }

  private static void refuseScratch(Reference name) {
    if (name.familiarName().equals("scratch")) {
      throw CommandFailure.ofEngine(new InvalidInput("'scratch' is a reserved name"));
    }
  }
}
