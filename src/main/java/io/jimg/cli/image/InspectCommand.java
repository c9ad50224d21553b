package io.jimg.cli.image;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.BadTemplate;
import io.jimg.error.InvalidInput;
import io.jimg.error.JimgException;
import io.jimg.error.NotFound;
import io.jimg.oci.Platform;
import io.jimg.output.inspect.Inspection;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg inspect NAME...` and `jimg image inspect IMAGE...`: what was found first, then what was
/// not.
public final class InspectCommand implements Command {

  /// The values of `--type`.
  public static final List<String> TYPES =
      List.of(
          "config",
          "container",
          "image",
          "network",
          "node",
          "plugin",
          "secret",
          "service",
          "task",
          "volume");

  private static final String PLATFORM =
      """
      Inspect a specific platform of the multi-platform image.
      If the image or the server is not multi-platform capable, the command will error out if the \
      platform does not match.
      'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)\
      """;

  private final boolean imagesOnly;

  /// @param imagesOnly `image inspect`, whose words differ
  public InspectCommand(boolean imagesOnly) {
    this.imagesOnly = imagesOnly;
  }

  @Override
  public CommandSpec spec() {
    if (imagesOnly) {
      return Flags.command("inspect", "Display detailed information on one or more images")
          .addOption(Flags.formatOfOne())
          .addOption(Flags.platform(PLATFORM));
    }
    return Flags.command("inspect", "Return low-level information on jimg objects")
        .addOption(Flags.formatOfOne())
        .addOption(Flags.flag("Display total file sizes if the type is container", "-s", "--size"))
        .addOption(Flags.text("string", "Only inspect objects of the given type", "--type"));
  }

  @Override
  public String operands() {
    return imagesOnly ? "IMAGE [IMAGE...]" : "NAME|ID [NAME|ID...]";
  }

  @Override
  public Arity arity() {
    return Arity.AT_LEAST_ONE;
  }

  @Override
  public Operand operandKind(int index) {
    return Operand.LOCAL_IMAGE;
  }

  @Override
  public int run(Invocation call, Services services) {
    String type = type(call);
    String specifier = imagesOnly ? call.text("--platform") : "";
    var wanted = specifier.isEmpty() ? null : Platform.parse(specifier, services.host());
    var inspection = inspection(call.text("--format"));
    var failures = new ArrayList<CommandFailure>();
    var catalog = services.catalog();
    for (String name : call.operands()) {
      try {
        if (name.isEmpty() || !(type.isEmpty() || type.equals("image"))) {
          failures.add(absent(imagesOnly ? "image" : type, name));
          continue;
        }
        var found = catalog.inspect(name, wanted);
        if (call.flag("--size")) {
          services.err().println("WARNING: --size ignored for image");
        }
        inspection.add(found);
      } catch (BadTemplate e) {
        failures.add(failure(e.sentence(), e));
      } catch (NotFound | InvalidInput e) {
        failures.add(
            imagesOnly || !type.isEmpty()
                ? CommandFailure.ofEngine(e)
                : failure("Error: No such object: " + name, e));
      } catch (JimgException e) {
        failures.add(CommandFailure.ofEngine(e));
      }
    }
    inspection.finish(services.text());
    int told = services.tell(failures);
    return Math.max(told, services.report(catalog.damage()));
  }

  private static CommandFailure failure(String text, JimgException cause) {
    return new CommandFailure(text, CommandFailure.ERROR, cause);
  }

  /// How Docker misses things of a kind that there is none of here, and things without a name; it
  /// looks for containers first.
  private static CommandFailure absent(String type, String name) {
    String kind = type.isEmpty() ? "container" : type;
    String text =
        switch (kind) {
          case "image" -> "Error: No such image: " + name;
          case "container", "network", "volume" ->
              name.isEmpty()
                  ? "invalid " + kind + " name or ID: value is empty"
                  : "Error: " + absentObject(kind, name);
          case "plugin" -> "Error: plugin \"" + name + "\" not found";
          default -> "Error: No such " + kind + ": " + name;
        };
    return failure(text, new NotFound(text));
  }

  private static String absentObject(String kind, String name) {
    return switch (kind) {
      case "network" -> "network " + name + " not found";
      case "volume" -> "get " + name + ": no such volume";
      default -> "No such " + kind + ": " + name;
    };
  }

  private static Inspection inspection(String format) {
    try {
      return new Inspection(format);
    } catch (BadTemplate e) {
      throw new CommandFailure(e.sentence(), CommandFailure.BAD_TEMPLATE, e);
    }
  }

  private static String type(Invocation call) {
    if (!call.given("--type")) {
      return "";
    }
    String type = call.text("--type");
    if (!TYPES.contains(type)) {
      String choice = "must be one of \"" + String.join("\", \"", TYPES) + "\"";
      throw new CommandFailure(
          type.isEmpty() ? "type is empty: " + choice : "unknown type: \"" + type + "\": " + choice,
          CommandFailure.ERROR);
    }
    return type;
  }
}
