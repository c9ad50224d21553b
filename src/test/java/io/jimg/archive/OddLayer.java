package io.jimg.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A layer that is unusual in one way, and what Docker makes of it on overlay2.
///
/// @param failure null when Docker unpacks it
@SuppressWarnings("ArrayRecordComponent")
record OddLayer(String name, byte[] tar, long size, @Nullable String failure) {

  private static final String LONG = "long".repeat(30) + "/" + "name".repeat(60);

  static List<OddLayer> all() {
    return List.of(
        new OddLayer("no bytes at all", new byte[0], 0, null),
        fits("no entries", new RawTar(), 0),
        fits("directories only", new RawTar().directory("a/").directory("a/b"), 0),
        fits("a root entry of any type", new RawTar().file("./", 3).directory("/").file("a", 5), 5),
        fits("an empty file", new RawTar().file("a", 0), 0),
        fits("implied directories", new RawTar().file("a/b/c/d", 600), 600),
        fits("overwritten under another name", new RawTar().file("a", 700).file("/a", 7), 7),
        fits("two hard links", links(new RawTar().file("a", 700)), 700),
        fits("hard link to what is overwritten", overwritten(), 707),
        fits("hard link that replaces a file", replaced(), 700),
        fits("hard link to a symlink", new RawTar().symlink("a", "xyz").hardLink("b", "a"), 3),
        fits("symlink to nowhere", new RawTar().symlink("a", "/nowhere/at/all"), 15),
        fits("file below a symlinked directory", below(), 108),
        fits("file replaces a full directory", fullDirectory(), 9),
        fits("directory replaces a symlink", symlinked(), 5),
        fits("devices and a fifo", devices(), 0),
        fits("whiteouts", whiteouts(), 11),
        fits("whiteout, then the file", new RawTar().file(".wh.a", 0).file("a", 8), 8),
        fits("pax long names", paxNames(), 100 + LONG.length()),
        fits("GNU long names", gnuNames(), 100 + LONG.length()),
        fits("pax size and extended attributes", paxSize(), 6),
        fits("global pax header", global(), 4),
        fits("sparse, format 0.0", sparse00(), 4096),
        fits("sparse, format 0.1", sparse01(), 4096),
        fits("sparse, format 1.0", sparse10(), 4096),
        fits("seventh edition", new RawTar().v7().entry('\0', "d/").file("d/a", 12), 12),
        fits("names that are not UTF-8", latin1(), 9),
        new OddLayer("no end mark", new RawTar().file("a", 512).open(), 512, null),
        new OddLayer("cut in the padding", cut(new RawTar().file("a", 700).open(), 100), 700, null),
        new OddLayer("bytes after the end", after(), 700, null),
        fails(
            "sparse, old GNU", new RawTar().gnu().entry('S', "a"), "unhandled tar header type 83"),
        fails("contiguous file", new RawTar().entry('7', "a"), "unhandled tar header type 55"),
        fails("hard link to nothing", new RawTar().hardLink("a", "b"), noLink()),
        fails("hard link to itself", itself(), "link /a /a: no such file or directory"),
        fails("hard link to a directory", linkedDirectory(), "link /d /a: operation not permitted"),
        fails("file below a file", belowFile(), "open /a/b: not a directory"),
        fails("file below a broken link", belowLink(), "open /a/b: no such file or directory"),
        fails("symlink without target", new RawTar().symlink("a", ""), noTarget()),
        fails("symlinks in a circle", circle(), "open /a/x: too many levels of symbolic links"),
        fails("whiteout of its own file", ownWhiteout(), mknod("/d/a")),
        fails("whiteout of nothing", new RawTar().file("d/.wh.", 0), mknod("/d")),
        fails("component of 256 bytes", tooLong(256), noOpen("a".repeat(256))),
        fails("sparse map with an overlap", sparseOverlap(), "archive/tar: invalid tar header"),
        fails("pax time that is no number", paxTime(), "archive/tar: invalid tar header"),
        fails("a single zero block inside", zeroBlock(), "archive/tar: invalid tar header"),
        failsRaw("not a tar", "not a tar".repeat(300), "archive/tar: invalid tar header"),
        failsRaw("too short for a tar", "short", "unexpected EOF"),
        new OddLayer(
            "cut in a file", cut(new RawTar().file("a", 700).open(), 400), 0, "unexpected EOF"));
  }

  /// What Docker refuses for the duplicate alone, and jimg measures: Docker's rule is about the
  /// file that it keeps beside a layer to put the tar together again, and others pull such images.
  static List<OddLayer> duplicates() {
    return List.of(
        fits("the same file twice", new RawTar().file("a", 700).file("a", 7), 7),
        fits(
            "the same directory twice",
            new RawTar().directory("d").file("d/a", 3).directory("d/"),
            3),
        fits(
            "a file, then a directory",
            new RawTar().file("a", 700).directory("./a").file("a/b", 2),
            2));
  }

  private static OddLayer fits(String name, RawTar tar, long size) {
    return new OddLayer(name, tar.bytes(), size, null);
  }

  private static OddLayer fails(String name, RawTar tar, String failure) {
    return new OddLayer(name, tar.bytes(), 0, failure);
  }

  private static OddLayer failsRaw(String name, String content, String failure) {
    return new OddLayer(name, content.getBytes(UTF_8), 0, failure);
  }

