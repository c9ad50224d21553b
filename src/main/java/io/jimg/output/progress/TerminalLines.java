package io.jimg.output.progress;

import io.jimg.output.table.TerminalText;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/// Lines of a terminal that are written over again, one for each thing under way, with the cursor
/// movements of Docker's jsonmessage. The cursor rests below the last line.
final class TerminalLines {

  /// What a terminal counts as that does not tell its width.
  private static final int UNKNOWN_WIDTH = 200;

  private final StringBuilder out;
  private final IntSupplier columns;
  private final Map<String, Integer> lines = new HashMap<>();

  /// @param columns asked at every redraw, so that a resized window gets what fits it; 0 when
  /// unknown
  TerminalLines(StringBuilder out, IntSupplier columns) {
    this.out = out;
    this.columns = columns;
  }

  /// A line that stays. Those above it are never written over again.
  void text(String text) {
    lines.clear();
    out.append(TerminalText.visible(text)).append('\n');
  }

  void state(String id, String status) {
    redraw(id, status, "");
  }

  void progress(String id, String status, long current, long total) {
    int width = columns.getAsInt();
    redraw(id, status, ProgressText.of(current, total, width == 0 ? UNKNOWN_WIDTH : width));
  }

  private void redraw(String id, String status, String progress) {
    Integer line = lines.get(id);
    if (line == null) {
      line = lines.size();
      lines.put(id, line);
      out.append('\n');
    }
    int up = lines.size() - line;
    out.append("\u001b[").append(up).append("A\u001b[2K\r");
    out.append(id).append(": ").append(status).append(' ').append(progress);
    out.append("\r\u001b[").append(up).append('B');
  }
}
