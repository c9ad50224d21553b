package io.jimg.output.info;

import io.jimg.oci.Platform;
import java.util.function.IntSupplier;

/// What `info` reports of this program, its machine and its store.
///
/// @param number jimg's own version
/// @param runtime what it runs on, in the place of the Go version
/// @param host this machine as images name it
/// @param root the directory of the store
/// @param images how many images the store has; asked only where that is to be printed
/// @param time now, as RFC 3339 has it
/// @param debug whether `--debug` was given
/// @param user who is logged in at the Hub; empty for nobody
public record SystemState(
    String number,
    String runtime,
    Platform host,
    Machine machine,
    RegistryRules registries,
    String root,
    IntSupplier images,
    String time,
    boolean debug,
    String user) {

  /// The driver that Docker's classic store mostly has: jimg's IDs and sizes are as with that one.
  static final String DRIVER = "overlay2";

  /// What Docker has a line of its own for: here, what the driver's name does not tell.
  static final String[][] DRIVER_STATUS = {
    {"Image Layout", "OCI 1.0.0"}, {"Unpacked Layers", "none"}
  };
}
