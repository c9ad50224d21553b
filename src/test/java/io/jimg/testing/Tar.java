package io.jimg.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Makes tars in memory: the same calls give the same bytes.
public final class Tar {

  private static final long EPOCH_MILLIS = 1_700_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, UTF_8.name());

  public Tar() {
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  public Tar directory(String name) {
    return add(new TarArchiveEntry(name + "/"), new byte[0]);
  }

  public Tar file(String name, String text) {
    return file(name, text.getBytes(UTF_8));
  }

  public Tar file(String name, byte[] content) {
    return add(new TarArchiveEntry(name), content);
  }

  /// A file of `size` bytes that do not compress, the same for the same `seed`.
  public Tar noise(String name, int size, long seed) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return file(name, content);
  }

  public Tar symlink(String name, String target) {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  public Tar hardlink(String name, String target) {
    return link(name, target, TarConstants.LF_LINK);
  }

  public Tar device(String name) {
    return add(new TarArchiveEntry(name, TarConstants.LF_CHR), new byte[0]);
  }

  /// Hides `name` of the layers below; `name` may have parents.
  public Tar whiteout(String name) {
    int slash = name.lastIndexOf('/') + 1;
    return file(name.substring(0, slash) + ".wh." + name.substring(slash), "");
  }

  /// Hides everything that the layers below have in `directory`.
  public Tar opaque(String directory) {
    return file(directory + "/.wh..wh..opq", "");
  }

  private Tar link(String name, String target, byte type) {
    var entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  /// Adds any entry; its size and time are set here.
  public Tar add(TarArchiveEntry entry, byte[] content) {
    entry.setModTime(EPOCH_MILLIS);
    entry.setSize(content.length);
    entry.setUserName("root"); // and not whoever runs the test
    try {
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// The finished tar; nothing can be added any more.
  public byte[] bytes() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public Layer gzip() {
    return Layer.gzip(bytes());
  }

  public Layer zstd() {
    return Layer.zstd(bytes());
  }

  public Layer plain() {
    return Layer.plain(bytes());
  }
}
