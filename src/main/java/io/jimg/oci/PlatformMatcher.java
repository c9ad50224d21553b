package io.jimg.oci;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which of the platforms on offer suits, after containerd/platforms: the wanted one, then what its
/// hardware runs as well (arm64 runs arm, amd64 runs 386), the best first.
public final class PlatformMatcher {

  private static final String ATTESTATION = "vnd.docker.reference.type";

  private static final int MAX_DIGITS = 5;

  private final Platform wanted;
  private final String shown;
  private final List<Platform> acceptable;

  private PlatformMatcher(Platform wanted, String shown, List<Platform> acceptable) {
    this.wanted = wanted;
    this.shown = shown;
    this.acceptable = acceptable;
  }

  /// Matches `platform` and what is compatible with it.
  public static PlatformMatcher forPlatform(Platform platform) {
    return new PlatformMatcher(platform, specifier(platform), compatible(platform.normalised()));
  }

  /// Matches what this machine runs: as {@link #forPlatform}, but shown without the amd64
  /// micro-architecture, which nobody asked for.
  public static PlatformMatcher host(Platform host) {
    boolean amd64 = host.architecture().equals("amd64");
    var spoken = amd64 ? new Platform(host.os(), "amd64", "") : host;
    return new PlatformMatcher(host, specifier(spoken), compatible(host.normalised()));
  }

  /// Matches `platform` alone, whatever the spelling.
  public static PlatformMatcher strict(Platform platform) {
    return new PlatformMatcher(platform, specifier(platform), List.of(platform.normalised()));
  }

  /// The platform that was asked for.
  public Platform wanted() {
    return wanted;
  }

  /// How Docker names it in `no matching manifest for … in the manifest list entries`.
  public String shown() {
    return shown;
  }

  /// What suits, normalised, the best first.
  public List<Platform> acceptable() {
    return acceptable;
  }

  public boolean matches(Platform offered) {
    return rank(offered) < acceptable.size();
  }

  /// The best of an index's entries; of equals the first. Attestations are no images; an entry
  /// without a platform is the last resort, as in Docker.
  public @Nullable Descriptor best(List<Descriptor> entries) {
    Descriptor best = null;
    int bestScore = Integer.MAX_VALUE;
    for (var entry : entries) {
      int score = score(entry);
      if (score < bestScore) {
        best = entry;
        bestScore = score;
      }
    }
    return best;
  }

  /// Whether `entry` of an index says something about another entry instead of being an image.
  public static boolean isAttestation(Descriptor entry) {
    var platform = entry.platform();
    boolean unknown =
        platform != null
            && platform.os().equals("unknown")
            && platform.architecture().equals("unknown");
    return unknown || entry.annotations().containsKey(ATTESTATION);
  }

  private int score(Descriptor entry) {
    if (isAttestation(entry)) {
      return Integer.MAX_VALUE;
    }
    var platform = entry.platform();
    if (platform == null || platform.isEmpty()) {
      return Integer.MAX_VALUE - 1;
    }
    int rank = rank(platform);
    return rank == acceptable.size()
        ? Integer.MAX_VALUE
        : rank * 1_000 + featurePenalty(platform.osFeatures());
  }

  /// Features do not decide what matches, only what is best: all asked for, and none besides.
  private int featurePenalty(List<String> offered) {
    int missing = 0;
    for (String feature : wanted.osFeatures()) {
      missing += offered.contains(feature) ? 0 : 1;
    }
    boolean unwanted = !wanted.osFeatures().containsAll(offered);
    return Math.min(missing, 400) + (unwanted ? 500 : 0);
  }

  private int rank(Platform offered) {
    var candidate = offered.normalised();
    for (int i = 0; i < acceptable.size(); i++) {
      var platform = acceptable.get(i);
      if (platform.os().equals(candidate.os())
          && platform.architecture().equals(candidate.architecture())
          && platform.variant().equals(candidate.variant())
          && versionFits(candidate)) {
        return i;
      }
    }
    return acceptable.size();
  }

  /// Only Windows is tied to a version: the same build, its revision left aside.
  private boolean versionFits(Platform candidate) {
    if (!candidate.os().equals("windows") || candidate.osVersion().isEmpty()) {
      return true;
    }
    String build = build(wanted.osVersion());
    return build.isEmpty() || build.equals(build(candidate.osVersion()));
  }

  /// The first three numbers of `version`; empty where it is no version of Windows.
  private static String build(String version) {
    int start = 0;
    for (int part = 0; part < 3; part++) {
      int dot = version.indexOf('.', start);
      int end = dot < 0 ? version.length() : dot;
      if (digits(version, start, end) < 0 || (dot < 0 && part < 2)) {
        return "";
      }
      start = end + 1;
    }
    return version.substring(0, start - 1);
  }

  private static List<Platform> compatible(Platform platform) {
    var ordered = new ArrayList<Platform>();
    switch (platform.architecture()) {
      case "amd64" -> {
        ordered.add(platform);
        addLower(platform, 1, ordered);
        ordered.add(like(platform, "386", ""));
      }
      case "arm" -> {
        ordered.add(platform);
        addLower(platform, 5, ordered);
      }
      case "arm64" -> addArm64(platform, ordered);
      default -> ordered.add(platform);
    }
    return List.copyOf(ordered);
  }

  private static void addLower(Platform platform, int lowest, List<Platform> ordered) {
    String variant = platform.variant();
    int own =
        variant.length() > 3
            ? -1
            : digits(variant, variant.startsWith("v") ? 1 : 0, variant.length());
    for (int version = own - 1; version >= lowest; version--) {
      ordered.add(like(platform, platform.architecture(), "v" + version));
    }
  }

  /// arm64/v9.x runs v8.0 to v8.(x+5) as well, and all of them run arm/v8 and below. A variant that
  /// does not exist matches nothing, not even itself.
  private static void addArm64(Platform platform, List<Platform> ordered) {
    String variant = platform.variant().isEmpty() ? "v8" : platform.variant();
    boolean v9 = variant.startsWith("v9");
    boolean whole = variant.length() == 2;
    int minor = whole ? 0 : digits(variant, 3, variant.length());
    boolean exists = v9 ? minor <= 7 : variant.startsWith("v8") && minor <= 9;
    if (!exists || minor < 0 || (!whole && (variant.length() != 4 || variant.charAt(2) != '.'))) {
      return;
    }
    if (v9) {
      addMinors(platform, 9, minor, ordered);
    }
    addMinors(platform, 8, v9 ? Math.min(9, minor + 5) : minor, ordered);
    var arm = like(platform, "arm", "v8");
    ordered.add(arm);
    addLower(arm, 5, ordered);
  }

  private static void addMinors(Platform platform, int major, int minor, List<Platform> ordered) {
    for (int i = minor; i >= 0; i--) {
      ordered.add(like(platform, "arm64", "v" + major + (i == 0 ? "" : "." + i)));
    }
  }

  /// The number at that place of `text`; -1 where there is none, or one that no variant or build
  /// has.
  private static int digits(String text, int start, int end) {
    if (start >= end || end - start > MAX_DIGITS) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static Platform like(Platform platform, String architecture, String variant) {
    return new Platform(
            platform.os(), architecture, variant, platform.osVersion(), platform.osFeatures())
        .normalised();
  }

  private static String specifier(Platform platform) {
    if (platform.os().isEmpty()) {
      return "unknown";
    }
    String text = platform.toString();
    return platform.osVersion().isEmpty()
        ? text
        : platform.os() + "(" + platform.osVersion() + ")" + text.substring(platform.os().length());
  }
}
