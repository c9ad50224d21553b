package io.jimg.output.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jimg.image.ImageSummary;
import io.jimg.oci.Digest;
import io.jimg.output.table.TextOutput;
import io.jimg.reference.Reference;
import io.jimg.testing.DockerCli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `images --tree` beside that of the real Docker command line, whose engine has the same images.
class TreeLikeDockerTest {

  private static final List<ImageSummary> IMAGES =
      List.of(
          image('a', 5, 4_445_814, "app:1", "app:latest", "quay.io/some/longer/name:v1.2.3-rc.4"),
          image('b', 4, 999_999),
          image('c', 3, 12, "one:1"),
          image('d', 2, 0, "x.example:5000/" + "deep/".repeat(20) + "name:tag", "y:1"),
          image('e', 1, 2_018_000_000L, "x.example:5000/" + "deep/".repeat(3) + "name:tag"));

  private static ImageSummary image(char hex, int second, long size, String... tags) {
    return new ImageSummary(
        Digest.parse("sha256:" + String.valueOf(hex).repeat(64)),
        List.of(tags).stream().map(Reference::parse).toList(),
        List.of(Reference.parse("repo@sha256:" + String.valueOf(hex).repeat(64))),
        Instant.ofEpochSecond(second),
        Map.of(),
        () -> size);
  }

  private static String json(ImageSummary image) {
    var created = image.created();
    return "{\"Id\":\"%s\",\"RepoTags\":[%s],\"RepoDigests\":[\"%s\"],\"Created\":%d,\"Size\":%d}"
        .formatted(
            image.id(),
            image.tags().stream()
                .map(tag -> '"' + tag.familiar() + '"')
                .collect(Collectors.joining(",")),
            image.digests().getFirst().familiar(),
            created == null ? 0 : created.getEpochSecond(),
            image.size().getAsLong());
  }

  private static DockerCli docker(List<ImageSummary> images) {
    var docker = new DockerCli();
    var json = images.stream().map(TreeLikeDockerTest::json).toList();
    docker.serve("/images/json", json.toString());
    return docker;
  }

  private static String jimg(List<ImageSummary> images, TreeStyle style, int columns) {
    var out = new ByteArrayOutputStream();
    try (var stream = new PrintStream(out, false, UTF_8)) {
      new ImageTree(style, columns).print(images, TextOutput.plain(stream));
    }
    return out.toString(UTF_8);
  }

  @Test
  void inAPipe() {
    try (var docker = docker(IMAGES)) {
      var theirs = docker.run("images", "--tree");
      assertEquals(theirs.out(), jimg(IMAGES, TreeStyle.of(false), 0));
    }
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {10, 26, 27, 42, 60, 63, 64, 80, 115, 200})
  void onATerminal(int columns) {
    try (var docker = docker(IMAGES)) {
      String theirs = docker.runOnTerminal(columns, "images --tree").out().replace("\r\n", "\n");
      assertEquals(theirs, jimg(IMAGES, TreeStyle.of(true), columns));
    }
  }

  @Test
  void withoutImages() {
    try (var docker = docker(List.of())) {
      assertEquals(docker.run("images", "--tree").out(), jimg(List.of(), TreeStyle.of(false), 0));
    }
  }

  @Test
  void nothingIsColouredWhereNobodyWantsIt() {
    assertFalse(jimg(IMAGES, TreeStyle.plain(), 80).contains("\u001b"));
  }
}
