package io.jimg.archive.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The records of a pax extended header. Keys and values are bytes in ISO 8859-1's clothing, so
/// that they come out as they went in.
record PaxRecords(Map<String, String> records) {

  static final PaxRecords NONE = new PaxRecords(Map.of());

  private static final String SPARSE_OFFSET = "GNU.sparse.offset";
  private static final String SPARSE_LENGTH = "GNU.sparse.numbytes";

  /// Parses the content of an extended header.
  ///
  /// @throws DamagedArchive where Go's archive/tar refuses it
  static PaxRecords parse(byte[] content) throws DamagedArchive {
    var records = new HashMap<String, String>();
    var map = new ArrayList<String>();
    String rest = new String(content, ISO_8859_1);
    for (int at = 0; at < rest.length(); ) {
      int end = endOfRecord(rest, at);
      int from = rest.indexOf(' ', at) + 1;
      int equals = rest.indexOf('=', from);
      if (equals < from || equals >= end - 1) {
        throw DamagedArchive.header();
      }
      String key = rest.substring(from, equals);
      String value = rest.substring(equals + 1, end - 1);
      check(key, value);
      if (key.equals(SPARSE_OFFSET) || key.equals(SPARSE_LENGTH)) {
        if (key.equals(SPARSE_OFFSET) != (map.size() % 2 == 0) || value.indexOf(',') >= 0) {
          throw DamagedArchive.header();
        }
        map.add(value);
      } else {
        records.put(key, value);
      }
      at = end;
    }
    if (!map.isEmpty()) {
      records.put("GNU.sparse.map", String.join(",", map));
    }
    return new PaxRecords(records);
  }

  private static int endOfRecord(String text, int at) throws DamagedArchive {
    int space = text.indexOf(' ', at);
    if (space < 0) {
      throw DamagedArchive.header();
    }
    long length = decimal(text.substring(at, space));
    if (length < 5 || length > text.length() - at || length <= space + 1 - at) {
      throw DamagedArchive.header();
    }
    int end = at + (int) length;
    if (text.charAt(end - 1) != '\n') {
      throw DamagedArchive.header();
    }
    return end;
  }

  private static void check(String key, String value) throws DamagedArchive {
    boolean named = List.of("path", "linkpath", "uname", "gname").contains(key);
    if (key.isEmpty() || (named ? value : key).indexOf('\0') >= 0) {
      throw DamagedArchive.header();
    }
  }

  /// `entry` with what the records say about it.
  TarEntry over(TarEntry entry) throws DamagedArchive {
    for (String number : List.of("uid", "gid")) {
      decimal(value(number, "0"));
    }
    for (String time : List.of("atime", "mtime", "ctime")) {
      checkTime(value(time, "0"));
    }
    String path = value("path", "");
    String linkPath = value("linkpath", "");
    String size = value("size", "");
    return new TarEntry(
        entry.type(),
        path.isEmpty() ? entry.name() : path.getBytes(ISO_8859_1),
        linkPath.isEmpty() ? entry.linkName() : linkPath.getBytes(ISO_8859_1),
        size.isEmpty() ? entry.size() : decimal(size));
  }

  /// The value of a record; `absent` where there is none or it is empty.
  String value(String key, String absent) {
    @Nullable String value = records.get(key);
    return value == null || value.isEmpty() ? absent : value;
  }

  /// Seconds with an optional fraction of any length.
  private static void checkTime(String text) throws DamagedArchive {
    int dot = text.indexOf('.');
    decimal(dot < 0 ? text : text.substring(0, dot));
    for (int i = dot < 0 ? text.length() : dot + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw DamagedArchive.header();
      }
    }
  }

  /// A whole number of 64 bits in ASCII digits, with an optional sign.
  static long decimal(String text) throws DamagedArchive {
    int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    for (int i = digits; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw DamagedArchive.header();
      }
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw DamagedArchive.header();
    }
  }
}
