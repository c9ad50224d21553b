package io.jimg.registry.upload;

import io.jimg.error.IntegrityFailure;
import io.jimg.oci.Descriptor;
import java.io.IOException;
import java.util.function.LongConsumer;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// A part of a blob on its way out, never more than a buffer of it in memory. It is read anew each
/// time that it is sent.
final class UploadBody extends RequestBody {

  private static final MediaType ANY = MediaType.get("application/octet-stream");
  private static final int BUFFER = 64 << 10;

  private final BlobContent content;
  private final Descriptor blob;
  private final long first;
  private final long end;
  private final LongConsumer sent;
  private @Nullable RuntimeException problem;

  /// @param sent told how many bytes of the blob were sent or skipped
  UploadBody(BlobContent content, Descriptor blob, long first, long end, LongConsumer sent) {
    this.content = content;
    this.blob = blob;
    this.first = first;
    this.end = end;
    this.sent = sent;
  }

  @Override
  public MediaType contentType() {
    return ANY;
  }

  @Override
  public long contentLength() {
    return end - first;
  }

  /// Keeps okhttp from sending it again on its own: the registry may have kept some of it.
  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try {
      copy(sink);
    } catch (RuntimeException e) {
      problem = e; // okhttp closes a connection properly for an IOException only
      throw new IOException("the content of the blob cannot be read", e);
    }
  }

  private void copy(BufferedSink sink) throws IOException {
    try (var in = content.from(first)) {
      byte[] buffer = new byte[BUFFER];
      long at = first;
      while (at < end) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, end - at));
        if (n < 0) {
          throw new IntegrityFailure(
              "expected " + blob.digest() + " (" + blob.size() + " bytes), found " + at + " bytes");
        }
        sink.write(buffer, 0, n);
        at += n;
        sent.accept(at);
      }
    }
  }

  /// @throws RuntimeException what went wrong with the content, if anything did
  void rethrow() {
    var thrown = problem;
    if (thrown != null) {
      throw thrown;
    }
  }
}
