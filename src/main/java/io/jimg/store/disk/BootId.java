package io.jimg.store.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which start of the machine this is. Bytes that a killed process wrote are all there as long as
/// the machine has not been started again; after that only those that were forced.
///
/// @param value empty where the system does not tell
public record BootId(String value) {

  public static BootId current() {
    try {
      return new BootId(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    } catch (IOException e) {
      return new BootId("");
    }
  }

  public boolean isSame(String other) {
    return !value.isEmpty() && value.equals(other);
  }
}
