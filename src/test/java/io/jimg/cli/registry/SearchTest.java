package io.jimg.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Match;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {

  private static final String HEADER = "NAME      DESCRIPTION   STARS     OFFICIAL\n";

  @TempDir Path home;
  private final FakeRegistry registry = FakeRegistry.start();
  private Cli jimg;

  @BeforeEach
  void ownHome() {
    jimg = new Cli(home);
    registry.fault(
        Match.path("/v1/search"),
        Faults.answer(
            200,
            Map.of("Content-Type", "application/json"),
            """
            {"results":[
              {"name":"a","description":"one","star_count":3,"is_official":true},
              {"name":"b","description":"two","star_count":5,"is_automated":true},
              {"name":"c","description":"three","star_count":7,"is_official":true}]}
            """));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void whatIsFoundIsATable() {
    assertEquals(
        new Result(
            0,
            HEADER
                + "a         one           3         [OK]\n"
                + "b         two           5         \n"
                + "c         three         7         [OK]\n",
            ""),
        search());
    assertEquals(List.of("GET /v1/search?q=x&n=25"), registry.lines());
  }

  @Test
  void filtersAreApplied() {
    assertEquals("a c", names("is-official=true"));
    assertEquals("b", names("is-official=0"));
    assertEquals("b c", names("stars=5"));
    assertEquals("c", names("stars=5", "stars=6"));
    assertEquals("c", names("stars=5", "is-official=1"));
    assertEquals("a b c", names("stars=-1"));
  }

  @Test
  void automatedBuildsAreNotToldByAnybodyAnyMore() {
    String warning =
        "WARNING: the \"is-automated\" filter is deprecated, and searching for"
            + " \"is-automated=true\" will not yield any results in future.\n";
    assertEquals(new Result(0, HEADER, warning), search("-f", "is-automated=true"));
    assertEquals(List.of(), registry.lines());
    var others = search("-f", "is-automated=false");
    assertEquals(4, others.out().lines().count());
    assertEquals(warning, others.err());
  }

  @Test
  void mistakesAreToldAsDockersEngineTellsThem() {
    for (String[] mistake :
        new String[][] {
          {"invalid filter 'foo'", "-f", "foo=1"},
          {"invalid filter 'is-official=[maybe]'", "-f", "is-official=maybe"},
          {
            "invalid filter 'stars=x': strconv.Atoi: parsing \"x\": invalid syntax", "-f", "stars=x"
          },
          {"limit 101 is outside the range of [1, 100]", "--limit", "101"},
        }) {
      assertEquals(
          new Result(1, "", "Error: " + mistake[0] + "\n"), search(mistake[1], mistake[2]));
    }
    assertEquals(
        new Result(
            1,
            "",
            "Error: invalid repository name: repository name (http://foo) should not have a"
                + " scheme\n"),
        jimg.run("search", "http://foo"));
    assertEquals(List.of(), registry.lines());
  }

  @Test
  void theLimitIsTheRegistrys() {
    search("--limit", "100");
    search("--limit", "-3");
    assertEquals(List.of("GET /v1/search?q=x&n=100", "GET /v1/search?q=x&n=25"), registry.lines());
  }

  private String names(String... filters) {
    var words = new java.util.ArrayList<>(List.of("--format", "{{.Name}}"));
    for (String filter : filters) {
      words.addAll(List.of("--filter", filter));
    }
    return search(words.toArray(String[]::new)).out().strip().replace('\n', ' ');
  }

  private Result search(String... flags) {
    var words = new java.util.ArrayList<>(List.of("search", registry.host() + "/x"));
    words.addAll(List.of(flags));
    return jimg.run(words.toArray(String[]::new));
  }
}
