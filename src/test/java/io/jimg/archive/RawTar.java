package io.jimg.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Writes tar streams by hand, the odd ones too.
final class RawTar {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private String magic = "ustar\0" + "00";

  RawTar gnu() {
    magic = "ustar  \0";
    return this;
  }

  RawTar v7() {
    magic = "\0\0\0\0\0\0\0\0";
    return this;
  }

  RawTar file(String name, int size) {
    return file(name, "x".repeat(size));
  }

  RawTar file(String name, String content) {
    byte[] bytes = content.getBytes(ISO_8859_1);
    return header('0', name, "", bytes.length).data(bytes);
  }

  RawTar directory(String name) {
    return header('5', name, "", 0);
  }

  RawTar symlink(String name, String target) {
    return header('2', name, target, 0);
  }

  RawTar hardLink(String name, String target) {
    return header('1', name, target, 0);
  }

  RawTar entry(char type, String name) {
    return header(type, name, "", 0);
  }

  /// A pax extended header for the next entry: name, value, name, value...
  RawTar pax(String... records) {
    return pax('x', records);
  }

  RawTar pax(char type, String... records) {
    var text = new StringBuilder();
    for (int i = 0; i < records.length; i += 2) {
      text.append(record(records[i], records[i + 1]));
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    return header(type, "PaxHeaders.0/x", "", bytes.length).data(bytes);
  }

  static String record(String name, String value) {
    int length = name.getBytes(UTF_8).length + value.getBytes(UTF_8).length + 3;
    int total = length + Integer.toString(length).length();
    if (Integer.toString(total).length() > Integer.toString(length).length()) {
      total++;
    }
    return total + " " + name + "=" + value + "\n";
  }

  RawTar longName(char type, String name) {
    byte[] bytes = (name + "\0").getBytes(UTF_8);
    return header(type, "././@LongLink", "", bytes.length).data(bytes);
  }

  RawTar data(byte[] bytes) {
    out.writeBytes(bytes);
    out.writeBytes(new byte[-bytes.length & 511]);
    return this;
  }

  RawTar raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  RawTar header(char type, String name, String link, long size) {
    byte[] block = new byte[512];
    put(block, 0, 100, name);
    put(block, 100, 8, "0000755");
    put(block, 108, 8, "0000000");
    put(block, 116, 8, "0000000");
    put(block, 124, 12, octal(size, 11));
    put(block, 136, 12, octal(1_700_000_000, 11));
    block[156] = (byte) type;
    put(block, 157, 100, link);
    put(block, 257, 8, magic);
    if (type == '3' || type == '4') {
      put(block, 329, 8, "0000001");
      put(block, 337, 8, "0000003");
    }
    return raw(checksummed(block));
  }

  static byte[] checksummed(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, 8, octal(sum, 6) + "\0 ");
    return block;
  }

  private static String octal(long value, int digits) {
    String text = Long.toOctalString(value);
    return "0".repeat(digits - text.length()) + text;
  }

  private static void put(byte[] block, int offset, int length, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
  }

  /// The stream without an end mark.
  byte[] open() {
    return out.toByteArray();
  }

  byte[] bytes() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }
}
