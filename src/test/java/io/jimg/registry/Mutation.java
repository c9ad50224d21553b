package io.jimg.registry;

import java.util.Random;

/// Damaged copies of good input, the same ones for the same seed.
public final class Mutation {

  private static final String SPICE = "\"\\{}[],:=;<>-/ \t\n\0\u001b0e.é\uD83D";

  private Mutation() {}

  public static String of(String text, Random random) {
    var mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(mutated.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> mutated.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
        case 1 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(8)));
        case 2 -> mutated.insert(at, mutated.substring(random.nextInt(at + 1), at));
        default -> mutated.setLength(at);
      }
    }
    return mutated.toString();
  }
}
