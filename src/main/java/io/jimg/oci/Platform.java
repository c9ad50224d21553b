package io.jimg.oci;

import io.jimg.error.InvalidInput;
import java.util.List;
import java.util.Locale;

/// Where an image runs (image-spec, "Image Index Property Descriptions").
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {

  /// Images are Linux images where nothing else is said: what runs them elsewhere is a Linux too.
  private static final String DEFAULT_OS = "linux";

  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  public Platform(String os, String architecture, String variant) {
    this(os, architecture, variant, "", List.of());
  }

  /// Parses `os`, `arch`, `os/arch` or `os/arch/variant`, where os may be `os(version+feature)`.
  ///
  /// @param host gives the half that a lone os or architecture leaves open
  /// @throws InvalidInput with the texts of containerd/platforms
  public static Platform parse(String specifier, Platform host) {
    return PlatformSpecifier.parse(specifier, host);
  }

  /// The machine that this program runs on, as what it can run: an amd64 carries its
  /// micro-architecture level (`v3`), an arm its version.
  ///
  /// @param osArch the JVM's name of the architecture
  /// @param cpuInfo the content of /proc/cpuinfo, empty where there is none
  public static Platform ofHost(String osArch, String cpuInfo) {
    return HostPlatform.detect(osArch, cpuInfo);
  }

  /// With the usual spelling of os, architecture and variant: `aarch64/v8` becomes `arm64`.
  public Platform normalised() {
    String arch = architecture.toLowerCase(Locale.ROOT);
    String version = variant.toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "i386" -> with("386", "");
      case "x86_64", "x86-64", "amd64" -> with("amd64", version.equals("v1") ? "" : version);
      case "aarch64", "arm64" -> with("arm64", arm64Variant(version));
      case "armhf" -> with("arm", "v7");
      case "armel" -> with("arm", "v6");
      case "arm" -> with("arm", armVariant(version));
      default -> with(arch, version);
    };
  }

  private Platform with(String arch, String version) {
    return new Platform(normalisedOs(os), arch, version, osVersion, osFeatures);
  }

  static String normalisedOs(String os) {
    String lower = os.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "" -> DEFAULT_OS;
      case "macos" -> "darwin";
      default -> lower;
    };
  }

  private static String arm64Variant(String variant) {
    return switch (variant) {
      case "8", "v8", "v8.0" -> "";
      case "9", "9.0", "v9.0" -> "v9";
      default -> variant;
    };
  }

  private static String armVariant(String variant) {
    return switch (variant) {
      case "", "7" -> "v7";
      case "5", "6", "8" -> "v" + variant;
      default -> variant;
    };
  }

  /// Whether nothing at all is said, as in a descriptor's `"platform": {}`.
  boolean isEmpty() {
    return os.isEmpty()
        && architecture.isEmpty()
        && variant.isEmpty()
        && osVersion.isEmpty()
        && osFeatures.isEmpty();
  }

  /// `os/arch[/variant]`
  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
