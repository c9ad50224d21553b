package io.jimg.store.facts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.oci.Digest;
import io.jimg.store.index.Entry;
import io.jimg.store.index.EntrySource;
import java.util.Arrays;
import java.util.List;

/// Finds entries by what the catalog knows of their images, where it lies: of ten thousand entries
/// only those are parsed that are found. An entry whose image nobody has read yet is found too,
/// whatever it is; so is one that has no usual shape. The caller looks at each of them.
public final class ImageSearch {

  private static final byte TAB = '\t';
  private static final byte[] SHA256 = "sha256:".getBytes(US_ASCII);

  /// Digits and separator of one diff ID.
  private static final int DIFF_ID = 1 + SHA256.length + 64;

  private final Catalog catalog;

  public ImageSearch(Catalog catalog) {
    this.catalog = catalog;
  }

  /// The entries of the image `id`, and what cannot be told.
  public List<Entry> ofId(Digest id, EntrySource references) {
    byte[] wanted = (id + "\t").getBytes(US_ASCII);
    return select(
        references,
        (line, from, to) -> {
          int at = config(line, from, to);
          return stands(wanted, line, at, to);
        });
  }

  /// The entries of all images whose ID begins with these hex digits, and what cannot be told.
  public List<Entry> ofPrefix(String hex, EntrySource references) {
    byte[] wanted = hex.getBytes(US_ASCII);
    return select(
        references,
        (line, from, to) -> {
          int at = config(line, from, to);
          while (at < to && line[at] != ':') {
            at++;
          }
          return stands(wanted, line, at + 1, to);
        });
  }

  /// Entries among which is one of the images that share the most layers with an image of these
  /// diff IDs, the lowest first, if any does; and what cannot be told.
  public List<Entry> nearest(List<Digest> diffIds, EntrySource references) {
    var text = new StringBuilder();
    diffIds.forEach(diffId -> text.append('\t').append(diffId));
    byte[] wanted = text.toString().getBytes(US_ASCII);
    boolean usual = wanted.length == diffIds.size() * DIFF_ID;
    int[] most = {0};
    return select(
        references,
        (line, from, to) -> {
          int at = diffIds(line, from, to);
          if (at < 0 || !usual) {
            return true;
          }
          int different = Arrays.mismatch(line, at, to, wanted, 0, wanted.length);
          int shared = (different < 0 ? wanted.length : different) / DIFF_ID;
          boolean more = shared > most[0];
          most[0] = Math.max(shared, most[0]);
          return more;
        });
  }

  private List<Entry> select(EntrySource references, Catalog.LineTest test) {
    return references.select((text, from, to) -> catalog.judge(text, from, to, test));
  }

  /// Where the config's digest begins: behind the manifest's digest, its descriptor, and the type
  /// of the config.
  private static int config(byte[] line, int from, int to) {
    int manifest = after(1, line, FactLines.fieldEnd(line, from) + 1, to);
    return after(2, line, FactLines.fieldEnd(line, manifest) + 1, to);
  }

  /// Where the field begins that comes so many fields later.
  private static int after(int fields, byte[] line, int field, int to) {
    int at = field;
    for (int tabs = 0; at < to && tabs < fields; at++) {
      if (line[at] == TAB) {
        tabs++;
      }
    }
    return at;
  }

  /// Where the diff IDs, the last fields of a line, begin: with the tab before the first; -1 when
  /// some of them are not usual.
  private static int diffIds(byte[] line, int from, int to) {
    int at = to;
    int count = 0;
    while (at - DIFF_ID > from
        && line[at - DIFF_ID] == TAB
        && stands(SHA256, line, at - DIFF_ID + 1, to)) {
      at -= DIFF_ID;
      count++;
    }
    int number = 0;
    int unit = 1;
    int digit = at - 1;
    for (; digit > from && line[digit] != TAB; digit--) {
      number += (line[digit] - '0') * unit;
      unit *= 10;
    }
    return number == count ? at : -1;
  }

  private static boolean stands(byte[] text, byte[] line, int at, int to) {
    int end = at + text.length;
    return end <= to && Arrays.equals(line, at, end, text, 0, text.length);
  }
}
