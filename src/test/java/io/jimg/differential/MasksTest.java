package io.jimg.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jimg.differential.Case.Engine;
import io.jimg.differential.Case.Mask;
import io.jimg.testing.Cli;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is masked is chance, and nothing else is masked.
class MasksTest {

  private static String settled(String out, Mask... masks) {
    var line =
        new Case(
            List.of(), "", "", Map.of(), null, List.of(masks), "", Engine.REAL, Map.of(), Map.of());
    return Masks.settled(new Cli.Result(0, out, ""), line).out();
  }

  @Test
  void theOrderOfLayersIsMaskedAndWhatBecameOfThemIsNot() {
    String one = "aaaaaaaaaaaa: Pulling fs layer\n";
    String done = "aaaaaaaaaaaa: Waiting\naaaaaaaaaaaa: Pull complete\n";
    String other = "bbbbbbbbbbbb: Already exists\n";
    assertEquals(settled(one + other + done), settled(other + one + done));
    assertNotEquals(settled(one + done), settled(one));
    assertNotEquals(settled("1: x\n" + one), settled(one + "1: x\n"));
  }

  @Test
  void verbAndAddressOfARequestAreMaskedAndTheCauseIsNot() {
    assertEquals(settled("Get \"http://a/v2/\": x"), settled("Head \"https://a/v2/b\": x"));
    assertNotEquals(settled("Get \"http://a/\": x"), settled("Get \"http://a/\": y"));
  }

  @Test
  void spaceIsMaskedOnlyWhereSomethingWasDeleted() {
    String freed = "deleted: sha256:1\n\nTotal reclaimed space: ";
    assertEquals(settled(freed + "1B\n"), settled(freed + "2kB\n"));
    assertNotEquals(settled("Total reclaimed space: 0B\n"), settled("Total reclaimed space: 1B\n"));
  }

  @Test
  void orderAgeAndSizesAreMaskedOnDemand() {
    assertNotEquals(settled("a\nb\n"), settled("b\na\n"));
    assertEquals(settled("a\nb\n", Mask.ORDER), settled("b\na\n", Mask.ORDER));
    assertNotEquals(settled("a\n", Mask.ORDER), settled("a\na\n", Mask.ORDER));
    assertEquals(settled("1 second ago  x", Mask.AGE), settled("2 seconds ago   x", Mask.AGE));
    assertNotEquals(settled("2 minutes ago", Mask.AGE), settled("3 minutes ago", Mask.AGE));
    assertEquals(settled("12B (1%)", Mask.DISK), settled("1.2kB (1%)", Mask.DISK));
  }

  @Test
  void theProgramsNameAndTheDaemonAreSubstituted() {
    assertEquals(
        "Error: see 'jimg pull', docker.io/docker and /docker",
        Masks.ofJimg(
            "Error response from daemon: see 'docker pull', docker.io/docker and /docker"));
    assertEquals("jimg and Docker Hub", Masks.ofJimg("docker and Docker Hub"));
    assertEquals("Run 'jimg images'", Masks.ofJimg("SRun 'docker images'"));
  }
}
