package io.jimg.archive;

/// One file of a tar stream, as its header and the extended headers before it describe it. Names
/// are bytes: nothing says that they are UTF-8.
///
/// @param type the type flag, `0` and `5` also where an old archive leaves it out
/// @param size bytes of the file once it is unpacked, holes included
@SuppressWarnings("ArrayRecordComponent")
record TarEntry(byte type, byte[] name, byte[] linkName, long size) {

  static final byte REGULAR = '0';
  static final byte HARD_LINK = '1';
  static final byte SYMLINK = '2';
  static final byte CHARACTER_DEVICE = '3';
  static final byte BLOCK_DEVICE = '4';
  static final byte DIRECTORY = '5';
  static final byte FIFO = '6';
  static final byte PAX_HEADER = 'x';
  static final byte PAX_GLOBAL_HEADER = 'g';
  static final byte GNU_LONG_NAME = 'L';
  static final byte GNU_LONG_LINK = 'K';
  static final byte GNU_SPARSE = 'S';

  /// Whether entries of this type have no content, whatever size their header gives.
  static boolean isHeaderOnly(byte type) {
    return type >= HARD_LINK && type <= FIFO;
  }
}
