package io.jimg.oci;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/// What `--platform` accepts, after containerd/platforms 1.0 as CLI 28 has it, and on top the
/// features (`linux(+gpu)`) of its successors.
final class PlatformSpecifier {

  private static final String OS_PATTERN = "\"^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.-]*)\\\\))?$\"";
  private static final String PART_PATTERN = "\"^[A-Za-z0-9_.-]+$\"";

  private PlatformSpecifier() {}

  static Platform parse(String specifier, Platform host) {
    if (specifier.indexOf('*') >= 0) {
      throw invalid(GoQuote.quote(specifier) + ": wildcards not yet supported");
    }
    var parts = split(specifier);
    var os = os(parts.getFirst(), specifier);
    for (String part : parts.subList(1, parts.size())) {
      if (!isWord(part, ".-")) {
        throw invalid(
            invalidPart(part, specifier, "component")
                + ": platform specifier component must match "
                + PART_PATTERN);
      }
    }
    return switch (parts.size()) {
      case 1 -> completed(os, specifier, host);
      case 2 -> withUsualArm(os, parts.get(1));
      case 3 -> withVariant(os, parts.get(1), parts.get(2));
      default -> throw invalid(GoQuote.quote(specifier) + ": cannot parse platform specifier");
    };
  }

  /// At most four parts: the fourth is everything that is too much.
  private static List<String> split(String specifier) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int slash = specifier.indexOf('/');
        slash >= 0 && parts.size() < 3;
        slash = specifier.indexOf('/', start)) {
      parts.add(specifier.substring(start, slash));
      start = slash + 1;
    }
    parts.add(specifier.substring(start));
    return parts;
  }

  /// The platform that only os, version and features of are known.
  private static Platform os(String part, String specifier) {
    int open = part.indexOf('(');
    String name = open < 0 ? part : part.substring(0, open);
    String options = open < 0 ? "" : part.substring(open + 1);
    boolean closed = open < 0 || options.endsWith(")");
    if (closed && open >= 0) {
      options = options.substring(0, options.length() - 1);
    }
    if (!closed || !isWord(name, "-") || (!options.isEmpty() && !isWord(options, ".-+"))) {
      throw invalid(
          invalidPart(part, specifier, "OS component")
              + ": OSAndVersion specifier component must match "
              + OS_PATTERN);
    }
    int plus = options.indexOf('+');
    String version = plus < 0 ? options : options.substring(0, plus);
    var features = plus < 0 ? List.<String>of() : features(options.substring(plus + 1));
    return new Platform(Platform.normalisedOs(name), "", "", version, features);
  }

  private static List<String> features(String joined) {
    return List.of(joined.split("\\+")).stream().filter(f -> !f.isEmpty()).toList();
  }

  private static Platform completed(Platform os, String specifier, Platform host) {
    if (isKnownOs(os.os())) {
      boolean oldArm = host.architecture().equals("arm") && !host.variant().equals("v7");
      return withArchitecture(os, host.architecture(), oldArm ? host.variant() : "");
    }
    var platform = withUsualArm(new Platform(host.os(), "", ""), specifier);
    if (!isKnownArchitecture(platform.architecture())) {
      throw invalid(GoQuote.quote(specifier) + ": unknown operating system or architecture");
    }
    return platform;
  }

  private static Platform withUsualArm(Platform os, String architecture) {
    var platform = withArchitecture(os, architecture, "").normalised();
    boolean usual = platform.architecture().equals("arm") && platform.variant().equals("v7");
    return usual ? withArchitecture(os, "arm", "") : platform;
  }

  private static Platform withVariant(Platform os, String architecture, String variant) {
    var platform = withArchitecture(os, architecture, variant).normalised();
    boolean usual = platform.architecture().equals("arm64") && platform.variant().isEmpty();
    return usual ? withArchitecture(os, "arm64", "v8") : platform;
  }

  private static Platform withArchitecture(Platform os, String architecture, String variant) {
    return new Platform(os.os(), architecture, variant, os.osVersion(), os.osFeatures());
  }

  private static boolean isWord(String text, String more) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && c != '_' && more.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isKnownOs(String os) {
    return switch (os) {
      case "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "hurd",
          "illumos",
          "ios",
          "js",
          "linux",
          "nacl",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "windows",
          "zos" ->
          true;
      default -> false;
    };
  }

  private static boolean isKnownArchitecture(String architecture) {
    return switch (architecture) {
      case "386",
          "amd64",
          "amd64p32",
          "arm",
          "armbe",
          "arm64",
          "arm64be",
          "ppc64",
          "ppc64le",
          "loong64",
          "mips",
          "mipsle",
          "mips64",
          "mips64le",
          "mips64p32",
          "mips64p32le",
          "ppc",
          "riscv",
          "riscv64",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "wasm" ->
          true;
      default -> false;
    };
  }

  private static String invalidPart(String part, String specifier, String what) {
    return GoQuote.quote(part) + " is an invalid " + what + " of " + GoQuote.quote(specifier);
  }

  private static InvalidInput invalid(String what) {
    return new InvalidInput(what + ": invalid argument");
  }
}
