package io.jimg.output.units;

import io.jimg.oci.time.GoTime;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The zone of local times, found and read as Go does it: from the operating system's zone files,
/// because only these know the abbreviations that Go prints (`CEST`, `+07`), and because the zones
/// of java.time cost start-up. Nothing is read before the first time is printed.
public final class LocalZone {

  /// A zone that is always UTC.
  public static final LocalZone UTC = new LocalZone("UTC", path -> null);

  private static final String[] DIRECTORIES = {
    "/usr/share/zoneinfo/", "/usr/share/lib/zoneinfo/", "/usr/lib/locale/TZ/", "/etc/zoneinfo/"
  };
  private static final Period UTC_PERIOD = new Period(0, "UTC");

  private final @Nullable String name;
  private final Function<String, byte @Nullable []> files;
  private @Nullable ZoneFile rules;
  private boolean loaded;

  /// What the clocks show from one change to the next.
  record Period(int offset, String abbreviation) {}

  /// @param name the value of TZ; null where it is not set
  /// @param files the content of the file at a path, null where there is none
  public LocalZone(@Nullable String name, Function<String, byte @Nullable []> files) {
    this.name = name;
    this.files = files;
  }

  /// The moment with the offset that holds here at that moment.
  public GoTime at(Instant time) {
    return GoTime.of(time, period(time.getEpochSecond()).offset);
  }

  /// `2006-01-02 15:04:05 +0200 CEST`.
  public String text(Instant time) {
    var period = period(time.getEpochSecond());
    return GoTime.of(time, period.offset).text(period.abbreviation);
  }

  /// What Go prints for a time that it read from a document: local where the offset is the local
  /// one, else as it was written.
  public String textAsWritten(GoTime time) {
    if (time.offset() == 0) {
      return time.text("UTC");
    }
    var period = period(time.epochSecond());
    return time.text(period.offset == time.offset() ? period.abbreviation : "");
  }

  private synchronized Period period(long epochSecond) {
    if (!loaded) {
      rules = load();
      loaded = true;
    }
    return rules == null ? UTC_PERIOD : rules.at(epochSecond);
  }

  private @Nullable ZoneFile load() {
    if (name == null) {
      return read("/etc/localtime");
    }
    String zone = name.startsWith(":") ? name.substring(1) : name;
    if (zone.isEmpty() || zone.equals("UTC")) {
      return null;
    }
    if (zone.startsWith("/")) {
      return read(zone);
    }
    for (String directory : DIRECTORIES) {
      var file = zone.contains("..") ? null : read(directory + zone);
      if (file != null) {
        return file;
      }
    }
    return null;
  }

  private @Nullable ZoneFile read(String path) {
    byte[] content = files.apply(path);
    return content == null ? null : ZoneFile.parse(content);
  }
}
