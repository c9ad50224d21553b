package io.jimg.cli.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.oci.Descriptor;
import io.jimg.oci.MediaType;
import io.jimg.oci.Platform;
import io.jimg.oci.RawManifest;
import io.jimg.server.ErrorCode;
import io.jimg.server.content.Repository;
import io.jimg.testing.Cli;
import io.jimg.testing.Cli.Result;
import io.jimg.testing.DockerCli;
import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Faults;
import io.jimg.testing.Images;
import io.jimg.testing.Match;
import io.jimg.testing.Tls;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same command lines, given to the real docker and to jimg one after the other, each with
/// lists
/// of its own and one registry.
class ManifestLikeDockerTest {

  @TempDir Path home;
  private DockerCli docker;
  private FakeRegistry registry;
  private Cli jimg;

  @BeforeEach
  void start() {
    docker = new DockerCli();
    registry = FakeRegistry.startTls(Tls.authority("nobody").issue("127.0.0.1"));
    jimg = new Cli(home);
  }

  @AfterEach
  void stop() {
    registry.close();
    docker.close();
  }

  /// Runs each line in both; `R` is the registry. What they print and exit with is the same, but
  /// for the program's name.
  private void same(String... lines) {
    for (String line : lines) {
      String[] words = line.replace("R/", registry.host() + "/").split(" ");
      var theirs = docker.run(words);
      assertEquals(
          new Result(theirs.status(), named(theirs.out()), named(theirs.err())),
          jimg.run(words),
          line);
    }
  }

  private static String named(String text) {
    return text.replaceAll("\\bdocker (manifest)", "jimg $1").replaceAll("(?m)^docker: ", "jimg: ");
  }

  private void serveRaw(String repository, String tag, MediaType type, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    var manifest = new RawManifest(Descriptor.of(type, bytes), bytes);
    registry.content().putManifest(new Repository(repository), manifest);
    registry.content().putTag(new Repository(repository), tag, manifest.descriptor().digest());
  }

  @Test
  void helpAndComplaintsAreTheSame() {
    same(
        "manifest",
        "manifest --help",
        "manifest inspect --help",
        "manifest push --help",
        "manifest push",
        "manifest push a b",
        "manifest create --help",
        "manifest annotate --help",
        "manifest rm --help",
        "manifest nosuch",
        "manifest -z",
        "manifest inspect",
        "manifest inspect a b c",
        "manifest inspect -z a",
        "manifest create a",
        "manifest create --nosuch a b",
        "manifest annotate a",
        "manifest annotate --os",
        "manifest rm");
  }

  @Test
  void namesAreReadTheSame() {
    same(
        "manifest inspect Foo",
        "manifest inspect a@sha256:12",
        "manifest inspect Foo bar",
        "manifest inspect bar Foo",
        "manifest create Foo bar",
        "manifest create bar Foo",
        "manifest annotate Foo bar",
        "manifest annotate bar Foo",
        "manifest rm Foo R/nosuch bar:1 Bar");
  }

  @Test
  void anImageIsShownTheSame() {
    registry.serve("app", "oci", Images.hello("one", "linux/arm/v7"));
    registry.serve("app", "docker", Images.image().docker().build());
    var digest = Images.hello("one", "linux/arm/v7").digest();
    same(
        "manifest inspect --insecure R/app:oci",
        "manifest inspect --insecure -v R/app:oci",
        "manifest inspect --insecure R/app:docker",
        "manifest inspect --insecure --verbose R/app:docker",
        "manifest inspect --insecure R/app@" + digest,
        "manifest inspect --insecure -v R/app@" + digest,
        "manifest inspect --insecure -v R/app:oci@" + digest,
        "manifest inspect R/app:oci");
  }

  @Test
  void anIndexIsShownTheSame() {
    registry.serve("app", "oci", Images.multiArch("one"));
    registry.serve(
        "app",
        "docker",
        Images.index()
            .docker()
            .add(Images.image().docker().build())
            .add(Images.image().docker().platform("linux/arm64/v8").build())
            .build());
    same(
        "manifest inspect --insecure R/app:oci",
        "manifest inspect --insecure -v R/app:oci",
        "manifest inspect --insecure R/app:docker",
        "manifest inspect --insecure -v R/app:docker");
  }

