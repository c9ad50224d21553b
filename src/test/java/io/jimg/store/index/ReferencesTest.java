package io.jimg.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.StoreFailure;
import io.jimg.reference.Reference;
import io.jimg.store.Mutations;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReferencesTest {

  @Test
  void brokenIndexesAreSentencesAndNothingElse() {
    var entries =
        List.of(
            ReferenceStoreTest.entry("nginx:1.25", 1),
            ReferenceStoreTest.entry("quay.io/a/b:2", 2),
            ReferenceStoreTest.entry(null, 3));
    byte[] ours = IndexLines.of(entries).document();
    byte[] foreign = new String(ours, UTF_8).replace("\n", " ").getBytes(UTF_8);
    var random = new SplittableRandom(13);
    var file = Path.of("/store/index.json");
    for (int round = 0; round < 20_000; round++) {
      byte[] mutated = Mutations.of(round % 2 == 0 ? ours : foreign, random);
      try {
        var references = References.read(file, mutated);
        references.find(Reference.parse("nginx:1.25"));
        references.entries();
      } catch (StoreFailure e) {
        assertTrue(e.sentence().startsWith("cannot read /store/index.json: "), e.sentence());
      }
    }
  }
}
