package io.jimg.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagsTest {

  @TempDir Path home;
  private final FakeRegistry registry = FakeRegistry.start();
  private Cli jimg;

  @BeforeEach
  void ownHome() {
    jimg = new Cli(home);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void allPagesAreReadAndTheOrderIsTheRegistrys() {
    page("", "b", "2", "/v2/a/tags/list?last=2");
    page("last=2", "10", "1", "?last=1");
    registry.fault(Match.tags(), Faults.answer(200, Map.of(), "{\"name\":\"a\",\"tags\":[\"9\"]}"));
    String name = registry.host() + "/a";
    assertEquals("b\n2\n10\n1\n9\n", jimg.out("tags", "-q", name));
    assertEquals(
        List.of("GET /v2/a/tags/list", "GET /v2/a/tags/list?last=2", "GET /v2/a/tags/list?last=1"),
        registry.lines());
    assertEquals(
        "{\"Repository\":\"" + name + "\",\"Tag\":\"b\"}",
        jimg.out("tags", "--format", "json", name).lines().findFirst().orElse(""));
    assertEquals(
        "<b> <2> <10> <1> <9>",
        jimg.out("tags", "--format", "<{{.Tag}}>", name).strip().replace('\n', ' '));
  }

  private void page(String query, String one, String other, String next) {
    registry.fault(
        Match.tags().and(request -> request.query().equals(query)),
        Faults.answer(
            200,
            Map.of("Link", "<" + next + ">; rel=\"next\""),
            "{\"name\":\"a\",\"tags\":[\"" + one + "\",\"" + other + "\"]}"));
  }

  @Test
  void theTableHasARepositoryAndATag() {
    registry.serve("lib/app", "v1", Images.large(1, 10));
    String name = registry.host() + "/lib/app";
    String gap = " ".repeat(name.length() - "REPOSITORY".length() + 3);
    assertEquals("REPOSITORY" + gap + "TAG\n" + name + "   v1\n", jimg.out("tags", name));
  }

  @Test
  void pagesWithoutEndAreRefused() {
    registry.fault(Match.tags(), Faults.endlessTags());
    var result = jimg.run("tags", registry.host() + "/a");
    assertEquals(1, result.status());
    assertEquals("", result.out());
    assertTrue(
        result.err().startsWith("Error: tag list of " + registry.host() + "/a is refused: "),
        result.err());
  }

  @Test
  void pagesInACircleAreRefused() {
    page("", "a", "b", "?last=b");
    page("last=b", "c", "d", "?last=d");
    page("last=d", "e", "f", "?last=b");
    assertEquals(
        new Result(
            1,
            "",
            "Error: tag list of " + registry.host() + "/a is refused: its pages do not end\n"),
        jimg.run("tags", registry.host() + "/a"));
  }

  @Test
  void aRepositoryIsWanted() {
    assertEquals(
        new Result(1, "", "a repository without tag or digest is needed: host:1/a\n"),
        jimg.run("tags", "host:1/a:2"));
    assertEquals(
        new Result(
            1,
            "",
            "Error: repository "
                + registry.host()
                + "/none not found: name unknown: repository name not known to registry\n"),
        jimg.run("tags", registry.host() + "/none"));
  }
}
