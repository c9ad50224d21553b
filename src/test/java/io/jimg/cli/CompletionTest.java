package io.jimg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Cli;
import io.jimg.testing.Peers;
import io.jimg.testing.Shell;
import io.jimg.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {

  @TempDir Path home;
  private Cli jimg;

  @BeforeEach
  void ownHome() {
    jimg = new Cli(home);
  }

  /// The last word of `line` is the one to complete; `|` at the end is an empty one.
  private String complete(String line) {
    var words = new ArrayList<>(List.of("__complete"));
    words.addAll(List.of(line.split(" ")));
    words.replaceAll(word -> word.equals("|") ? "" : word);
    var result = jimg.run(words.toArray(String[]::new));
    assertEquals("", result.err());
    assertEquals(0, result.status());
    return result.out();
  }

  private void store(String... names) throws IOException {
    for (String name : names) {
      byte[] tar = new Tar().file("name", name).bytes();
      assertEquals(0, jimg.run(tar, "import", "-", name).status());
    }
  }

  @Test
  void commandsComeWithTheirDescriptionsAsInDocker() {
    assertEquals(
        """
        image\tManage images
        images\tList images
        import\tImport the contents from a tarball to create a filesystem image
        :4
        """,
        complete("im"));
    assertEquals("image\nimages\nimport\n:4\n", jimg.out("__completeNoDesc", "im"));
    assertTrue(complete("|").contains("\nhelp\tHelp about the command\nhistory\t"));
    assertFalse(complete("|").contains("completion"), "hidden, as in Docker");
  }

  @Test
  void noWordAtAllIsAnEmptyOne() {
    assertEquals(complete("|"), jimg.out("__complete"));
  }

  @Test
  void membersOfGroupsAreOffered() {
    assertEquals(
        "inspect\tDisplay detailed information on one or more images\n:4\n", complete("image in"));
    assertEquals(
        List.of("bash", "fish", "powershell", "zsh", ":4"),
        complete("completion |").lines().map(line -> line.split("\t")[0]).toList());
    assertEquals(complete("image in"), complete("help image in"));
  }

  @Test
  void flagsThatWereNotGivenYetAreOffered() {
    assertEquals(
        """
        --force\tForce removal of the image
        -f\tForce removal of the image
        """,
        complete("rmi -")
            .lines()
            .filter(line -> line.contains("orce"))
            .map(l -> l + "\n")
            .reduce("", String::concat));
    assertEquals("--format\tFormat output using a custom template:\n:4\n", complete("inspect --f"));
    assertEquals(":4\n", complete("pull --quiet --q"));
    assertEquals(":4\n", complete("pull -q --q"));
    assertEquals(
        "--filter\tProvide filter values (e.g. \"until=<timestamp>\")\n:4\n",
        complete("image prune --filter a=b --fi"));
    assertEquals(
        "--config\tLocation of client config files (default \"~/.docker\")\n",
        complete("--conf").lines().findFirst().orElseThrow() + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "inspect --type i; image,:4",
        "inspect --type=i; image,:4",
        "pull --platform linux/arm/; linux/arm/v5,linux/arm/v6,linux/arm/v7,:4",
        "--log-level d; debug,:4",
        "-l d; debug,:4",
        "--root |; :0",
        "import |; :0",
        "import a |; :4",
        "images --format |; :4",
        "nosuch |; :4",
        "image nosuch |; :4",
        "version --nosuch |; :4",
        "search --limit x |; :4",
        "run |; :4",
        "help nosuch |; :4",
      })
  void valuesAndFilesAreOffered(String line, String expected) {
    assertEquals(expected.replace(',', '\n') + "\n", complete(line));
  }

  @Test
  void imagesOfTheStoreAreOfferedWhereOneIsExpected() throws IOException {
    store("app:1", "app:2", "web:1");
    assertEquals("app:1\napp:2\nweb:1\n:4\n", complete("rmi |"));
    assertEquals("app:1\napp:2\n:4\n", complete("image rm -f ap"));
    assertEquals("app:2\n:4\n", complete("inspect app:1 app:"));
    assertEquals("web:1\n:4\n", complete("push w"));
    assertEquals("web:1\n:4\n", complete("image history w"));
    assertEquals(":4\n", complete("history app:1 |"));
    assertEquals("app:2\nweb:1\n:4\n", complete("tag app:1 |"));
    assertEquals(":4\n", complete("tag app:1 x:1 |"));
    assertEquals(":4\n", complete("pull |"));
    assertEquals(":4\n", complete("rmi -- -"), "no flags behind the end of flags");
    String elsewhere = home.resolve("elsewhere").toString();
    assertEquals(":4\n", complete("--root " + elsewhere + " rmi |"));
    assertFalse(Files.exists(home.resolve("elsewhere")));
  }

  @Test
  void aStoreIsNeitherMadeNorChangedNorComplainedAbout() throws IOException {
    assertEquals(":4\n", complete("rmi |"));
    assertFalse(Files.exists(jimg.root()), "made a store");
    Files.createDirectories(jimg.root());
    Files.writeString(jimg.root().resolve("index.json"), "rubbish");
    assertEquals(":4\n", complete("rmi |"));
    try (var files = Files.list(jimg.root())) {
      assertEquals(List.of("index.json"), files.map(f -> f.getFileName().toString()).toList());
    }
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(home.resolve(".docker/config.json"), "rubbish");
    assertTrue(complete("im").startsWith("image\t"), "says nothing of config.json");
  }

  /// A real bash reads the script; the jimg that it asks notes the question and answers with a
  /// file.
  private String bash(String answer, String... words) throws IOException {
    Files.writeString(home.resolve("script"), jimg.out("completion", "bash"));
    Files.writeString(home.resolve("answer"), answer);
    var program = home.resolve("jimg");
    Files.writeString(
        program, "#!/bin/sh\nprintf '<%s>' \"$@\" >" + home + "/asked\ncat " + home + "/answer\n");
    assertTrue(program.toFile().setExecutable(true));
    var line =
        new ArrayList<>(
            List.of(
                "bash",
                "--norc",
                "-c",
                "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _jimg;"
                    + " printf '[%s]' \"${COMPREPLY[@]}\"; complete -p jimg",
                "bash",
                home.resolve("script").toString(),
                program.toString()));
    line.addAll(List.of(words));
    String said = Shell.run(line.toArray(String[]::new)).orThrow();
    return said + " " + Files.readString(home.resolve("asked"));
  }

  @Test
  void bashAsksAndOffers() throws IOException {
    String registered = "complete -F _jimg jimg";
    assertEquals(
        "[image][images]" + registered + " <__complete><im>",
        bash("image\tManage images\nimages\tList images\n:4\n", "im"));
    assertEquals(
        "[1][1.2]" + registered + " <__complete><rmi><host:5000/app:1>",
        bash("host:5000/app:1\nhost:5000/app:1.2\n:4\n", "rmi", "host", ":", "5000/app", ":", "1"));
    assertEquals(
        "[app:1]" + registered + " <__complete><tag><web:1><>",
        bash("app:1\n:4\n", "tag", "web", ":", "1", ""));
    assertEquals(
        "[image]" + registered + " <__complete><inspect><--type=im>",
        bash("image\n:4\n", "inspect", "--type", "=", "im"));
    assertEquals(
        "[]" + registered + " <__complete><rmi><$(touch x)>", bash(":4\n", "rmi", "$(touch x)"));
  }

  @Test
  void bashOffersWhatJimgAnswers() throws IOException {
    store("app:1", "app:2");
    String answer = complete("rmi app:");
    assertTrue(bash(answer, "rmi", "app", ":").startsWith("[1][2]complete"));
    assertTrue(jimg.out("completion", "bash", "--no-descriptions").contains(" __completeNoDesc "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theShellsCanReadTheirScripts(String shell) throws IOException {
    Peers.program(shell);
    var script = home.resolve("script");
    Files.writeString(script, jimg.out("completion", shell));
    assertEquals(new Shell.Result(0, ""), Shell.run(shell, "-n", script.toString()));
  }
}
