package io.jimg.registry.upload;

import io.jimg.error.RegistryFailure;
import io.jimg.oci.Descriptor;
import io.jimg.reference.Reference;
import io.jimg.registry.answer.Answer;
import io.jimg.registry.answer.Attempts;
import io.jimg.registry.answer.Refusal;
import io.jimg.registry.conversation.Ask;
import io.jimg.registry.conversation.Scope;
import io.jimg.registry.transport.Destination;
import io.jimg.registry.transport.Transience;
import io.jimg.registry.transport.TransportErrors;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The content of one blob on its way to a registry, with all that can come in between: first in
/// one
/// piece; when that breaks, the registry is asked how far it got, and the rest follows in chunks.
/// An
/// upload that the registry has lost, or is wrong about, begins anew.
final class UploadSession {

  /// What the registry must have taken since the last failure for the next one to count as the
  /// first.
  private static final long PROGRESS = 256 << 10;

  /// Small enough for proxies that cut what takes long, large enough for registries that keep their
  /// blobs in parts of at least 5 MiB.
  private static final long CHUNK = 16 << 20;

  private static final long SMALLEST_CHUNK = 1 << 20;

  private static final Set<String> ASTRAY = Set.of("RANGE_INVALID", "BLOB_UPLOAD_INVALID");
  private static final Set<String> MISMATCH = Set.of("DIGEST_INVALID", "SIZE_INVALID");

  private final RegistryWriter registry;
  private final Reference repository;
  private final Descriptor blob;
  private final BlobContent content;
  private final LongConsumer sent;
  private final Attempts attempts;

  /// Where the registry wants the rest; null while no upload is open.
  private @Nullable HttpUrl place;

  /// How far the registry got, as it says.
  private long offset;

  /// The last byte that this upload was ever sent, plus one.
  private long reached;

  /// The farthest that any upload of the blob got.
  private long farthest;

  /// How long the next chunk may be, unless it is the last one.
  private long chunk = CHUNK;

  private long longestChunk = CHUNK;
  private long shortestChunk = SMALLEST_CHUNK;
  private boolean chunked;
  private boolean unsure;
  private boolean mismatched;

  UploadSession(
      RegistryWriter registry,
      Reference repository,
      Descriptor blob,
      BlobContent content,
      LongConsumer sent) {
    this.registry = registry;
    this.repository = repository;
    this.blob = blob;
    this.content = content;
    this.sent = sent;
    this.attempts = registry.attempts();
  }

  /// @param opened where the registry waits for the blob; null when it does not yet
  void send(@Nullable HttpUrl opened) {
    place = opened;
    boolean complete = false;
    while (!complete) {
      try {
        complete = step();
      } catch (RegistryFailure failure) {
        if (!attempts.again(failure)) {
          throw failure;
        }
        broken();
      }
    }
  }

  /// One request; whether the blob is there now.
  private boolean step() {
    var here = place;
    if (here == null) {
      return open();
    }
    if (unsure) {
      return locate(here);
    }
    if (!chunked) {
      return finish(here, part(0, blob.size()));
    }
    return offset == blob.size() ? finish(here, RegistryWriter.nothing()) : chunk(here);
  }

  private boolean open() {
    var ask = RegistryWriter.post(repository, "/blobs/uploads/", Scope.push(repository.path()));
    switch (registry.once(ask)) {
      case Answer.Accepted<Response>(var response) -> {
        attempts.answered();
        String location = response.header("Location");
        if (location == null) {
          throw new RegistryFailure(
              TransportErrors.prefix(response.request())
                  + "the registry does not say where to upload to",
              null);
        }
        place = Destination.upload(response, location);
        shortestChunk = shortestChunk(response);
        offset = 0;
        reached = 0;
        unsure = false;
        return false;
      }
      case Answer.Refused<Response>(var refusal) -> {
        return refused(refusal);
      }
    }
  }

  /// Sends all of the blob, or nothing when all of it is there, and has it put away.
  private boolean finish(HttpUrl here, RequestBody rest) {
    var url = here.newBuilder().setQueryParameter("digest", blob.digest().toString()).build();
    return switch (send(RegistryWriter.at(repository, url).sending("PUT", rest))) {
      case Answer.Accepted<Response> _ -> true;
      case Answer.Refused<Response>(var refusal) -> refused(refusal);
    };
  }

