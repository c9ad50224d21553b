package io.jimg.archive.tar;

/// One file of a tar stream, as its header and the extended headers before it describe it. Names
/// are bytes: nothing says that they are UTF-8.
///
/// @param type the type flag, `0` and `5` also where an old archive leaves it out
/// @param size bytes of the file once it is unpacked, holes included
@SuppressWarnings("ArrayRecordComponent")
public record TarEntry(byte type, byte[] name, byte[] linkName, long size) {

  public static final byte REGULAR = '0';
  public static final byte HARD_LINK = '1';
  public static final byte SYMLINK = '2';
  public static final byte CHARACTER_DEVICE = '3';
  public static final byte BLOCK_DEVICE = '4';
  public static final byte DIRECTORY = '5';
  public static final byte FIFO = '6';
  static final byte PAX_HEADER = 'x';
  public static final byte PAX_GLOBAL_HEADER = 'g';
  static final byte GNU_LONG_NAME = 'L';
  static final byte GNU_LONG_LINK = 'K';
  static final byte GNU_SPARSE = 'S';

  /// Whether entries of this type have no content, whatever size their header gives.
  static boolean isHeaderOnly(byte type) {
    return type >= HARD_LINK && type <= FIFO;
  }
}
