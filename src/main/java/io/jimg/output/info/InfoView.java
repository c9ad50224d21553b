package io.jimg.output.info;

import io.jimg.error.BadTemplate;
import io.jimg.output.table.TextOutput;
import io.jimg.template.AddedFunctions;
import io.jimg.template.GoTemplate;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What `info` prints: rows for people, or the struct of Docker's command line (API 1.50) for
/// templates. What is about containers is there and says that there are none; limits on containers,
/// plugins and runtimes do not exist.
public final class InfoView {

  private static final GoType PAIRS = GoType.sliceOf(GoType.STRINGS);

  private final SystemState state;

  public InfoView(SystemState state) {
    this.state = state;
  }

  /// @param format empty for Docker's layout, `json`, else a template
  /// @throws BadTemplate when it does not parse ([#parse]) or does not fit; what it gave until then
  ///     is printed, as in Docker
  public void print(String format, TextOutput output) {
    if (format.isEmpty()) {
      output.write(new InfoText(state).text());
      return;
    }
    var template = parse(format);
    var text = new StringBuilder();
    try {
      template.execute(value(), text);
    } finally {
      output.write(text.append('\n'));
    }
  }

  /// @throws BadTemplate `template parsing error: …`
  public static GoTemplate parse(String format) {
    String template = format.equals("json") ? "{{json .}}" : format;
    try {
      return GoTemplate.parse(template, AddedFunctions.ROWS);
    } catch (BadTemplate e) {
      throw new BadTemplate("template parsing error: " + e.sentence());
    }
  }

  private GoValue value() {
    return new GoStruct("system.dockerInfo")
        .embed("Info", server())
        .addNothing("ServerErrors", GoType.STRINGS, Omit.EMPTY)
        .add("UserName", GoValue.text(""), "UserName", Omit.ALWAYS)
        .add("ClientInfo", GoValue.Pointer.to(client()))
        .addNothing("ClientErrors", GoType.STRINGS, Omit.EMPTY)
        .value();
  }

  private GoValue client() {
    var version =
        new GoStruct("system.clientVersion")
            .addNil("Platform", "system.platformInfo")
            .addTextIfAny("Version", state.number())
            .add("APIVersion", GoValue.text(""), "ApiVersion", Omit.EMPTY)
            .addTextIfAny("DefaultAPIVersion", "1.50")
            .addTextIfAny("GitCommit", "")
            .addTextIfAny("GoVersion", state.runtime())
            .addTextIfAny("Os", state.host().os())
            .addTextIfAny("Arch", state.host().architecture())
            .addTextIfAny("BuildTime", "")
            .addText("Context", "default")
            .value();
    var plugin = new GoStruct("manager.Plugin").value().type();
    return new GoStruct("system.clientInfo")
        .addFlag("Debug", state.debug())
        .embed("clientVersion", version)
        .add("Plugins", GoValue.Slice.of(GoType.sliceOf(plugin), List.of()))
        .addNothing("Warnings", GoType.STRINGS, Omit.NEVER)
        .value();
  }

  private GoValue.Struct server() {
    var info = new GoStruct("system.Info");
    store(info);
    limits(info);
    runtime(info);
    machine(info);
    containers(info);
    return info.value();
  }

  private void store(GoStruct info) {
    info.addText("ID", "")
        .addNumber("Containers", 0)
        .addNumber("ContainersRunning", 0)
        .addNumber("ContainersPaused", 0)
        .addNumber("ContainersStopped", 0)
        .addNumber("Images", state.images()::getAsInt)
        .addText("Driver", SystemState.DRIVER)
        .add("DriverStatus", driverStatus())
        .addNothing("SystemStatus", PAIRS, Omit.EMPTY)
        .add(
            "Plugins",
            new GoStruct("system.PluginsInfo")
                .add("Volume", GoValue.strings(List.of()))
                .add("Network", GoValue.strings(List.of()))
                .addNothing("Authorization", GoType.STRINGS, Omit.NEVER)
                .add("Log", GoValue.strings(List.of()))
                .value());
  }

  private static GoValue driverStatus() {
    var pairs = new ArrayList<GoValue>();
    for (String[] pair : SystemState.DRIVER_STATUS) {
      pairs.add(GoValue.strings(List.of(pair)));
    }
    return GoValue.Slice.of(PAIRS, pairs);
  }

