package io.jimg.output.list;

import io.jimg.oci.Digest;
import io.jimg.output.units.HumanDuration;
import io.jimg.output.units.LocalZone;
import java.time.Instant;

/// How rows write what has several forms.
///
/// @param now what ages count from
/// @param truncated whether IDs and commands are cut to what people read
public record RowStyle(Instant now, LocalZone zone, boolean truncated) {

  String id(Digest digest) {
    return truncated ? digest.shortHex() : digest.toString();
  }

  String age(Instant made) {
    return HumanDuration.between(made, now) + " ago";
  }
}
