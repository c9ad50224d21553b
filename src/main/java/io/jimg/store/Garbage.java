package io.jimg.store;

import io.jimg.oci.Digest;
import java.util.List;

/// What no reference and no running command needs.
///
/// @param blobs complete blobs
/// @param blobBytes their size on the disk
/// @param partials downloads that were given up
/// @param partialBytes their size on the disk
/// @param leases of processes that are gone
public record Garbage(
    List<Digest> blobs, long blobBytes, List<Digest> partials, long partialBytes, int leases) {

  public static final Garbage NONE = new Garbage(List.of(), 0, List.of(), 0, 0);

  public Garbage {
    blobs = List.copyOf(blobs);
    partials = List.copyOf(partials);
  }

  public long bytes() {
    return blobBytes + partialBytes;
  }
}