  /// What an engine can hold containers to.
  private static void limits(GoStruct info) {
    info.addFlag("MemoryLimit", false)
        .addFlag("SwapLimit", false)
        .add("KernelMemory", GoValue.bool(false), "KernelMemory", Omit.EMPTY)
        .add("KernelMemoryTCP", GoValue.bool(false), "KernelMemoryTCP", Omit.EMPTY)
        .add("CPUCfsPeriod", GoValue.bool(false), "CpuCfsPeriod", Omit.NEVER)
        .add("CPUCfsQuota", GoValue.bool(false), "CpuCfsQuota", Omit.NEVER)
        .addFlag("CPUShares", false)
        .addFlag("CPUSet", false)
        .addFlag("PidsLimit", false)
        .addFlag("IPv4Forwarding", false);
  }

  private void runtime(GoStruct info) {
    info.addFlag("Debug", false)
        .addNumber("NFd", 0)
        .addFlag("OomKillDisable", false)
        .addNumber("NGoroutines", 0)
        .addText("SystemTime", state.time())
        .addText("LoggingDriver", "")
        .addText("CgroupDriver", "")
        .addTextIfAny("CgroupVersion", "")
        .addNumber("NEventsListener", 0);
  }

  private void machine(GoStruct info) {
    var machine = state.machine();
    var rules = state.registries();
    var resource = new GoStruct("swarm.GenericResource").value().type();
    info.addText("KernelVersion", machine.kernel())
        .addText("OperatingSystem", machine.system())
        .addText("OSVersion", machine.systemVersion())
        .addText("OSType", state.host().os())
        .addText("Architecture", machine.hardware())
        .addText("IndexServerAddress", RegistryStructs.HUB_KEY)
        .add("RegistryConfig", RegistryStructs.of(rules))
        .addNumber("NCPU", machine.processors())
        .add("MemTotal", new GoValue.Int(machine.memory(), GoType.INT64))
        .addNothing("GenericResources", GoType.sliceOf(resource), Omit.NEVER)
        .addText("DockerRootDir", state.root())
        .add("HTTPProxy", GoValue.text(rules.httpProxy()), "HttpProxy", Omit.NEVER)
        .add("HTTPSProxy", GoValue.text(rules.httpsProxy()), "HttpsProxy", Omit.NEVER)
        .addText("NoProxy", rules.noProxy())
        .addText("Name", machine.name())
        .add("Labels", GoValue.strings(List.of()))
        .addFlag("ExperimentalBuild", false)
        .addText("ServerVersion", state.number());
  }

  /// What is about running containers: nothing.
  private static void containers(GoStruct info) {
    var runtime = new GoStruct("system.RuntimeWithStatus").value().type();
    var runtimes = GoType.mapOf(GoType.STRING, runtime);
    var pool = new GoStruct("system.NetworkAddressPool").value().type();
    var device = new GoStruct("system.DeviceInfo").value().type();
    info.add("Runtimes", new GoValue.MapOf(runtimes, Map.of()))
        .addText("DefaultRuntime", "")
        .add("Swarm", swarm())
        .addFlag("LiveRestoreEnabled", false)
        .addText("Isolation", "")
        .addText("InitBinary", "")
        .add("ContainerdCommit", noCommit())
        .add("RuncCommit", noCommit())
        .add("InitCommit", noCommit())
        .add("SecurityOptions", GoValue.strings(List.of()))
        .addTextIfAny("ProductLicense", "")
        .addNothing("DefaultAddressPools", GoType.sliceOf(pool), Omit.EMPTY)
        .addNil("FirewallBackend", "system.FirewallInfo")
        .add("CDISpecDirs", GoValue.strings(List.of()))
        .addNothing("DiscoveredDevices", GoType.sliceOf(device), Omit.EMPTY)
        .addNil("Containerd", "system.ContainerdInfo")
        .addNothing("Warnings", GoType.STRINGS, Omit.NEVER);
  }

  private static GoValue noCommit() {
    return new GoStruct("system.Commit").addText("ID", "").addTextIfAny("Expected", "").value();
  }

  private static GoValue swarm() {
    var peer = new GoStruct("swarm.Peer").value().type();
    return new GoStruct("swarm.Info")
        .addText("NodeID", "")
        .addText("NodeAddr", "")
        .addText("LocalNodeState", "inactive")
        .addFlag("ControlAvailable", false)
        .addText("Error", "")
        .addNothing("RemoteManagers", GoType.sliceOf(peer), Omit.NEVER)
        .add("Nodes", GoValue.number(0), "Nodes", Omit.EMPTY)
        .add("Managers", GoValue.number(0), "Managers", Omit.EMPTY)
        .addNil("Cluster", "swarm.ClusterInfo")
        .addNothing("Warnings", GoType.STRINGS, Omit.EMPTY)
        .value();
  }
}
