package io.jimg.cli.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/// Docker's question before something is lost.
public final class Confirmation {

  private static final int LONGEST_ANSWER = 4096;

  private Confirmation() {}

  /// Prints `question` on standard output and reads one line; only `y` and `Y` are a yes.
  public static boolean given(String question, Services services) {
    services.out().print(question + " [y/N] ");
    services.out().flush();
    String answer = line(services.context().in()).strip();
    return answer.equals("y") || answer.equals("Y");
  }

  private static String line(InputStream in) {
    var line = new byte[LONGEST_ANSWER];
    int length = 0;
    try {
      int c;
      while (length < LONGEST_ANSWER && (c = in.read()) >= 0 && c != '\n') {
        line[length++] = (byte) c;
      }
    } catch (IOException e) {
      return "";
    }
    return new String(line, 0, length, UTF_8);
  }
}
