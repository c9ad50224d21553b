package io.jimg.cli.image;

import static io.jimg.cli.frame.failure.CommandFailure.asEngine;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.failure.CommandFailure;
import io.jimg.cli.frame.flags.Arity;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.error.InvalidInput;
import io.jimg.reference.ImageQuery;
import io.jimg.reference.Reference;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg tag SOURCE TARGET`
public final class TagCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Flags.command("tag", "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE");
  }

  @Override
  public String operands() {
    return "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]";
  }

  @Override
  public Arity arity() {
    return Arity.exactly(2);
  }

  @Override
  public Operand operandKind(int index) {
    return index < 2 ? Operand.LOCAL_IMAGE : Operand.OTHER;
  }

  @Override
  public boolean interspersed() {
    return false;
  }

  @Override
  public int run(Invocation call, Services services) {
    String source = call.operand(0);
    parse(source, ImageQuery::parse);
    var target = parse(call.operand(1), Reference::parse);
    if (target.digest() != null) {
      throw new CommandFailure(
          "refusing to create a tag with a digest reference", CommandFailure.ERROR);
    }
    asEngine(
        () -> {
          services.tagger().tag(source, target.withDefaultTag());
          return 0;
        });
    return 0;
  }

  private static <T> T parse(String typed, Function<String, T> parser) {
    try {
      return parser.apply(typed);
    } catch (InvalidInput e) {
      throw new CommandFailure(
          "Error parsing reference: \""
              + typed
              + "\" is not a valid repository/tag: "
              + e.sentence(),
          CommandFailure.ERROR,
          e);
    }
  }
}
