package io.jimg.store.facts;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Descriptor;
import io.jimg.oci.Digest;
import io.jimg.oci.MediaType;
import org.jspecify.annotations.Nullable;

/// The fields of one line of a cache, from the first to the last, separated by tabs.
final class Fields {

  private final String line;
  private final boolean escaped;
  private int at;

  Fields(String line) {
    this.line = line;
    this.escaped = line.indexOf('\\') >= 0;
  }

  /// @throws InvalidInput when there are no more fields
  String text() {
    if (at > line.length()) {
      throw new InvalidInput("a field is missing");
    }
    int tab = line.indexOf('\t', at);
    int end = tab < 0 ? line.length() : tab;
    String field = line.substring(at, end);
    at = end + 1;
    return escaped ? unescaped(field) : field;
  }

  Digest digest() {
    return Digest.parse(text());
  }

  long number() {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException e) {
      throw new InvalidInput("a number is malformed", e);
    }
  }

  /// How many of something follow.
  int count() {
    long count = number();
    if (count < 0 || count > line.length()) {
      throw new InvalidInput("a count is out of range");
    }
    return (int) count;
  }

  Descriptor descriptor() {
    var type = new MediaType(text());
    var digest = digest();
    return new Descriptor(type, digest, number());
  }

  /// @throws InvalidInput when there are more fields
  void end() {
    if (at <= line.length()) {
      throw new InvalidInput("there are too many fields");
    }
  }

  private static String unescaped(String field) {
    var text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && ++i < field.length()) {
        c =
            switch (field.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              default -> field.charAt(i);
            };
      }
      text.append(c);
    }
    return text.toString();
  }

  /// Puts a line together.
  static final class Writer {
    private final StringBuilder line = new StringBuilder();
    private boolean started;

    Writer add(String text) {
      if (started) {
        line.append('\t');
      }
      started = true;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (c) {
          case '\t' -> line.append("\\t");
          case '\n' -> line.append("\\n");
          case '\\' -> line.append("\\\\");
          default -> line.append(c);
        }
      }
      return this;
    }

    Writer add(Digest digest) {
      return add(digest.toString());
    }

    Writer add(long number) {
      return add(Long.toString(number));
    }

    Writer add(Descriptor descriptor) {
      return add(descriptor.mediaType().value()).add(descriptor.digest()).add(descriptor.size());
    }

    /// Empty for null; anything else behind a mark, so that an empty text is not null.
    Writer addNullable(@Nullable String text) {
      return add(text == null ? "" : "=" + text);
    }

    @Override
    public String toString() {
      return line.toString();
    }
  }

  @Nullable String nullableText() {
    String text = text();
    if (!text.isEmpty() && text.charAt(0) != '=') {
      throw new InvalidInput("a field is malformed");
    }
    return text.isEmpty() ? null : text.substring(1);
  }
}
