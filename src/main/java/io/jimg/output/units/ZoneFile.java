package io.jimg.output.units;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.output.units.LocalZone.Period;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The content of a TZif file (RFC 8536), with Go's answers to what the format leaves open.
final class ZoneFile {

  private static final int HEADER = 44;

  private final Period[] periods;
  private final boolean[] summer;

  /// Epoch seconds, ascending, and which period each change begins.
  private final long[] changes;

  private final byte[] kinds;

  /// What holds after the last change; null where that is the last period.
  private final @Nullable ZoneRule footer;

  private ZoneFile(ByteBuffer file, byte[] content, int timeSize) {
    int[] counts = counts(file.position(file.position() + 20));
    int end = file.position() + length(counts, timeSize);
    changes = new long[counts[3]];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = timeSize == 4 ? file.getInt() : file.getLong();
    }
    kinds = new byte[counts[3]];
    file.get(kinds);
    periods = new Period[counts[4]];
    summer = new boolean[counts[4]];
    int names = file.position() + 6 * counts[4];
    for (int i = 0; i < periods.length; i++) {
      int offset = file.getInt();
      summer[i] = file.get() != 0;
      periods[i] = new Period(offset, name(content, names + (file.get() & 0xff)));
    }
    for (byte kind : kinds) {
      Objects.checkIndex(kind & 0xff, periods.length);
    }
    Objects.checkIndex(0, periods.length);
    footer = footer(content, end);
  }

  /// Null where the content is no zone file.
  static @Nullable ZoneFile parse(byte[] content) {
    try {
      var file = ByteBuffer.wrap(content);
      int version = version(file);
      if (version == 0) {
        return null;
      }
      if (version == 1) {
        return new ZoneFile(file, content, 4);
      }
      int[] counts = counts(file.position(20));
      file.position(HEADER + length(counts, 4));
      return version(file) == 0 ? null : new ZoneFile(file, content, 8);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  Period at(long epochSecond) {
    if (changes.length == 0 || epochSecond < changes[0]) {
      return changes.length == 0 ? after(0, epochSecond) : periods[first()];
    }
    int index = Arrays.binarySearch(changes, epochSecond);
    if (index < 0) {
      index = -index - 2;
    }
    return index == changes.length - 1 ? after(kinds[index], epochSecond) : period(kinds[index]);
  }

  private Period after(int kind, long epochSecond) {
    return footer == null ? period(kind) : footer.at(epochSecond);
  }

  private Period period(int kind) {
    return periods[kind & 0xff];
  }

  /// The period before the first change: the first that no change begins, else the one before the
  /// summer time that begins first, else the first that is no summer time.
  private int first() {
    boolean used = false;
    for (byte kind : kinds) {
      used |= kind == 0;
    }
    if (!used) {
      return 0;
    }
    if (summer[kinds[0] & 0xff]) {
      for (int i = (kinds[0] & 0xff) - 1; i >= 0; i--) {
        if (!summer[i]) {
          return i;
        }
      }
    }
    for (int i = 0; i < summer.length; i++) {
      if (!summer[i]) {
        return i;
      }
    }
    return 0;
  }

  /// 0 for what is no zone file or of an unknown version.
  private static int version(ByteBuffer file) {
    int start = file.position();
    if (file.getInt(start) != 0x545A6966) { // TZif
      return 0;
    }
    return switch (file.get(start + 4)) {
      case 0 -> 1;
      case '2' -> 2;
      case '3' -> 3;
      case '4' -> 4;
      default -> 0;
    };
  }

  /// UT indicators, standard indicators, leap seconds, changes, periods, abbreviation bytes.
  private static int[] counts(ByteBuffer file) {
    int[] counts = new int[6];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = file.getInt();
      if (counts[i] < 0 || counts[i] > file.limit()) {
        throw new IllegalArgumentException("count");
      }
    }
    return counts;
  }

  private static int length(int[] counts, int timeSize) {
    return counts[3] * (timeSize + 1)
        + counts[4] * 6
        + counts[5]
        + counts[2] * (timeSize + 4)
        + counts[1]
        + counts[0];
  }

  private static String name(byte[] content, int start) {
    int end = start;
    while (content[end] != 0) {
      end++;
    }
    return new String(content, start, end - start, US_ASCII);
  }

  private static @Nullable ZoneRule footer(byte[] content, int from) {
    int length = content.length - from;
    if (length <= 2 || content[from] != '\n' || content[content.length - 1] != '\n') {
      return null;
    }
    return ZoneRule.parse(new String(content, from + 1, length - 2, US_ASCII));
  }
}
