package io.jimg.store;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Files as a crash, a bad disk or another program may leave them.
public final class Mutations {

  private Mutations() {}

  /// `whole` with a few bytes changed, copied over others or cut off.
  public static byte[] of(byte[] whole, SplittableRandom random) {
    byte[] copy =
        Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
    for (int i = random.nextInt(5); i > 0 && copy.length > 0; i--) {
      int at = random.nextInt(copy.length);
      switch (random.nextInt(3)) {
        case 0 -> copy[at] = (byte) random.nextInt(256);
        case 1 -> copy[at] = (byte) "\n\t\\:,\"{}[]".charAt(random.nextInt(10));
        default -> {
          int from = random.nextInt(copy.length);
          int length = Math.min(random.nextInt(50), copy.length - Math.max(at, from));
          System.arraycopy(copy, from, copy, at, length);
        }
      }
    }
    return copy;
  }
}
