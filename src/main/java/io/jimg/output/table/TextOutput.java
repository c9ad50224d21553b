package io.jimg.output.table;

import io.jimg.template.value.GoText;
import java.io.PrintStream;
import java.util.function.UnaryOperator;

/// Where text goes: on a terminal, what comes from outside is made harmless.
///
/// @param visible what text from outside goes through before it is printed
public record TextOutput(PrintStream out, UnaryOperator<String> visible) {

  /// Bytes as they are: a file, a pipe.
  public static TextOutput plain(PrintStream out) {
    return new TextOutput(out, text -> text);
  }

  public static TextOutput terminal(PrintStream out) {
    return new TextOutput(out, TerminalText::visible);
  }

  /// Writes text as the template package has it, in which bytes that are no UTF-8 survive.
  public void write(CharSequence text) {
    out.writeBytes(GoText.utf8(text));
  }
}
