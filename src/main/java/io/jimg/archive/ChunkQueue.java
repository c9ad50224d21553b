package io.jimg.archive;

import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/// A pipe of fixed size between a thread that must not wait, which offers bytes, and one that may,
/// which reads them.
final class ChunkQueue extends InputStream {

  /// What reading an abandoned pipe throws.
  static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super("abandoned", null, false, false);
    }
  }

  private static final class Chunk {
    private final byte[] bytes;
    private int length;

    Chunk(int size) {
      bytes = new byte[size];
    }
  }

  private static final int SIZE = 256 << 10;
  private static final int COUNT = 8;

  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(COUNT + 1);
  private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(COUNT);
  private final Semaphore processors;
  private final Chunk end = new Chunk(0);
  private volatile boolean abandoned;
  private Chunk filling = new Chunk(SIZE);
  private int count = 1;
  private Chunk reading = end;
  private int at;
  private boolean working;
  private boolean ended;

  /// @param processors one is taken while a chunk is worked on, and given back while waiting
  ChunkQueue(Semaphore processors) {
    this.processors = processors;
  }

  /// Puts bytes in; false when the pipe is full, and then they are not in it.
  boolean offer(byte[] bytes, int length) {
    int from = 0;
    while (from < length) {
      if (filling.length == SIZE && !next()) {
        return false;
      }
      int piece = Math.min(length - from, SIZE - filling.length);
      System.arraycopy(bytes, from, filling.bytes, filling.length, piece);
      filling.length += piece;
      from += piece;
    }
    return true;
  }

  private boolean next() {
    Chunk chunk = count < COUNT ? new Chunk(SIZE) : empty.poll();
    if (chunk == null) {
      return false;
    }
    count = Math.min(COUNT, count + 1);
    full.add(filling);
    chunk.length = 0;
    filling = chunk;
    return true;
  }

  /// No more bytes come.
  void end() {
    full.add(filling);
    full.add(end);
  }

  /// Nobody wants the bytes any more.
  void abandon() {
    abandoned = true;
    full.clear();
    full.add(end);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    while (!ended && at == reading.length) {
      advance();
      ended = reading == end;
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, reading.length - at);
    System.arraycopy(reading.bytes, at, into, offset, count);
    at += count;
    return count;
  }

  private void advance() {
    if (reading != end) {
      empty.add(reading);
    }
    rest();
    try {
      reading = full.take();
      processors.acquire();
      working = true;
    } catch (InterruptedException _) {
      throw new Abandoned();
    }
    if (abandoned) {
      throw new Abandoned();
    }
    at = 0;
  }

  private void rest() {
    if (working) {
      processors.release();
      working = false;
    }
  }

  @Override
  public void close() {
    rest();
  }
}
