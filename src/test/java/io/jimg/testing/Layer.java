package io.jimg.testing;

import com.github.luben.zstd.Zstd;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// A layer: the tar, and the tar as it is stored.
public final class Layer {

  private final Descriptor descriptor;
  private final byte[] stored;
  private final byte[] tar;

  /// @param stored what the descriptor names
  /// @param tar what comes out when `stored` is decompressed
  public Layer(Descriptor descriptor, byte[] stored, byte[] tar) {
    this.descriptor = descriptor;
    this.stored = stored.clone();
    this.tar = tar.clone();
  }

  public static Layer gzip(byte[] tar) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(MediaType.OCI_LAYER_GZIP, out.toByteArray(), tar);
  }

  public static Layer zstd(byte[] tar) {
    return of(MediaType.OCI_LAYER_ZSTD, Zstd.compress(tar), tar);
  }

  public static Layer plain(byte[] tar) {
    return of(MediaType.OCI_LAYER, tar, tar);
  }

  private static Layer of(MediaType type, byte[] stored, byte[] tar) {
    return new Layer(Descriptor.of(type, stored), stored, tar);
  }

  /// The same bytes under another media type.
  public Layer as(MediaType type) {
    return new Layer(new Descriptor(type, descriptor.digest(), descriptor.size()), stored, tar);
  }

  /// The same bytes, addressed by sha512.
  public Layer sha512() {
    return new Layer(Images.sha512(descriptor.mediaType(), stored), stored, tar);
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  public Digest digest() {
    return descriptor.digest();
  }

  /// The digest of the uncompressed tar.
  public Digest diffId() {
    return Digest.of(tar);
  }

  public byte[] stored() {
    return stored.clone();
  }

  public byte[] tar() {
    return tar.clone();
  }
}