  private static RawTar links(RawTar tar) {
    return tar.hardLink("b", "a").hardLink("d/c", "/b");
  }

  private static RawTar overwritten() {
    return new RawTar().file("a", 700).hardLink("b", "a").file("/a", 7);
  }

  private static RawTar replaced() {
    return new RawTar().file("a", 700).file("b", 5).hardLink("/b", "a");
  }

  private static RawTar below() {
    return new RawTar().directory("usr/lib").symlink("lib", "./usr/lib").file("lib/a", 99);
  }

  private static RawTar fullDirectory() {
    return new RawTar().file("d/e/f", 70).symlink("d/g", "x").file("d/e/h/i", 80).file("d", 9);
  }

  private static RawTar symlinked() {
    return new RawTar().directory("e").symlink("d", "e").directory("/d").file("d/a", 5);
  }

  private static RawTar devices() {
    return new RawTar().entry('3', "null").entry('4', "disk").entry('6', "pipe");
  }

  private static RawTar whiteouts() {
    return new RawTar().file("d/.wh..wh..opq", 0).file("d/.wh.gone", 0).file("a", 11);
  }

  private static RawTar paxNames() {
    return new RawTar().pax("path", LONG).file("x", 100).pax("linkpath", LONG).symlink("l", "x");
  }

  private static RawTar gnuNames() {
    return new RawTar()
        .gnu()
        .longName('L', LONG)
        .file("x", 100)
        .longName('K', LONG)
        .symlink("l", "x");
  }

  private static RawTar paxSize() {
    return new RawTar()
        .pax("size", "6", "SCHILY.xattr.user.a", "value", "mtime", "1700000000.123")
        .header('0', "a", "", 0)
        .data("sixsix".getBytes(UTF_8));
  }

  private static RawTar global() {
    return new RawTar().pax('g', "path", "other", "comment", "x").file("a", 4);
  }

  private static RawTar sparse00() {
    return new RawTar()
        .pax(
            "GNU.sparse.size", "4096",
            "GNU.sparse.numblocks", "2",
            "GNU.sparse.offset", "0",
            "GNU.sparse.numbytes", "512",
            "GNU.sparse.offset", "2048",
            "GNU.sparse.numbytes", "100")
        .file("a", 612);
  }

  private static RawTar sparse01() {
    return new RawTar()
        .pax(
            "GNU.sparse.size", "4096",
            "GNU.sparse.numblocks", "2",
            "GNU.sparse.map", "0,512,2048,100",
            "GNU.sparse.name", "real")
        .file("GNUSparseFile.0/real", 612);
  }

  private static RawTar sparse10() {
    return sparse10("2\n0\n512\n2048\n100\n");
  }

  private static RawTar sparseOverlap() {
    return sparse10("2\n0\n512\n500\n100\n");
  }

  private static RawTar sparse10(String map) {
    return new RawTar()
        .pax(
            "GNU.sparse.major", "1",
            "GNU.sparse.minor", "0",
            "GNU.sparse.name", "real",
            "GNU.sparse.realsize", "4096")
        .file("GNUSparseFile.0/real", map + "\0".repeat(512 - map.length()) + "x".repeat(612));
  }

  private static RawTar latin1() {
    byte[] header = new RawTar().header('0', "nam\u00e9", "", 9).open();
    header[4] = (byte) 0xe9;
    return new RawTar().raw(RawTar.checksummed(header)).data("nine chrs".getBytes(ISO_8859_1));
  }

  private static byte[] cut(byte[] bytes, int off) {
    return Arrays.copyOf(bytes, bytes.length - off);
  }

  private static byte[] after() {
    return new RawTar().raw(new RawTar().file("a", 700).bytes()).file("b", 9).open();
  }

  private static String noLink() {
    return "link /b /a: no such file or directory";
  }

  private static RawTar itself() {
    return new RawTar().file("a", 5).hardLink("/a", "a");
  }

  private static RawTar linkedDirectory() {
    return new RawTar().directory("d").hardLink("a", "d");
  }

  private static RawTar belowFile() {
    return new RawTar().file("a", 5).file("a/b", 5);
  }

  private static RawTar belowLink() {
    return new RawTar().symlink("a", "nowhere").file("a/b", 5);
  }

  private static String noTarget() {
    return "symlink  /a: no such file or directory";
  }

  private static RawTar circle() {
    return new RawTar().symlink("a", "b").symlink("b", "a").file("a/x", 5);
  }

  private static RawTar ownWhiteout() {
    return new RawTar().file("d/a", 5).file("d/.wh.a", 0);
  }

  private static RawTar tooLong(int length) {
    return new RawTar().pax("path", "a".repeat(length)).file("a", 5);
  }

  private static RawTar paxTime() {
    return new RawTar().pax("mtime", "yesterday").file("a", 5);
  }

  private static RawTar zeroBlock() {
    return new RawTar().file("a", 5).raw(new byte[512]).file("b", 5);
  }

  private static String noOpen(String name) {
    return "open /" + name + ": file name too long";
  }

  private static String mknod(String path) {
    return "failed to mknod(\"" + path + "\", S_IFCHR, 0): file exists";
  }

  @Override
  public String toString() {
    return name;
  }
}
