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
import io.jimg.image.Importer.Description;
import io.jimg.image.change.ConfigChanges;
import io.jimg.oci.Platform;
import io.jimg.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg import file|URL|- [REPOSITORY[:TAG]]`
public final class ImportCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command(
            "import", "Import the contents from a tarball to create a filesystem image")
        .addOption(
            Flags.texts(
                "list", "Apply Dockerfile instruction to the created image", "-c", "--change"))
        .addOption(Flags.text("string", "Set commit message for imported image", "-m", "--message"))
        .addOption(Flags.platform("Set platform if server is multi-platform capable"));
  }

  @Override
  public String operands() {
    return "file|URL|- [REPOSITORY[:TAG]]";
  }

  @Override
  public Arity arity() {
    return Arity.AT_LEAST_ONE;
  }

  @Override
  public Operand operandKind(int index) {
    return index == 0 ? Operand.FILE : Operand.OTHER;
  }

  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    String source = call.operand(0);
    @Nullable Reference name = name(call.operandOrEmpty(1));
    boolean remote = source.startsWith("http://") || source.startsWith("https://");
    if (remote) {
      importRemote(call, services, name);
    } else if (source.equals("-")) {
      importStream(call, services, name, services.context().in());
    } else {
      var path = services.context().directory().resolve(source);
      if (Files.isDirectory(path)) {
        throw new CommandFailure("read " + source + ": is a directory", CommandFailure.ERROR);
      }
      try (var file = Files.newInputStream(path)) {
        importStream(call, services, name, file);
      } catch (IOException e) {
        throw new CommandFailure("open " + source + ": " + reason(e), CommandFailure.ERROR, e);
      }
    }
    return 0;
  }

  /// What fails once the download is spoken of comes bare, as from Docker's daemon.
  private static void importRemote(Invocation call, Services services, @Nullable Reference name)
      throws InterruptedException {
    var description = asEngine(() -> description(call, services));
    try {
      services
          .registry()
          .download(
              call.operand(0),
              body -> {
                try {
                  services.out().println("Downloading from " + call.operand(0));
                  services.out().flush();
                  services.out().println(services.importer().make(body, description, name));
                } catch (JimgException e) {
                  throw new CommandFailure(e.sentence(), CommandFailure.ERROR, e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    } catch (JimgException e) {
      throw CommandFailure.ofEngine(e);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException(); // the image was not made
    }
  }

  private static void importStream(
      Invocation call, Services services, @Nullable Reference name, InputStream tar)
      throws InterruptedException {
    try {
      var id = services.importer().make(tar, description(call, services), name);
      services.out().println(id);
    } catch (JimgException e) {
      throw CommandFailure.ofEngine(e);
    }
  }

  private static Description description(Invocation call, Services services) {
    var host = services.host();
    @Nullable Platform asked = services.askedPlatform(call);
    var platform = asked == null ? new Platform(host.os(), host.architecture(), "") : asked;
    String source = call.operand(0);
    String origin = source.startsWith("http") && source.contains("://") ? source : "-";
    String message = call.text("--message");
    return new Description(
        ConfigChanges.apply(call.texts("--change"), ConfigChanges.EMPTY),
        platform,
        message.isEmpty() ? "Imported from " + origin : message);
  }

  /// The name for the image; a digest cannot be given to something that does not exist yet.
  private static @Nullable Reference name(String typed) {
    if (typed.isEmpty()) {
      return null;
    }
    var name = Reference.parse(typed);
    if (name.digest() != null) {
      throw CommandFailure.ofEngine(new InvalidInput("cannot import digest reference"));
    }
    return name.withDefaultTag();
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
