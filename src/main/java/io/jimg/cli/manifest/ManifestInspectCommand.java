package io.jimg.cli.manifest;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.error.NotFound;
import io.jimg.image.lists.ListDocument;
import io.jimg.image.lists.ListMaker;
import io.jimg.image.lists.NamedManifest;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Manifest;
import io.jimg.output.ManifestView;
import io.jimg.reference.Reference;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg manifest inspect [MANIFEST_LIST] MANIFEST`: a list that is being put together here, else
/// what the registry has.
public final class ManifestInspectCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Words.command("inspect", "Display an image manifest, or manifest list")
        .addOption(Words.insecure("Allow communication with an insecure registry"))
        .addOption(
            Flags.flag("Output additional info including layers and platform", "-v", "--verbose"));
  }

  @Override
  public String operands() {
    return "[MANIFEST_LIST] MANIFEST";
  }

  @Override
  public Arity arity() {
    return new Arity(1, 2);
  }

  @Override
  public boolean asksRegistries() {
    return true;
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    boolean verbose = call.flag("--verbose");
    var output = services.text();
    output.write(output.visible().apply(text(call, verbose, services)));
    return 0;
  }

  private static String text(Invocation call, boolean verbose, Services services)
      throws InterruptedException {
    var name = Words.name(call.operands().getLast());
    if (call.operands().size() == 2) {
      var list = Words.name(call.operand(0));
      var found = services.listMaker().find(list, name);
      return found.size() > 1 ? list(list, found, verbose) : manifest(found.getFirst(), verbose);
    }
    var local = services.listMaker().find(name);
    return local == null
        ? remote(name, call.flag("--insecure"), verbose, services)
        : list(name, local, verbose);
  }

  private static String manifest(NamedManifest manifest, boolean verbose) {
    return verbose ? ManifestView.verbose(manifest) : ManifestView.text(manifest.manifest());
  }

  private static String list(Reference name, List<NamedManifest> manifests, boolean verbose) {
    if (verbose) {
      return ManifestView.verbose(manifests);
    }
    try {
      return ManifestView.list(ListMaker.document(name, manifests));
    } catch (InvalidInput e) {
      throw new InvalidInput("failed to assemble ManifestDescriptor: " + e.sentence(), e);
    }
  }

  /// Docker fetches each manifest of an index and its config to print what the index says of them;
  /// here only `--verbose` needs the manifests.
  private static String remote(Reference name, boolean insecure, boolean verbose, Services services)
      throws InterruptedException {
    var lookup = services.manifestLookup(List.of(name), insecure);
    var found = lookup.find(name);
    return switch (found.parse()) {
      case Manifest.Image image ->
          verbose
              ? ManifestView.verbose(lookup.withPlatform(name, found, image))
              : ManifestView.text(found);
      case Manifest.Index index -> {
        if (index.manifests().isEmpty()) {
          throw new NotFound("no such manifest: " + name);
        }
        yield verbose
            ? ManifestView.verbose(
                lookup.members(name, index).stream().map(NamedManifest::plain).toList())
            : ManifestView.list(
                ListDocument.of(
                    index.manifests().stream().map(ManifestInspectCommand::plain).toList()));
      }
    };
  }

  private static Descriptor plain(Descriptor entry) {
    return new Descriptor(entry.mediaType(), entry.digest(), entry.size())
        .withPlatform(entry.platform());
  }
}
