package io.jimg.store.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.oci.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks for a few digests in much text (Wu and Manber, "A fast algorithm for multi-pattern
/// searching", 1994): since a digest is long, one look in sixty bytes is mostly enough. A release
/// at
/// ten thousand images looks through all of the catalog, and parses none of it.
public final class DigestSearch {

  /// What is compared of each digest at first: as much as the shortest has.
  private static final int LENGTH = 64;

  private static final int BLOCK = 4;
  private static final int LAST = LENGTH - BLOCK;
  private static final int MASK = 0xffff;

  private final List<Digest> searched;
  private final List<byte[]> texts = new ArrayList<>();

  /// How far the next look may be from a block: 0 behind the last block of a digest.
  private final byte[] shifts = new byte[MASK + 1];

  private final Set<Digest> found = new HashSet<>();

  public DigestSearch(Collection<Digest> searched) {
    this.searched = List.copyOf(searched);
    Arrays.fill(shifts, (byte) (LAST + 1));
    for (var digest : this.searched) {
      byte[] text = digest.hex().getBytes(US_ASCII);
      texts.add(text);
      for (int at = 0; at <= LAST; at++) {
        int block = block(text, at);
        shifts[block] = (byte) Math.min(shifts[block], LAST - at);
      }
    }
  }

  /// Notes those that stand between two places.
  public void scan(byte[] bytes, int from, int to) {
    int at = from + LAST;
    while (at + BLOCK <= to) {
      int shift = shifts[block(bytes, at)];
      if (shift == 0) {
        note(bytes, at - LAST, to);
        shift = 1;
      }
      at += shift;
    }
  }

  private void note(byte[] bytes, int at, int to) {
    for (int i = 0; i < texts.size(); i++) {
      byte[] text = texts.get(i);
      int end = at + text.length;
      if (end <= to && Arrays.equals(bytes, at, end, text, 0, text.length)) {
        found.add(searched.get(i));
      }
    }
  }

  public Set<Digest> found() {
    return found;
  }

  private static int block(byte[] bytes, int at) {
    return ((bytes[at] * 31 + bytes[at + 1]) * 31 + bytes[at + 2]) * 31 + bytes[at + 3] & MASK;
  }
}
