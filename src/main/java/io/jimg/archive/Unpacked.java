package io.jimg.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.jimg.archive.tar.DamagedArchive;
import io.jimg.error.JimgException;
import io.jimg.error.StoreFailure;
import io.jimg.error.Unsupported;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/// Opens what may be compressed.
final class Unpacked {

  private Unpacked() {}

  /// The uncompressed bytes of `in`. Closing it frees what unpacking needs and leaves `in` open.
  ///
  /// @throws DamagedArchive from here and from reads, when the bytes are not what they begin like
  /// @throws Unsupported likewise, when unpacking them takes more memory than it may
  static InputStream of(InputStream in, MemoryLimits limits) throws IOException {
    var source = new PushbackInputStream(new Source(in), Compression.PREFIX);
    byte[] start = new byte[Compression.PREFIX];
    int count = source.readNBytes(start, 0, start.length);
    source.unread(start, 0, count);
    return switch (Compression.of(start, count)) {
      case NONE -> source;
      case GZIP -> new GzipInput(source);
      case ZSTD ->
          new Foreign(
              "zstd", new ZstdInputStreamNoFinalizer(source).setLongMax(limits.zstdWindow()));
      case BZIP2 -> Foreign.bzip2(source);
      case XZ -> Foreign.xz(source, limits.xz());
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

  /// A library's decompressor: whatever it throws means that the bytes are damaged.
  private static final class Foreign extends FilterInputStream {
    private final String format;

    Foreign(String format, InputStream in) {
      super(in);
      this.format = format;
    }

    static Foreign bzip2(InputStream in) throws DamagedArchive {
      try {
        var buffered = new BufferedInputStream(in, 1 << 16);
        return new Foreign("bzip2", new BZip2CompressorInputStream(buffered, true));
      } catch (IOException | RuntimeException e) {
        throw damaged("bzip2", e);
      }
    }

    static Foreign xz(InputStream in, long memory) throws DamagedArchive {
      try {
        return new Foreign("xz", new XZInputStream(in, (int) (memory >> 10)));
      } catch (IOException | RuntimeException e) {
        throw damaged("xz", e);
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws DamagedArchive {
      try {
        return super.read(into, offset, length);
      } catch (IOException | RuntimeException e) {
        throw damaged(format, e);
      }
    }

    private static DamagedArchive damaged(String format, Exception e) {
      if (e instanceof JimgException failure) {
        throw failure;
      }
      if (e instanceof MemoryLimitException || wantsMemory(e)) {
        throw new Unsupported("unpacking this " + format + " stream takes too much memory", e);
      }
      if (e instanceof EOFException) {
        return DamagedArchive.cut();
      }
      return new DamagedArchive(format + ": " + e.getMessage());
    }

    private static boolean wantsMemory(Exception e) {
      String text = e.getMessage();
      return text != null && text.contains("too much memory");
    }
  }
}
