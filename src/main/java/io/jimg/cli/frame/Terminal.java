package io.jimg.cli.frame;

import java.util.function.IntSupplier;

/// Which of the standard streams are terminals, how wide they are now, and who looks after them
/// while somebody is asked something.
///
/// @param columns width in cells, 0 when unknown
public record Terminal(
    boolean in, boolean out, boolean err, IntSupplier columns, PromptGuard guard) {

  /// No terminal anywhere: a script.
  public static final Terminal NONE = new Terminal(false, false, false, () -> 0, PromptGuard.NONE);

  /// The width that help is wrapped to: Docker asks standard input, and takes 80 without one.
  public int helpWidth() {
    int width = in ? columns.getAsInt() : 0;
    return width == 0 ? 80 : width;
  }
}
