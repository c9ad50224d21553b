package io.jimg.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.InvalidInput;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  private static final Platform HOST = new Platform("linux", "amd64", "v3");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "linux/arm64,       linux/arm64",
    "linux/arm64/v8,    linux/arm64/v8",
    "linux/arm64/8,     linux/arm64/v8",
    "linux/arm64/v9,    linux/arm64/v9",
    "linux/arm64/9,     linux/arm64/v9",
    "linux/arm64/v8.2,  linux/arm64/v8.2",
    "linux/aarch64,     linux/arm64",
    "linux/arm,         linux/arm",
    "linux/arm/v6,      linux/arm/v6",
    "linux/arm/6,       linux/arm/v6",
    "linux/arm/v7,      linux/arm/v7",
    "linux/arm/7,       linux/arm/v7",
    "linux/armel,       linux/arm/v6",
    "linux/armhf,       linux/arm",
    "arm,               linux/arm",
    "armel,             linux/arm/v6",
    "armhf,             linux/arm",
    "Aarch64,           linux/arm64",
    "x86_64,            linux/amd64",
    "x86-64,            linux/amd64",
    "Linux/x86_64,      linux/amd64",
    "linux/amd64/v1,    linux/amd64",
    "linux/amd64/v2,    linux/amd64/v2",
    "i386,              linux/386",
    "linux/i386/x,      linux/386",
    "linux,             linux/amd64",
    "LINUX,             linux/amd64",
    "s390x,             linux/s390x",
    "linux/S390X,       linux/s390x",
    "macOS,             darwin/amd64",
    "macos/arm64,       darwin/arm64",
    "windows,           windows/amd64",
    "windows(),         windows/amd64",
    "any/thing,         any/thing",
    "any/thing/At.all,  any/thing/at.all",
    "unknown/unknown,   unknown/unknown",
  })
  void aSpecifierIsReadAndCompletedByTheHost(String specifier, String expected) {
    var parts = expected.split("/", -1);
    assertEquals(
        new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : ""),
        Platform.parse(specifier, HOST));
  }

  @Test
  void anOsMayCarryVersionAndFeatures() {
    assertEquals(
        new Platform("windows", "amd64", "", "10.0.17763", List.of()),
        Platform.parse("windows(10.0.17763)", HOST));
    assertEquals(
        new Platform("windows", "arm64", "", "10.0.17763", List.of("win32k")),
        Platform.parse("windows(10.0.17763+win32k)/arm64", HOST));
    assertEquals(
        new Platform("linux", "arm", "v6", "", List.of("gpu", "simd")),
        Platform.parse("linux(+gpu+simd)/arm/v6", HOST));
  }

  @Test
  void aLoneOsTakesTheArchitectureOfTheHostAndItsVersionOnlyIfItIsAnOldArm() {
    assertEquals("linux/arm64", parsedOn("linux", new Platform("linux", "arm64", "v8")));
    assertEquals("linux/arm", parsedOn("linux", new Platform("linux", "arm", "v7")));
    assertEquals("linux/arm/v6", parsedOn("linux", new Platform("linux", "arm", "v6")));
    assertEquals("linux/amd64", parsedOn("amd64", new Platform("linux", "arm", "v6")));
  }

  private static String parsedOn(String specifier, Platform host) {
    return Platform.parse(specifier, host).toString();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x | "x": unknown operating system or architecture
          amd64(1) | "amd64(1)": unknown operating system or architecture
          linux/* | "linux/*": wildcards not yet supported
          a/b/c/d | "a/b/c/d": cannot parse platform specifier
          a/b!/c | "b!" is an invalid component of "a/b!/c": platform specifier component must \
          match "^[A-Za-z0-9_.-]+$"
          linux/ | "" is an invalid component of "linux/": platform specifier component must \
          match "^[A-Za-z0-9_.-]+$"
          a/b/c/d/e | "d/e" is an invalid component of "a/b/c/d/e": platform specifier component \
          must match "^[A-Za-z0-9_.-]+$"
          bad! | "bad!" is an invalid OS component of "bad!": OSAndVersion specifier component \
          must match "^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.-]*)\\\\))?$"
          a" | "a\\"" is an invalid OS component of "a\\"": OSAndVersion specifier component \
          must match "^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.-]*)\\\\))?$"
          linux( | "linux(" is an invalid OS component of "linux(": OSAndVersion specifier \
          component must match "^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.-]*)\\\\))?$"
          /amd64 | "" is an invalid OS component of "/amd64": OSAndVersion specifier \
          component must match "^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.-]*)\\\\))?$"
          """)
  void refusalsCarryDockersTexts(String specifier, String sentence) {
    var refusal = assertThrows(InvalidInput.class, () -> Platform.parse(specifier, HOST));
    assertEquals(sentence + ": invalid argument", refusal.sentence());
  }

  @Test
  void mutatedSpecifiersAreReadOrRefused() {
    var random = new SplittableRandom(20260803);
    var corpus = List.of("linux/arm64/v8", "windows(10.0.17763+win32k)/amd64", "linux", "i386");
    String alphabet = "aZ09.-_/()+*! é";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
      for (int edits = random.nextInt(1, 5); edits > 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        if (random.nextBoolean()) {
          text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(1, 6)));
        }
      }
      try {
        var platform = Platform.parse(text.toString(), HOST);
        assertEquals(platform.normalised(), platform.normalised().normalised());
        boolean _ = PlatformMatcher.forPlatform(platform).matches(HOST);
      } catch (InvalidInput refused) {
        assertEquals(true, refused.sentence().endsWith(": invalid argument"));
      }
    }
  }

  @Test
  void theHostIsWhatItsCpuCanRun() {
    var v2 = "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3";
    var v3 = v2 + " avx avx2 bmi1 bmi2 f16c fma abm movbe xsave";
    var v4 = v3 + " avx512f avx512bw avx512cd avx512dq avx512vl";
    assertEquals("linux/amd64", host("amd64", ""));
    assertEquals("linux/amd64", host("x86_64", "flags\t\t: fpu cx16 fpu\n"));
    assertEquals("linux/amd64/v2", host("amd64", "processor\t: 0\nflags\t\t: " + v2 + "\n\n"));
    assertEquals("linux/amd64/v3", host("amd64", "flags\t\t: " + v3 + "\nflags : none"));
    assertEquals("linux/amd64/v4", host("amd64", "flags : " + v4));
    assertEquals("linux/arm64/v8", host("aarch64", "CPU architecture: 8\n"));
    assertEquals("linux/arm/v7", host("arm", ""));
    assertEquals("linux/arm/v7", host("arm", "CPU architecture: 7\n"));
    assertEquals(
        "linux/arm/v6",
        host("arm", "model name\t: ARMv6-compatible processor\nCPU architecture: 7\n"));
    assertEquals("linux/arm/v5", host("arm", "CPU architecture: 5TE\n"));
    assertEquals("linux/386", host("i386", ""));
    assertEquals("linux/s390x", host("s390x", ""));
    assertEquals("linux/loong64", host("loongarch64", ""));
  }

  private static String host(String osArch, String cpuInfo) {
    return Platform.ofHost(osArch, cpuInfo).toString();
  }
}
