package io.jimg.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.oci.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks for a few digests in much text, a byte at a time: a release at ten thousand images looks
/// through all of the catalog, and parses none of it.
final class DigestSearch {

  private static final int MASK = 1023;

  private final List<Digest> searched;
  private final List<byte[]> texts;
  private final boolean[] starts = new boolean[MASK + 1];
  private final Set<Digest> found = new HashSet<>();

  DigestSearch(Collection<Digest> searched) {
    this.searched = List.copyOf(searched);
    this.texts = new ArrayList<>();
    for (var digest : this.searched) {
      byte[] text = (":" + digest.hex()).getBytes(US_ASCII);
      texts.add(text);
      starts[start(text, 0)] = true;
    }
  }

  /// Notes those that stand in the line that begins at `from`.
  ///
  /// @return where its newline is, or `limit`
  int scanLine(byte[] bytes, int from, int limit) {
    int at = from;
    for (; at < limit; at++) {
      byte b = bytes[at];
      if (b == '\n') {
        break;
      }
      if (b == ':' && at + 3 < limit && starts[start(bytes, at)]) {
        note(bytes, at, limit);
      }
    }
    return at;
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

  Set<Digest> found() {
    return found;
  }

  private static int start(byte[] bytes, int colon) {
    return (bytes[colon + 1] * 31 + bytes[colon + 2]) * 31 + bytes[colon + 3] & MASK;
  }
}
