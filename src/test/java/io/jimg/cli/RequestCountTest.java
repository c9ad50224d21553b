package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.testing.Access;
import io.jimg.testing.Cli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Sample;
import io.jimg.testing.Tar;
import io.jimg.testing.TokenServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fewest requests that a pull can do with: the table in docs/registry.md. Images of five
/// layers, at a registry that keeps its blobs elsewhere, as the Hub does.
class RequestCountTest {

  private static final int LAYERS = 5;

  @TempDir Path home;
  private final Sample.Image image = Images.large(LAYERS, 1000);
  private final Sample.Index index = Images.index().add(image).build();
  private FakeRegistry registry;
  private FakeRegistry elsewhere;
  private Cli jimg;
  private String repository = "";

  @BeforeEach
  void start() {
    registry = FakeRegistry.start().serve("test/app", "image", image);
    registry.serve("test/app", "index", index);
    elsewhere = FakeRegistry.start().serve("test/app", image);
    jimg = new Cli(home);
    repository = registry.host() + "/test/app";
  }

  @AfterEach
  void stop() {
    registry.close();
    elsewhere.close();
  }

  private void redirectBlobs() {
    registry.fault(Match.blobs(), Faults.redirectTo(elsewhere));
  }

  private void wantTokens() {
    registry.protect(new Access.Token(new TokenServer()));
  }

  /// The requests of one command to both.
  private int requests(String... words) {
    registry.forget();
    elsewhere.forget();
    jimg.out(words);
    return registry.requests().size() + elsewhere.requests().size();
  }

  @Test
  void ofAColdPullWithTokensAsFromTheHub() {
    redirectBlobs();
    wantTokens();
    assertEquals(1 + 1 + 2 + (1 + LAYERS) * 2, requests("pull", repository + ":index"));
    assertEquals(1, registry.count(Match.token()));
  }

  @Test
  void ofAColdPullWithoutTokens() {
    assertEquals(1 + 1 + LAYERS, requests("pull", repository + ":image"));
    jimg.out("rmi", repository + ":image");
    assertEquals(2 + 1 + LAYERS, requests("pull", repository + ":index"));
    jimg.out("rmi", repository + ":index");
    redirectBlobs();
    assertEquals(2 + (1 + LAYERS) * 2, requests("pull", repository + ":index"));
  }

  @Test
  void ofASecondTagInTheSameCommandTheTokenIsKnown() {
    wantTokens();
    int both = requests("pull", "-a", repository);
    assertEquals(1 + 1 + 1 + 1 + (1 + LAYERS) + 1, both, registry.lines()::toString);
  }

  @Test
  void ofAnUnchangedTag() {
    jimg.out("pull", repository + ":index");
    assertEquals(1, requests("pull", repository + ":index"));
    wantTokens();
    assertEquals(3, requests("pull", repository + ":index"));
    assertEquals(0, registry.count(Match.get().and(Match.manifests())));
    assertEquals(2, requests("pull", repository + ":index"));
    assertEquals(2, requests("tags", repository));
  }

  @Test
  void ofAnUnchangedTagWhoseRealmMoved() {
    jimg.out("pull", repository + ":index");
    wantTokens();
    assertEquals(3, requests("pull", repository + ":index"));
    var tokens = new TokenServer().at(elsewhere);
    registry.protect(new Access.Token(tokens)).fault(Match.token(), Faults.answer(410));
    elsewhere.protect(new Access.Token(tokens));
    assertEquals(4, requests("pull", repository + ":index"), registry.lines()::toString);
    assertEquals(2, requests("pull", repository + ":index"), registry.lines()::toString);
  }

  @Test
  void ofAnUnchangedTagForWhoeverTheRegistryKnows() {
    registry.protect(new Access.Token(new TokenServer().user("me", "secret")));
    jimg.run("secret".getBytes(UTF_8), "login", "-u", "me", "--password-stdin", registry.host());
    jimg.out("pull", repository + ":index");
    assertEquals(3, requests("pull", repository + ":index"));
  }

  @Test
  void ofADigestThatIsHere() {
    jimg.out("pull", repository + "@" + index.digest());
    assertEquals(0, requests("pull", repository + "@" + index.digest()));
  }

  @Test
  void ofATagThatMoved() {
    jimg.out("pull", repository + ":index");
    var more = Images.image();
    image.layers().forEach(more::layer);
    var moved = more.layer(new Tar().file("new", "new").gzip()).build();
    registry.serve("test/app", "index", Images.index().add(moved).build());
    assertEquals(1 + 2 + (1 + 1), requests("pull", repository + ":index"));
  }

  @Test
  void ofThePartsOfAnotherImage() {
    jimg.out("pull", repository + ":image");
    assertEquals(1, requests("pull", repository + ":index"), registry.lines()::toString);
  }
}
