package io.jimg.store.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import io.jimg.store.InMemory;
import io.jimg.store.Mutations;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactsFileTest {

  private static final int LINES = 10;

  @TempDir(factory = InMemory.class)
  Path directory;

  private static Digest digest(int id) {
    return Digest.of(new byte[] {(byte) id});
  }

  private static String line(int id) {
    return digest(id) + "\tfact " + id;
  }

  @Test
  void aLineIsReadAsItWasWrittenOrNotAtAll() throws Exception {
    var layout = new Layout(directory, new StoreFiles(), new byte[0]);
    layout.create();
    var file = layout.cache().resolve("facts");
    var facts = new FactsFile(layout, file);
    for (int id = 0; id < LINES; id++) {
      facts.put(digest(id), line(id));
      facts.save();
    }
    byte[] whole = Files.readAllBytes(file);
    var random = new SplittableRandom(5);
    int found = 0;
    for (int round = 0; round < 600; round++) {
      Files.write(file, Mutations.of(whole, random));
      var damaged = new FactsFile(layout, file);
      for (int id = 0; id < LINES; id++) {
        String line = damaged.find(digest(id));
        if (line != null) {
          assertEquals(line(id), line);
          found++;
        }
      }
    }
    assertTrue(found > 600, "undamaged lines are still good");
  }

  @Test
  void whatFollowsACutLineIsNotLost() throws Exception {
    var layout = new Layout(directory, new StoreFiles(), new byte[0]);
    layout.create();
    var file = layout.cache().resolve("facts");
    var facts = new FactsFile(layout, file);
    facts.put(digest(1), line(1));
    facts.save();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));
    var later = new FactsFile(layout, file);
    later.put(digest(2), line(2));
    later.save();
    assertEquals(line(2), new FactsFile(layout, file).find(digest(2)));
  }

  @Test
  void fieldsComeBackWhateverIsInThem() {
    var random = new SplittableRandom(9);
    for (int round = 0; round < 20_000; round++) {
      var texts = List.of(text(random), text(random), text(random));
      var writer = new Fields.Writer();
      texts.forEach(writer::add);
      String line = writer.toString();
      assertEquals(-1, line.indexOf('\n'));
      var fields = new Fields(line);
      assertEquals(texts, List.of(fields.text(), fields.text(), fields.text()));
      fields.end();
    }
  }

  private static String text(SplittableRandom random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append("a\t\n\\=ntü".charAt(random.nextInt(8)));
    }
    return text.toString();
  }

  @Test
  void brokenLinesOfACacheAreRefused() {
    byte[] line = new Fields.Writer().add(digest(1)).add(17).add("x").toString().getBytes(UTF_8);
    var random = new SplittableRandom(17);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      var fields = new Fields(new String(Mutations.of(line, random), UTF_8));
      try {
        fields.digest();
        fields.count();
        fields.text();
        fields.end();
      } catch (InvalidInput e) {
        refused++;
      }
    }
    assertTrue(refused > 1_000);
  }
}
