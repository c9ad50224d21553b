package io.jimg.image.transfer;

import io.jimg.oci.Descriptor;
import io.jimg.store.blob.ContentTap;
import java.util.function.Consumer;

/// Reports how far a layer is, and hands its bytes on.
final class CountingTap implements ContentTap {

  private final Descriptor layer;
  private final ContentTap next;
  private final Consumer<TransferEvent> progress;
  private long received;

  CountingTap(Descriptor layer, ContentTap next, Consumer<TransferEvent> progress) {
    this.layer = layer;
    this.next = next;
    this.progress = progress;
  }

  @Override
  public void accept(byte[] buffer, int length) {
    received += length;
    progress.accept(new TransferEvent.Advanced(layer.digest(), received, layer.size()));
    next.accept(buffer, length);
    if (received == layer.size()) {
      progress.accept(new TransferEvent.Layer(layer.digest(), TransferEvent.State.VERIFYING));
    }
  }

  @Override
  public void restart() {
    received = 0;
    next.restart();
  }
}
