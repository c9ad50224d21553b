package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.output.info.Machine;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds out about the computer, as Docker's engine does: from Linux's own files. Elsewhere some of
/// it stays unknown.
///
/// @param files the content of the file at a path, null where there is none
/// @param property a property of the JVM
record MachineProbe(
    Function<String, byte @Nullable []> files,
    UnaryOperator<String> property,
    Map<String, String> env) {

  Machine machine() {
    String release = text("/etc/os-release");
    if (release.isEmpty()) {
      release = text("/usr/lib/os-release");
    }
    String name = text("/proc/sys/kernel/hostname").strip();
    return new Machine(
        property.apply("os.version"),
        unquoted(after("PRETTY_NAME=", release)),
        unquoted(after("VERSION_ID=", release)),
        hardware(property.apply("os.arch")),
        processors(after("Cpus_allowed:", text("/proc/self/status"))),
        memory(after("MemTotal:", text("/proc/meminfo"))),
        name.isEmpty() ? env.getOrDefault("HOSTNAME", "") : name);
  }

  private String text(String path) {
    byte[] content = files.apply(path);
    return content == null ? "" : new String(content, UTF_8);
  }

  /// The rest of the first line that begins with `key`; empty where there is none.
  private static String after(String key, String text) {
    for (String line : text.split("\n")) {
      if (line.startsWith(key)) {
        return line.substring(key.length()).strip();
      }
    }
    return "";
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && "\"'".indexOf(value.charAt(0)) >= 0;
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /// As `uname -m` calls it.
  private static String hardware(String jvm) {
    return switch (jvm) {
      case "amd64" -> "x86_64";
      case "arm" -> "armv7l";
      default -> jvm;
    };
  }

  /// The processors that this process may use: unlike the JVM's count not less than these because a
  /// control group gives only a share of their time.
  ///
  /// @param mask hexadecimal, in groups between commas
  private static int processors(String mask) {
    int count = 0;
    for (int i = 0; i < mask.length(); i++) {
      count += Integer.bitCount(Math.max(0, Character.digit(mask.charAt(i), 16)));
    }
    return count == 0 ? Runtime.getRuntime().availableProcessors() : count;
  }

  /// @param size `24684084 kB`
  private static long memory(String size) {
    try {
      return 1024 * Long.parseLong(size.substring(0, Math.max(0, size.indexOf(' '))));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
