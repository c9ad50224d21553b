package io.jimg.image.change;

import io.jimg.error.InvalidInput;
import java.util.Locale;
import java.util.Set;

/// The signals that STOPSIGNAL takes: any number but 0, or a name with or without `SIG`.
final class StopSignal {

  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
          "RTMIN", "RTMAX");

  private StopSignal() {}

  /// @throws InvalidInput when there is no such signal
  static String checked(String signal) {
    String name = signal.toUpperCase(Locale.ROOT);
    name = name.startsWith("SIG") ? name.substring(3) : name;
    boolean isNumber = signal.matches("[+-]?[0-9]{1,9}") && Integer.parseInt(signal) != 0;
    if (!isNumber && !NAMES.contains(name) && !isRealTime(name)) {
      throw new InvalidInput("invalid signal: " + signal);
    }
    return signal;
  }

  private static boolean isRealTime(String name) {
    return name.matches("RTMIN\\+([1-9]|1[0-5])|RTMAX-([1-9]|1[0-4])");
  }
}
