package io.jimg.registry;

import io.jimg.error.IntegrityFailure;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.Descriptor;
import io.jimg.registry.answer.Answer;
import io.jimg.registry.answer.Attempts;
import io.jimg.registry.answer.Refusal;
import io.jimg.registry.transport.TransportErrors;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Objects;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The content of a blob from some offset on. When the connection is cut or stalls, it is taken up
/// again where it stopped: whoever reads does not notice. Reads throw [RegistryFailure] when the
/// registry is given up and [IntegrityFailure] when it sends more or less than the descriptor
/// says, never an IOException. The digest is for the reader to check.
public final class BlobBody extends InputStream {

  /// What must have arrived since the last failure for the next one to count as the first.
  private static final long PROGRESS = 256 << 10;

  /// Asks the registry for the blob from an offset on.
  interface Source {

    /// @param offset 0 for the whole blob, without a Range
    Answer<Response> from(long offset);

    /// What to say when `refusal` is final.
    RegistryFailure failure(Refusal refusal);
  }

  private final Descriptor blob;
  private final Source source;
  private final Attempts attempts;
  private long offset;
  private long lastProgress;
  private boolean ranges = true;
  private @Nullable Response response;
  private @Nullable InputStream content;

  BlobBody(Descriptor blob, long offset, Source source, Attempts attempts) {
    this.blob = blob;
    this.offset = offset;
    this.lastProgress = offset;
    this.source = source;
    this.attempts = attempts;
  }

  /// Where in the blob the next byte stands.
  public long offset() {
    return offset;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int start, int length) {
    Objects.checkFromIndexSize(start, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (offset < blob.size()) {
      var open = content == null ? connect() : content;
      if (open != null) {
        int n = some(open, buffer, start, (int) Math.min(length, blob.size() - offset));
        if (n > 0) {
          offset += n;
          return n;
        }
      }
    }
    end();
    return -1;
  }

  /// At least one byte, or 0 when the connection broke and may be taken up again.
  private int some(InputStream open, byte[] buffer, int start, int length) {
    try {
      int n = open.read(buffer, start, length);
      if (n > 0) {
        return n;
      }
      broken(earlyEnd());
    } catch (IOException e) {
      broken(e);
    }
    return 0;
  }

  private void broken(IOException cause) {
    var request = Objects.requireNonNull(response).request();
    close();
    tryAgainAfter(TransportErrors.of(request, cause));
  }

  private void tryAgainAfter(RegistryFailure failure) {
    countProgress();
    if (!attempts.again(failure)) {
      throw failure;
    }
  }

  private void countProgress() {
    if (offset - lastProgress >= PROGRESS) {
      attempts.progressed();
      lastProgress = offset;
    }
  }

  /// The content at `offset`; null when another try is due.
  private @Nullable InputStream connect() {
    try {
      switch (source.from(ranges ? offset : 0)) {
        case Answer.Accepted<Response>(var accepted) -> {
          attempts.answered();
          response = accepted;
          content = begin(accepted);
        }
        case Answer.Refused<Response>(var refusal) -> refused(refusal);
      }
    } catch (RegistryFailure failure) {
      tryAgainAfter(failure);
    }
    return content;
  }

  private void refused(Refusal refusal) {
    if (refusal.status() == 416 && ranges && offset > 0) {
      ranges = false;
      return;
    }
    countProgress();
    if (!attempts.again(refusal)) {
      throw source.failure(refusal);
    }
  }

  private @Nullable InputStream begin(Response accepted) {
    if (accepted.code() == 206) {
      var range = ContentRange.parse(accepted.header("Content-Range"));
      if (range != null && range.continues(offset, blob.size())) {
        return accepted.body().byteStream();
      }
      close();
      if (!ranges) {
        throw new IntegrityFailure("blob " + blob.digest() + ": the registry sends another range");
      }
      ranges = false; // one clean start from the beginning
      return null;
    }
    long length = accepted.body().contentLength();
    if (length >= 0 && length != blob.size()) {
      close();
      throw wrongSize(length + " bytes");
    }
    return skipped(accepted.body().byteStream());
  }

  /// `whole` after the bytes that were delivered before.
  private @Nullable InputStream skipped(InputStream whole) {
    try {
      whole.skipNBytes(offset);
      return whole;
    } catch (EOFException e) {
      broken(earlyEnd());
    } catch (IOException e) {
      broken(e);
    }
    return null;
  }

  /// Looks for a byte too many, once.
  private void end() {
    var open = content;
    if (open == null) {
      return;
    }
    boolean more;
    try {
      more = open.read() >= 0;
    } catch (IOException e) {
      more = false; // everything that was promised is here
    }
    close();
    if (more) {
      throw wrongSize("more");
    }
  }

  private IntegrityFailure wrongSize(String received) {
    return new IntegrityFailure(
        "expected " + blob.digest() + " (" + blob.size() + " bytes), received " + received);
  }

  private static ProtocolException earlyEnd() {
    return new ProtocolException("unexpected end of stream");
  }

  @Override
  public void close() {
    var open = response;
    response = null;
    content = null;
    if (open != null) {
      open.close();
    }
  }
}
