package io.jimg.cli.frame;

/// Docker's question before something is lost.
public final class Confirmation {

  private Confirmation() {}

  /// Prints `question` on standard output and reads one line; only `y` and `Y` are a yes.
  public static boolean given(String question, Services services) {
    String answer = Prompt.line(question + " [y/N] ", services);
    return answer.equals("y") || answer.equals("Y");
  }
}
