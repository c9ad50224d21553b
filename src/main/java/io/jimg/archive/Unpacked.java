package io.jimg.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.jimg.error.StoreFailure;
import io.jimg.error.Unsupported;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/// Opens what may be compressed.
final class Unpacked {

  /// 128 MiB, the window that zstd itself unpacks unless it is told otherwise.
  private static final int MAX_WINDOW_LOG = 27;

  private Unpacked() {}

  /// The uncompressed bytes of `in`. Closing it frees what unpacking needs and leaves `in` open.
  ///
  /// @throws DamagedArchive from here and from reads, when the bytes are not what they begin like
  static InputStream of(InputStream in) throws IOException {
    var source = new PushbackInputStream(new Source(in), Compression.PREFIX);
    byte[] start = new byte[Compression.PREFIX];
    int count = source.readNBytes(start, 0, start.length);
    source.unread(start, 0, count);
    return switch (Compression.of(start, count)) {
      case NONE -> source;
      case GZIP -> new GzipInput(source);
      case ZSTD -> new Zstd(source);
      case BZIP2 -> throw new Unsupported("compression bzip2 is not supported");
      case XZ -> throw new Unsupported("compression xz is not supported");
    };
  }

  /// What is being read. Its failures are its own, and not damage.
  private static final class Source extends FilterInputStream {
    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      try {
        return in.read();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    @Override
    public void close() {}

    private static StoreFailure unreadable(IOException e) {
      return new StoreFailure("cannot read layer: " + e.getMessage(), e);
    }
  }

  private static final class Zstd extends FilterInputStream {
    Zstd(InputStream in) throws IOException {
      super(new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        throw new DamagedArchive("zstd: " + e.getMessage());
      }
    }
  }
}
