package io.jimg.output.info;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jimg.error.BadTemplate;
import io.jimg.oci.Platform;
import io.jimg.output.table.TextOutput;
import io.jimg.testing.DockerCli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `info` beside that of the real Docker command line, which is told that its engine is what jimg
/// says it is.
class InfoLikeDockerTest {

  private static final Machine MACHINE =
      new Machine("6.1.0-9", "Test OS 7", "7", "x86_64", 12, 25_276_502_016L, "builder");

  private static final RegistryRules RULES =
      new RegistryRules(
          List.of("10.0.0.0/8", "::1/128", "127.0.0.0/8"),
          List.of("reg.example:5000"),
          List.of("https://mirror.example/", "https://<second>.example/"),
          "http://proxy.example:3128",
          "",
          "localhost");

  private static final SystemState STATE =
      new SystemState(
          "1.2.3",
          "25",
          new Platform("linux", "amd64", ""),
          MACHINE,
          RULES,
          "/var/images",
          () -> 42,
          "2026-05-13T04:21:49.123456789+02:00",
          false,
          "");

  /// Rows of Docker's that are about running containers, and say nothing where there are none.
  private static final List<String> OF_CONTAINERS =
      List.of(
          " Plugins:",
          "  Volume:",
          "  Network:",
          "  Log:",
          " Init Binary:",
          " containerd version:",
          " runc version:",
          " init version:");

  private static final List<String> FORMATS =
      List.of(
          "{{.Driver}} {{.Images}} {{.OSType}} {{.Architecture}} {{.NCPU}} {{.MemTotal}}",
          "{{.DockerRootDir}} {{.ServerVersion}} {{.Name}} {{.KernelVersion}}",
          "{{json .RegistryConfig}}",
          "{{json .RegistryConfig.IndexConfigs}}",
          "{{.RegistryConfig.InsecureRegistryCIDRs}} {{.RegistryConfig.Mirrors}}",
          "{{range .RegistryConfig.InsecureRegistryCIDRs}}{{.}},{{end}}",
          "{{range $k, $v := .RegistryConfig.IndexConfigs}}{{$k}} {{$v}} {{$v.Secure}}\n{{end}}",
          "{{with .RegistryConfig}}{{json .InsecureRegistryCIDRs}}{{end}}",
          "{{.Info.Containers}}{{.ContainersRunning}}{{.ContainersPaused}}{{.ContainersStopped}}",
          "{{.DriverStatus}} {{json .DriverStatus}} {{index .DriverStatus 0 1}}",
          "{{range .DriverStatus}}{{index . 0}}={{index . 1}};{{end}}",
          "{{.Swarm}} {{json .Swarm}} {{.Swarm.LocalNodeState}} {{.Swarm.Cluster}}",
          "{{.Plugins}} {{json .Plugins}} {{.Plugins.Volume}}",
          "{{.Runtimes}} {{json .Runtimes}} {{.DefaultRuntime}} {{len .Runtimes}}",
          "{{.SecurityOptions}} {{json .SecurityOptions}} {{range .SecurityOptions}}x{{end}}",
          "{{.ContainerdCommit}} {{json .RuncCommit}} {{.InitCommit.ID}}",
          "{{.Warnings}} {{json .Warnings}} {{json .CDISpecDirs}} {{json .GenericResources}}",
          "{{.HTTPProxy}} {{.HTTPSProxy}} {{.NoProxy}} {{.IndexServerAddress}} {{.SystemTime}}",
          "{{.CPUCfsPeriod}} {{.MemoryLimit}} {{.IPv4Forwarding}} {{.LiveRestoreEnabled}}",
          "{{json .Containerd}} {{.FirewallBackend}} {{json .DiscoveredDevices}} {{.UserName}}",
          "{{.ClientInfo.Debug}} {{.ClientInfo.Context}} {{.ClientInfo.Plugins}}",
          "{{.ClientInfo.Os}}/{{.ClientInfo.Arch}} {{.ClientInfo.DefaultAPIVersion}}"
              + "{{.ClientInfo.APIVersion}}{{.ClientInfo.Platform}}",
          "{{.ClientErrors}} {{.ServerErrors}} {{json .ClientErrors}}",
          "{{.Images}}{{.HttpProxy}}",
          "{{.ClientInfo.Nope}}",
          "{{.Swarm.Nope}}",
          "{{.RegistryConfig.Nope}}",
          "{{.RuncCommit.Nope}}",
          "{{.Plugins.Nope}}",
          "{{range .RegistryConfig.IndexConfigs}}{{.Nope}}{{end}}",
          "table {{.Name}}\\t{{.Images}}",
          "no fields",
          "{{.Name",
          "{{nope .}}");

  private record Outcome(String out, String err) {}

  private static Outcome jimg(String format) {
    var out = new ByteArrayOutputStream();
    String err = "";
    try (var stream = new PrintStream(out, false, UTF_8)) {
      new InfoView(STATE).print(format, TextOutput.plain(stream));
    } catch (BadTemplate e) {
      err = e.sentence() + "\n";
    }
    return new Outcome(out.toString(UTF_8), err);
  }

  private static DockerCli docker() {
    var docker = new DockerCli();
    docker.serve("/info", jimg("json").out());
    return docker;
  }

  @Test
  void templatesGiveWhatDockersGive() {
    try (var docker = docker()) {
      for (String format : FORMATS) {
        var theirs = docker.run("info", "-f", format);
        assertEquals(new Outcome(theirs.out(), theirs.err()), jimg(format), format);
      }
    }
  }

  @Test
  void jsonHasDockersFieldsInDockersOrder() {
    try (var docker = docker()) {
      String client = "\"ClientInfo\":.*";
      var theirs = docker.run("info", "--format", "json");
      assertEquals(
          theirs.out().replaceFirst(client, ""), jimg("json").out().replaceFirst(client, ""));
      String own = "\"(GitCommit|BuildTime)\":\"[^\"]*\",";
      var client28 = docker.run("info", "-f", "{{json .ClientInfo}}").out().replaceAll(own, "");
      assertEquals(names(client28), names(jimg("{{json .ClientInfo}}").out()));
    }
  }

  private static String names(String json) {
    return json.replaceAll(":\"[^\"]*\"", ":");
  }

  @Test
  void rowsAreDockersWithoutThoseOfContainers() {
    try (var docker = docker()) {
      var theirs =
          docker
              .run("info")
              .out()
              .lines()
              .filter(row -> OF_CONTAINERS.stream().noneMatch(row::startsWith))
              .map(row -> row.startsWith(" Version:") ? " Version:    1.2.3" : row)
              .collect(Collectors.joining("\n", "", "\n"));
      assertEquals(theirs, jimg("").out());
    }
  }

  @Test
  void aTemplateThatDoesNotNeedTheStoreDoesNotAskIt() {
    var unreadable =
        new SystemState(
            "1.2.3",
            "25",
            STATE.host(),
            MACHINE,
            RULES,
            "/var/images",
            () -> {
              throw new IllegalStateException("asked");
            },
            "",
            false,
            "");
    var view = new InfoView(unreadable);
    var out = TextOutput.plain(new PrintStream(new ByteArrayOutputStream(), false, UTF_8));
    view.print("{{.DockerRootDir}} {{.ServerVersion}}", out);
    assertThrows(IllegalStateException.class, () -> view.print("{{.Images}}", out));
  }
}
