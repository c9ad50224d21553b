package io.jimg.output.inspect;

import io.jimg.error.BadTemplate;
import io.jimg.image.ImageDetails;
import io.jimg.oci.GoIndent;
import io.jimg.output.table.ListPrinter;
import io.jimg.output.table.TextOutput;
import io.jimg.template.GoTemplate;
import org.jspecify.annotations.Nullable;

/// What `inspect` prints: an array of all objects, or a template's text for each. Nothing comes out
/// before [#finish].
public final class Inspection {

  private final @Nullable GoTemplate template;
  private final boolean compact;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder objects = new StringBuilder();

  /// @param format empty for indented JSON, `json` for one line of it, else a template
  /// @throws BadTemplate when it does not parse
  public Inspection(String format) {
    compact = format.equals("json");
    template = format.isEmpty() || compact ? null : ListPrinter.parse(format);
  }

  /// Takes the next object. A template meets the command line's struct first; where it does not
  /// fit,
  /// it is run anew on the engine's JSON, a missing key being an error.
  ///
  /// @throws BadTemplate when the template fits neither; the object then leaves nothing
  public void add(ImageDetails image) {
    var view = new InspectView(image);
    if (template == null) {
      objects.append(objects.isEmpty() ? "" : ",").append(view.json());
      return;
    }
    text.append(render(template, view)).append('\n');
  }

  /// Prints all that was taken.
  public void finish(TextOutput output) {
    if (template != null) {
      output.write(text.isEmpty() ? "\n" : text);
    } else if (objects.isEmpty()) {
      output.write("[]\n");
    } else {
      String array = objects.insert(0, '[').append(']').toString();
      output.write((compact ? array : GoIndent.indent(array, "    ")) + "\n");
    }
  }

  private static String render(GoTemplate template, InspectView view) {
    try {
      return template.render(view.typed());
    } catch (BadTemplate notOfTheStruct) {
      try {
        return template.missingKeyError().render(view.raw());
      } catch (BadTemplate e) {
        throw parsing(e);
      }
    }
  }

  private static BadTemplate parsing(BadTemplate cause) {
    return new BadTemplate("template parsing error: " + cause.sentence());
  }
}
