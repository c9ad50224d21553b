package io.jimg.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformMatcherTest {

  private static final Platform HOST = new Platform("linux", "amd64", "");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          linux/amd64      | linux/amd64 linux/386
          linux/amd64/v2   | linux/amd64/v2 linux/amd64 linux/386
          linux/amd64/v4   | linux/amd64/v4 linux/amd64/v3 linux/amd64/v2 linux/amd64 linux/386
          linux/386        | linux/386
          linux/s390x      | linux/s390x
          windows/amd64    | windows/amd64 windows/386
          linux/arm        | linux/arm/v7 linux/arm/v6 linux/arm/v5
          linux/arm/v8     | linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5
          linux/arm/v6     | linux/arm/v6 linux/arm/v5
          linux/arm/v5     | linux/arm/v5
          linux/arm/v4     | linux/arm/v4
          linux/arm64      | linux/arm64 linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5
          linux/arm64/v8.2 | linux/arm64/v8.2 linux/arm64/v8.1 linux/arm64 \
                             linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5
          linux/arm64/v9   | linux/arm64/v9 linux/arm64/v8.5 linux/arm64/v8.4 linux/arm64/v8.3 \
                             linux/arm64/v8.2 linux/arm64/v8.1 linux/arm64 \
                             linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5
          linux/arm64/v9.5 | linux/arm64/v9.5 linux/arm64/v9.4 linux/arm64/v9.3 linux/arm64/v9.2 \
                             linux/arm64/v9.1 linux/arm64/v9 linux/arm64/v8.9 linux/arm64/v8.8 \
                             linux/arm64/v8.7 linux/arm64/v8.6 linux/arm64/v8.5 linux/arm64/v8.4 \
                             linux/arm64/v8.3 linux/arm64/v8.2 linux/arm64/v8.1 linux/arm64 \
                             linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5
          linux/arm64/v9.8 |
          linux/arm64/v8.10 |
          linux/arm64/v10  |
          linux/arm64/v8x5 |
          linux/arm/v999999999 | linux/arm/v999999999
          linux/arm/9      | linux/arm/9 linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5
          linux/amd64/2    | linux/amd64/2 linux/amd64 linux/386
          """)
  void whatRunsAsWellIsAcceptedInThisOrder(String wanted, @Nullable String acceptable) {
    var matcher = PlatformMatcher.forPlatform(platform(wanted));
    assertEquals(
        acceptable == null ? List.of() : List.of(acceptable.split(" +")),
        matcher.acceptable().stream().map(Platform::toString).toList());
  }

  @ParameterizedTest(name = "{0} takes {1}: {2}, strictly: {3}")
  @CsvSource({
    "linux/amd64,                linux/amd64/v1,             true,  true",
    "linux/amd64,                linux/386,                  true,  false",
    "linux/amd64,                linux/amd64/v2,             false, false",
    "linux/amd64,                windows/amd64,              false, false",
    "linux/386,                  linux/amd64,                false, false",
    "linux/arm,                  linux/arm/v7,               true,  true",
    "linux/arm,                  linux/armhf,                true,  true",
    "linux/arm/v8,               linux/arm,                  true,  false",
    "linux/arm/v8,               linux/arm64,                false, false",
    "linux/arm/v7,               linux/arm/v6,               true,  false",
    "linux/arm/v6,               linux/arm,                  false, false",
    "linux/arm64,                linux/arm64/v8,             true,  true",
    "linux/arm64,                linux/aarch64,              true,  true",
    "linux/arm64,                linux/arm/v8,               true,  false",
    "linux/arm64/v9,             linux/arm64/v9.0,           true,  true",
    "linux/arm64/v9,             linux/arm64/v8.6,           false, false",
    "linux/arm64/v9.6,           linux/arm,                  true,  false",
    "windows/amd64,              windows(10.0.17763)/amd64,  true,  true",
    "windows(10.0.17763)/amd64,  windows/amd64,              true,  true",
    "windows(10.0.17763.1)/amd64,windows(10.0.17763.9)/amd64,true,  true",
    "windows(10.0.17763)/amd64,  windows(10.0.14393)/amd64,  false, false",
    "windows(10.0.17763)/amd64,  windows(10.0)/amd64,        false, false",
    "windows(ltsc2019)/amd64,    windows(10.0.14393)/amd64,  true,  true",
  })
  void aPlatformMatches(String wanted, String offered, boolean expected, boolean strictly) {
    assertEquals(
        expected, PlatformMatcher.forPlatform(platform(wanted)).matches(platform(offered)));
    assertEquals(strictly, PlatformMatcher.strict(platform(wanted)).matches(platform(offered)));
  }

  @Test
  void theBestEntryOfAnIndexIsChosenNotTheFirst() {
    var i386 = entry("linux/386", 1);
    var amd64 = entry("linux/amd64", 2);
    var again = entry("linux/amd64/v1", 3);
    var v2 = entry("linux/amd64/v2", 4);
    var entries = List.of(i386, v2, amd64, again);
    assertEquals(amd64, best("linux/amd64", entries));
    assertEquals(v2, best("linux/amd64/v3", entries));
    assertEquals(i386, best("linux/386", entries));
    assertEquals(i386, best("linux/amd64", List.of(i386)));
    assertEquals(null, best("linux/arm64", entries));
  }

  @Test
  void anEntryWithoutPlatformIsTheLastResort() {
    var bare = new Descriptor(new MediaType("m"), Digest.of(new byte[] {1}), 1);
    var empty = with(new Platform("", "", ""), 2, Map.of());
    var i386 = entry("linux/386", 3);
    assertEquals(i386, best("linux/amd64", List.of(bare, empty, i386)));
    assertEquals(bare, best("linux/arm64", List.of(bare, empty, i386)));
    assertEquals(empty, best("linux/arm64", List.of(empty, bare)));
  }

  @Test
  void anEntryWithoutOsIsALinux() {
    var entry = with(new Platform("", "amd64", ""), 1, Map.of());
    assertEquals(entry, best("linux/amd64", List.of(entry)));
  }

  @Test
  void attestationsAreNoImages() {
    var unknown = entry("unknown/unknown", 1);
    var annotated =
        with(
            new Platform("linux", "amd64", ""),
            2,
            Map.of("vnd.docker.reference.type", "attestation-manifest"));
    assertEquals(null, best("linux/amd64", List.of(unknown, annotated)));
    assertEquals(null, best("unknown/unknown", List.of(unknown, annotated)));
    assertEquals(true, PlatformMatcher.isAttestation(unknown));
    assertEquals(true, PlatformMatcher.isAttestation(annotated));
    assertEquals(false, PlatformMatcher.isAttestation(entry("linux/amd64", 3)));
  }

  @Test
  void featuresDecideBetweenEqualPlatforms() {
    var gpu = entry("linux(+gpu)/amd64", 1);
    var both = entry("linux(+gpu+simd)/amd64", 2);
    var plain = entry("linux/amd64", 3);
    var entries = new ArrayList<>(List.of(both, gpu, plain));
    assertEquals(plain, best("linux/amd64", entries));
    assertEquals(gpu, best("linux(+gpu)/amd64", entries));
    assertEquals(both, best("linux(+simd+gpu)/amd64", entries));
    assertEquals(gpu, best("linux/amd64", List.of(entry("linux/386", 4), gpu)));
  }

  @Test
  void aMatcherSaysWhatWasAskedFor() {
    assertEquals("linux/arm/v6", PlatformMatcher.forPlatform(platform("armel")).shown());
    assertEquals(
        "windows(10.0.1)/amd64", PlatformMatcher.strict(platform("windows(10.0.1)/amd64")).shown());
    var host = new Platform("linux", "amd64", "v3");
    assertEquals("linux/amd64", PlatformMatcher.host(host).shown());
    assertEquals(
        PlatformMatcher.forPlatform(host).acceptable(), PlatformMatcher.host(host).acceptable());
  }

  private static @Nullable Descriptor best(String wanted, List<Descriptor> entries) {
    return PlatformMatcher.forPlatform(platform(wanted)).best(entries);
  }

  private static Descriptor entry(String platform, int content) {
    return with(platform(platform), content, Map.of());
  }

  private static Descriptor with(Platform platform, int content, Map<String, String> annotations) {
    var digest = Digest.of(new byte[] {(byte) content});
    return new Descriptor(new MediaType("m"), digest, 1, platform, annotations, List.of());
  }

  private static Platform platform(String specifier) {
    return Platform.parse(specifier, HOST);
  }
}
