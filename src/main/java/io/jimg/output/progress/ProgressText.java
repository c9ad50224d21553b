package io.jimg.output.progress;

import io.jimg.output.units.HumanSize;

/// How far something is, in the words of Docker's jsonmessage: `[=====>   ]  36.45kB/2.226MB`.
final class ProgressText {

  private static final int BAR = 50;
  private static final int WIDE_ENOUGH_FOR_A_BAR = 110;

  private ProgressText() {}

  /// @param total 0 where it is not known
  /// @param columns of the terminal
  static String of(long current, long total, int columns) {
    var out = new StringBuilder(80);
    if (current <= 0 && total <= 0) {
      return "";
    }
    if (total > 0 && columns > WIDE_ENOUGH_FOR_A_BAR) {
      int done = Math.clamp((long) ((double) current / total * 100) / 2, 0, BAR);
      out.append('[').repeat('=', done).append('>').repeat(' ', BAR - done).append("] ");
    }
    String amount = HumanSize.fourDigits(current);
    out.repeat(' ', Math.max(0, 8 - amount.length())).append(amount);
    if (total > 0 && current <= total) {
      out.append('/').append(HumanSize.fourDigits(total));
    }
    return out.toString();
  }
}
