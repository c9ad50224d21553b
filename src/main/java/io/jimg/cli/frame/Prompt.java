package io.jimg.cli.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// A question on standard output and the line that answers it, without blanks around it; empty
/// where there is none any more.
public final class Prompt {

  private static final int LONGEST_ANSWER = 1 << 16;

  private Prompt() {}

  public static String line(String question, Services services) {
    return ask(question, true, services);
  }

  /// What is typed is not shown; the line end that was typed is not shown either.
  ///
  /// @throws CommandFailure where the terminal would show it
  public static String secret(String question, Services services) {
    return ask(question, false, services);
  }

  private static String ask(String question, boolean echo, Services services) {
    try (var _ = services.context().terminal().guard().begin(echo)) {
      services.out().print(question);
      services.out().flush();
      return line(services.context().in()).strip();
    }
  }

  private static String line(InputStream in) {
    var line = new ByteArrayOutputStream();
    try {
      int c;
      while (line.size() < LONGEST_ANSWER && (c = in.read()) >= 0 && c != '\n') {
        line.write(c);
      }
    } catch (IOException e) {
      return "";
    }
    return line.toString(UTF_8);
  }
}
