package io.jimg.store.blob;

/// Sees the bytes of a blob while they are stored: all of them, once, in order, those of a resumed
/// download included.
public interface ContentTap {

  /// Looks at nothing.
  ContentTap NONE =
      new ContentTap() {
        @Override
        public void accept(byte[] buffer, int length) {}

        @Override
        public void restart() {}
      };

  /// The next `length` bytes. The buffer is reused: whoever wants to keep them copies them.
  void accept(byte[] buffer, int length);

  /// What was seen so far was not the content; it comes again from its first byte.
  void restart();
}
