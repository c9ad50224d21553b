package io.jimg.oci;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads off the CPU what a host can run.
final class HostPlatform {

  /// What a CPU must have for amd64/v2, v3 and v4, each on top of the one before (x86-64 psABI), in
  /// the words of /proc/cpuinfo.
  private static final List<List<String>> AMD64_LEVELS =
      List.of(
          List.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
          List.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
          List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));

  private HostPlatform() {}

  static Platform detect(String osArch, String cpuInfo) {
    String arch = osArch.toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "amd64", "x86_64" -> linux("amd64", amd64Variant(field(cpuInfo, "flags")));
      case "x86", "i386", "i486", "i586", "i686" -> linux("386", "");
      case "aarch64", "arm64" -> linux("arm64", "v8");
      case "arm", "arm32" -> linux("arm", armVariant(cpuInfo));
      case "loongarch64" -> linux("loong64", "");
      default -> linux(arch, "");
    };
  }

  private static Platform linux(String architecture, String variant) {
    return new Platform("linux", architecture, variant);
  }

  private static String amd64Variant(String flags) {
    var present = Set.copyOf(List.of(flags.split(" ")));
    int level = 1;
    for (var needed : AMD64_LEVELS) {
      if (!present.containsAll(needed)) {
        break;
      }
      level++;
    }
    return level == 1 ? "" : "v" + level;
  }

  private static String armVariant(String cpuInfo) {
    String version = field(cpuInfo, "cpu architecture").toLowerCase(Locale.ROOT);
    String model = field(cpuInfo, "model name").toLowerCase(Locale.ROOT);
    if (version.equals("7") && model.startsWith("armv6-compatible")) {
      return "v6"; // a Raspberry Pi 1: its kernel says 7
    }
    return switch (version) {
      case "8", "aarch64" -> "v8";
      case "6", "6tej" -> "v6";
      case "5", "5t", "5te", "5tej" -> "v5";
      case "4", "4t" -> "v4";
      case "3" -> "v3";
      default -> "v7";
    };
  }

  /// The first value of a field; empty where there is none.
  private static String field(String cpuInfo, String name) {
    for (int start = 0; start < cpuInfo.length(); ) {
      int newline = cpuInfo.indexOf('\n', start);
      int end = newline < 0 ? cpuInfo.length() : newline;
      int colon = cpuInfo.indexOf(':', start);
      if (colon >= 0
          && colon < end
          && cpuInfo.substring(start, colon).strip().equalsIgnoreCase(name)) {
        return cpuInfo.substring(colon + 1, end).strip();
      }
      start = end + 1;
    }
    return "";
  }
}
