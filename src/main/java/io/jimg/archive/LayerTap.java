package io.jimg.archive;

import io.jimg.error.JimgException;
import io.jimg.store.blob.ContentTap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Measures one layer while it is stored, as long as measuring keeps up: the bytes wait in a few
/// buffers, and when all of them are full the layer is given up. Storing never waits for it.
public final class LayerTap implements ContentTap, AutoCloseable {

  private final Semaphore processors;
  private @Nullable Measuring measuring;
  private boolean begun;

  LayerTap(Semaphore processors) {
    this.processors = processors;
  }

  @Override
  public void accept(byte[] buffer, int length) {
    if (!begun) {
      begun = true;
      measuring = new Measuring(processors);
    }
    if (measuring != null && !measuring.queue.offer(buffer, length)) {
      close();
    }
  }

  @Override
  public void restart() {
    close();
    begun = false;
  }

  /// The measurement, once all the bytes were seen; waits for those that are in the buffers. Null
  /// when it was given up, and when there is none: then measuring the stored layer says why.
  ///
  /// @throws InterruptedException while waiting
  public @Nullable LayerMeasurement finish() throws InterruptedException {
    var last = measuring;
    measuring = null;
    return last == null ? null : last.finish();
  }

  /// Gives the layer up, if it is not finished.
  @Override
  public void close() {
    if (measuring != null) {
      measuring.queue.abandon();
      measuring = null;
    }
  }

  /// The thread, which is no virtual one: those share the processors with the downloads.
  private static final class Measuring {
    private final ChunkQueue queue;
    private final Thread thread;
    private @Nullable LayerMeasurement result;

    Measuring(Semaphore processors) {
      queue = new ChunkQueue(processors);
      // What goes wrong here goes wrong again, and is said, when the stored layer is measured.
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("measure")
              .uncaughtExceptionHandler((_, _) -> {})
              .start(this::measure);
    }

    private void measure() {
      try (queue) {
        result = TarLayer.measure(queue, MemoryLimits.aside());
      } catch (JimgException | ChunkQueue.Abandoned _) {
        result = null;
      }
    }

    @Nullable LayerMeasurement finish() throws InterruptedException {
      queue.end();
      thread.join();
      return result;
    }
  }
}
