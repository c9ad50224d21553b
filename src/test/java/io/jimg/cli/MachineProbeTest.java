package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.output.info.Machine;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MachineProbeTest {

  private final Map<String, String> files = new HashMap<>();
  private final Properties properties = new Properties();

  private Machine machine(Map<String, String> env) {
    return new MachineProbe(
            path -> files.containsKey(path) ? files.get(path).getBytes(UTF_8) : null,
            name -> properties.getProperty(name, ""),
            env)
        .machine();
  }

  @Test
  void linuxSaysItAllInFiles() {
    properties.putAll(Map.of("os.version", "6.1.0-9-amd64", "os.arch", "amd64"));
    files.put("/usr/lib/os-release", "ID=x\nPRETTY_NAME=\"Debian 12 (b)\"\nVERSION_ID='12'\n");
    files.put("/proc/sys/kernel/hostname", "builder\n");
    files.put("/proc/self/status", "Name:\tjava\nCpus_allowed:\t1,80000001\nMems_allowed:\t1\n");
    files.put("/proc/meminfo", "MemTotal:       24684084 kB\nMemFree:    1 kB\n");
    assertEquals(
        new Machine("6.1.0-9-amd64", "Debian 12 (b)", "12", "x86_64", 3, 25276502016L, "builder"),
        machine(Map.of()));
  }

  @Test
  void etcComesFirst() {
    files.put("/etc/os-release", "PRETTY_NAME=Own\n");
    files.put("/usr/lib/os-release", "PRETTY_NAME=Distribution\n");
    assertEquals("Own", machine(Map.of()).system());
  }

  @Test
  void elsewhereWhatIsNotKnownIsEmpty() {
    properties.putAll(Map.of("os.version", "24.1.0", "os.arch", "aarch64"));
    files.put("/proc/meminfo", "MemTotal: many\n");
    var machine = machine(Map.of("HOSTNAME", "mac"));
    assertTrue(machine.processors() > 0);
    assertEquals(new Machine("24.1.0", "", "", "aarch64", machine.processors(), 0, "mac"), machine);
  }
}
