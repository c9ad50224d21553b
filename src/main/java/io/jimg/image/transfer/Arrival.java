package io.jimg.image.transfer;

import io.jimg.registry.BlobBody;
import io.jimg.registry.BlobSink;
import io.jimg.store.blob.ContentTap;
import io.jimg.store.blob.Ingest;
import java.io.ByteArrayInputStream;
import java.util.function.LongConsumer;

/// What becomes of the bytes of a blob that a registry sends.
///
/// @param tap sees them while they are stored
/// @param retrying told how many seconds it is until a transfer that broke goes on
record Arrival(Ingest ingest, ContentTap tap, LongConsumer retrying) implements BlobSink {

  @Override
  public void accept(BlobBody body) {
    ingest.append(body, tap);
  }

  @Override
  public void retryingIn(long seconds) {
    retrying.accept(seconds);
  }

  /// The whole blob, from where an earlier try left off.
  void take(byte[] whole) {
    int offset = Math.toIntExact(ingest.offset());
    ingest.append(new ByteArrayInputStream(whole, offset, whole.length - offset), tap);
  }

  /// What came was not the blob: it comes again from its first byte.
  void restart() {
    tap.restart();
    ingest.restart();
  }
}
