package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.cli.frame.failure.CommandFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Standard output as jimg writes it: UTF-8 whatever the locale, in large pieces, and with a memory
/// of
/// what went wrong, which a PrintStream has not.
final class StandardOutput extends OutputStream {

  /// What a shell reports of a program that died of a closed pipe, as Docker does.
  static final int CLOSED_PIPE = 141;

  private static final int BUFFER = 1 << 16;

  private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private @Nullable IOException failure;

  PrintStream stream() {
    return new PrintStream(this, false, UTF_8);
  }

  @Override
  public void write(int b) {
    if (used == buffer.length) {
      flush();
    }
    buffer[used++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (used == buffer.length) {
        flush();
      }
      int piece = Math.min(left, buffer.length - used);
      System.arraycopy(bytes, at, buffer, used, piece);
      used += piece;
      at += piece;
      left -= piece;
    }
  }

  @Override
  public void flush() {
    int length = used;
    used = 0;
    if (failure == null && length > 0) {
      try {
        file.write(buffer, 0, length);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /// Flushes; `status` unless the output was lost: then 141 for a closed pipe, and 1 with a
  /// sentence on
  /// `err` for anything else.
  int finish(int status, PrintStream err) {
    flush();
    if (failure == null) {
      return status;
    }
    String reason = failure.getMessage();
    if (reason != null && reason.contains("Broken pipe")) {
      return CLOSED_PIPE;
    }
    err.println("write /dev/stdout: " + reason);
    return CommandFailure.ERROR;
  }
}
