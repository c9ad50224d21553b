package io.jimg.reliability;

import io.jimg.oci.Manifest;
import io.jimg.oci.PlatformMatcher;
import io.jimg.reliability.StoreAudit.Listed;
import io.jimg.testing.Images;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import java.util.ArrayList;

/// Images for several platforms, to be pulled and pushed as a whole.
final class Indexes {

  private Indexes() {}

  /// Two platforms that share a layer, one of them attested.
  static Sample.Index number(int number) {
    var amd64 = World.image(10 + 2 * number, 200_000);
    var arm64 =
        Images.image()
            .platform("linux/arm64")
            .layer(new Tar().noise("middle", 200_000, 105 + number).gzip())
            .layer(new Tar().noise("own", 600_000, 300 + number).gzip())
            .build();
    return Images.index().add(amd64).add(arm64).attestation(amd64).build();
  }

  /// Whether one of the indexes among `samples` has the manifest `digest` as an attestation.
  static boolean isAttestation(Iterable<Sample> samples, String digest) {
    for (var sample : samples) {
      if (sample instanceof Sample.Index(var manifest, var _)
          && manifest.parse() instanceof Manifest.Index index) {
        for (var entry : index.manifests()) {
          if (entry.digest().toString().equals(digest) && PlatformMatcher.isAttestation(entry)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// What a name stands for when all that is below `sample` is here, as [Listed#whole] says it.
  static String whole(Sample sample) {
    var manifests = new ArrayList<String>();
    sample.children().forEach(child -> manifests.add(child.descriptor().digest().toString()));
    return Listed.whole(sample.digest().toString(), String.join(",", manifests));
  }
}