  @Test
  void oddLayoutsOfDocumentsAreShownTheSame() {
    var image = Images.hello("one");
    registry.serve("app", "1", image);
    String manifest = new String(image.manifest().content(), UTF_8);
    String odd =
        "\n "
            + manifest.replace(
                "\"layers\"",
                "\"x\" : [ ] ,\"y\":{ },\"z\":[{}, [ 1.50e1,-0 ,\"<&\\u003e\u2028\\\"\" ]] ,"
                    + " \"layers\"")
            + " \n\n";
    serveRaw("app", "odd", MediaType.OCI_MANIFEST, odd);
    same("manifest inspect --insecure R/app:odd", "manifest inspect --insecure -v R/app:odd");
  }

  @Test
  void whatIsNotThereIsSaidTheSame() {
    registry.serve("app", "1", Images.hello("one"));
    same(
        "manifest inspect --insecure R/app:nosuch",
        "manifest inspect --insecure R/nosuch",
        "manifest inspect --insecure R/app R/app:1",
        "manifest create --insecure R/list R/app:nosuch",
        "manifest create R/list R/app:1",
        "manifest annotate R/list R/app:1",
        "manifest rm R/list");
  }

  @Test
  void refusalsAreSaidTheSame() {
    registry.serve("app", "1", Images.hello("one"));
    registry.fault(Match.manifest("denied"), Faults.answer(ErrorCode.DENIED));
    registry.fault(Match.manifest("locked"), Faults.answer(ErrorCode.UNAUTHORIZED));
    registry.fault(Match.manifest("html"), Faults.html(404));
    same(
        "manifest inspect --insecure R/app:denied",
        "manifest inspect --insecure R/app:locked",
        "manifest inspect --insecure R/app:html");
  }

  @Test
  void aListIsPutTogetherTheSame() {
    registry.serve("z/app", "arm", Images.hello("one", "linux/arm/v7"));
    registry.serve("a/app", "amd", Images.hello("one", "linux/amd64"));
    registry.serve("a/app", "docker", Images.image().docker().build());
    same(
        "manifest create --insecure R/list:1 R/z/app:arm R/a/app:amd",
        "manifest inspect R/list:1",
        "manifest inspect -v R/list:1",
        "manifest inspect R/list:1 R/z/app:arm",
        "manifest inspect -v R/list:1 R/z/app:arm",
        "manifest inspect R/list:1 R/z/app:nosuch",
        "manifest create --insecure R/list:1 R/a/app:docker",
        "manifest create --insecure --amend R/list:1 R/a/app:docker",
        "manifest inspect R/list:1",
        "manifest create --insecure R/list:2 R/a/app:docker R/z/app:arm R/a/app:docker",
        "manifest inspect R/list:2",
        "manifest rm R/list:1 R/list:3 R/list:2",
        "manifest inspect R/list:1",
        "manifest create --insecure R/list:1 R/z/app:arm");
  }

  @Test
  void annotationsAreTheSame() {
    registry.serve("app", "1", Images.hello("one"));
    same(
        "manifest create --insecure R/list:1 R/app:1",
        "manifest annotate R/list:1 R/app:1 --arch arm64 --variant v8",
        "manifest inspect -v R/list:1",
        "manifest annotate R/list:1 R/app:1 --os-features b,a --os-features a,<c> --os-version"
            + " 10.1",
        "manifest inspect R/list:1",
        "manifest inspect -v R/list:1 R/app:1",
        "manifest annotate R/list:1 R/app:1 --os-features= --os-features \"d,e\",\"f\"",
        "manifest annotate R/list:1 R/app:1 --os-features \"g",
        "manifest inspect R/list:1",
        "manifest annotate R/list:1 R/app:1 --os windows --arch bogus",
        "manifest annotate R/list:1 R/app:1 --arch loong64",
        "manifest annotate R/list:1 R/app:2 --arch arm",
        "manifest annotate R/nosuch app --arch arm",
        "manifest inspect R/list:1");
  }

  @Test
  void anotherRegistryIsRefusedAtTheSameMoment() {
    registry.serve("app", "1", Images.hello("one"));
    String other = registry.host().replace("127.0.0.1", "localhost");
    same(
        "manifest create --insecure R/list:1 " + other + "/app:1",
        "manifest inspect R/list:1",
        "manifest inspect -v R/list:1");
  }

  @Test
  void whatCannotBePushedIsSaidTheSame() {
    registry.serve("app", "1", Images.hello("one"));
    registry.serve("app", "nothing", Images.image().platform(new Platform("", "", "")).build());
    String other = registry.host().replace("127.0.0.1", "localhost");
    same(
        "manifest push R/nosuch",
        "manifest push Foo",
        "manifest create --insecure R/list:1 " + other + "/app:1",
        "manifest push R/list:1",
        "manifest create --insecure R/list:2 R/app:nothing",
        "manifest push R/list:2");
  }
}