  private boolean chunk(HttpUrl here) {
    long end = Math.min(blob.size(), offset + Math.max(chunk, shortestChunk));
    var ask =
        RegistryWriter.at(repository, here)
            .withHeader("Content-Range", offset + "-" + (end - 1))
            .sending("PATCH", part(offset, end));
    switch (send(ask)) {
      case Answer.Accepted<Response>(var response) -> {
        follow(response);
        long next = response.header("Range") == null ? end : next(response);
        boolean onTheWay = next > offset && next <= end;
        arrivedAt(onTheWay ? next : offset);
        if (onTheWay) {
          chunk = Math.min(longestChunk, chunk * 2);
        } else {
          astray(() -> new RegistryFailure("invalid content range", null));
        }
        return false;
      }
      case Answer.Refused<Response>(var refusal) -> {
        return refused(refusal);
      }
    }
  }

  private UploadBody part(long from, long to) {
    return new UploadBody(
        content,
        blob,
        from,
        to,
        at -> {
          reached = Math.max(reached, at);
          sent.accept(at);
        });
  }

  private Answer<Response> send(Ask ask) {
    try {
      return registry.once(ask);
    } finally {
      if (ask.body() instanceof UploadBody body) {
        body.rethrow();
      }
    }
  }

  /// Asks how far the registry got. Without an answer that makes sense the upload begins anew:
  /// `0-0` is nothing to some registries and one byte to others.
  private boolean locate(HttpUrl here) {
    switch (registry.once(RegistryWriter.at(repository, here))) {
      case Answer.Accepted<Response>(var response) -> {
        long next = next(response);
        unsure = false;
        if (next > 1 && next <= reached) {
          follow(response);
          arrivedAt(next);
          sent.accept(next);
        } else {
          place = null;
        }
        return false;
      }
      case Answer.Refused<Response>(var refusal) -> {
        return Transience.of(refusal.status()) ? refused(refusal) : lost();
      }
    }
  }

  /// The registry does not know the upload: the blob is complete, or all is to be done again.
  private boolean lost() {
    place = null;
    return registry.hasBlob(repository, blob.digest());
  }

  private boolean refused(Refusal refusal) {
    boolean open = place != null;
    boolean mismatch = MISMATCH.contains(refusal.code());
    if (open && (refusal.status() == 404 || refusal.status() == 410)) {
      if (!attempts.again()) {
        throw refusal.failure();
      }
      return lost();
    }
    if (open && refusal.status() == 413 && mayBeShorter()) {
      if (chunked) {
        longestChunk = chunk / 2;
      }
      broken();
    } else if (open && (refusal.status() == 416 || ASTRAY.contains(refusal.code()))) {
      astray(refusal::failure);
    } else if (mismatch && chunked && !mismatched) {
      mismatched = true; // what was put together from pieces: once more, in one
      chunked = false;
      place = null;
    } else if (attempts.again(refusal)) {
      broken();
    } else {
      throw refusal.failure();
    }
    return false;
  }

  /// The registry has other bytes than we think: it is asked which, unless that was in vain before.
  private void astray(Supplier<RegistryFailure> failure) {
    if (!attempts.again()) {
      throw failure.get();
    }
    broken();
  }

  /// Some proxy lets only small requests through.
  private boolean mayBeShorter() {
    return !chunked || Math.min(chunk, blob.size() - offset) > shortestChunk;
  }

  /// What comes next comes in chunks, shorter ones than the one that did not get through.
  private void broken() {
    if (place != null) {
      chunk = chunked ? Math.max(shortestChunk, chunk / 2) : longestChunk;
      unsure = true;
      chunked = true;
    }
  }

  /// What the registry takes at least (distribution-spec, "Pushing a blob in chunks").
  private static long shortestChunk(Response response) {
    String least = response.header("OCI-Chunk-Min-Length");
    try {
      long bytes = least == null ? 0 : Long.parseLong(least.strip());
      return Math.clamp(bytes, SMALLEST_CHUNK, Integer.MAX_VALUE);
    } catch (NumberFormatException e) {
      return SMALLEST_CHUNK;
    }
  }

  private void follow(Response response) {
    String location = response.header("Location");
    if (location != null) {
      place = Destination.upload(response, location);
    }
  }

  private void arrivedAt(long next) {
    offset = next;
    if (next - farthest >= PROGRESS) {
      farthest = next;
      attempts.progressed();
    }
  }

  /// The byte after those that the registry says it has, 0 where it does not say.
  private static long next(Response response) {
    String range = response.header("Range");
    String digits = range == null ? "" : range.substring(range.indexOf('=') + 1).strip();
    try {
      return digits.startsWith("0-") ? Math.addExact(Long.parseLong(digits.substring(2)), 1) : 0;
    } catch (ArithmeticException | NumberFormatException e) {
      return 0;
    }
  }
}
