package io.jimg.output.info;

import io.jimg.output.units.HumanSize;
import java.util.List;

/// The rows of `info`: Docker's, but for those that only mean something where containers run.
final class InfoText {

  private final SystemState state;
  private final StringBuilder text = new StringBuilder(1024);

  InfoText(SystemState state) {
    this.state = state;
  }

  String text() {
    client();
    store();
    machine();
    registries();
    row(" Live Restore Enabled:", "false");
    return text.append('\n').toString();
  }

  private void client() {
    row("Client:");
    row(" Version:   ", state.number());
    row(" Context:   ", "default");
    row(" Debug Mode:", Boolean.toString(state.debug()));
    row("");
  }

  private void store() {
    row("Server:");
    row(" Containers:", "0");
    row("  Running:", "0");
    row("  Paused:", "0");
    row("  Stopped:", "0");
    row(" Images:", Integer.toString(state.images().getAsInt()));
    row(" Server Version:", state.number());
    row(" Storage Driver:", SystemState.DRIVER);
    for (String[] pair : SystemState.DRIVER_STATUS) {
      row("  " + pair[0] + ":", pair[1]);
    }
    row(" Swarm:", "inactive");
  }

  private void machine() {
    var machine = state.machine();
    rowIfAny(" Kernel Version:", machine.kernel());
    rowIfAny(" Operating System:", machine.system());
    row(" OSType:", state.host().os());
    row(" Architecture:", machine.hardware());
    row(" CPUs:", Integer.toString(machine.processors()));
    rowIfAny(" Total Memory:", machine.memory() == 0 ? "" : HumanSize.binary(machine.memory()));
    rowIfAny(" Name:", machine.name());
    row(" Docker Root Dir:", state.root());
    row(" Debug Mode:", "false");
  }

  private void registries() {
    var rules = state.registries();
    rowIfAny(" HTTP Proxy:", rules.httpProxy());
    rowIfAny(" HTTPS Proxy:", rules.httpsProxy());
    rowIfAny(" No Proxy:", rules.noProxy());
    rowIfAny(" Username:", state.user());
    row(" Experimental:", "false");
    row(" Insecure Registries:");
    rows(rules.insecureHosts());
    rows(rules.insecureNetworks());
    if (!rules.mirrors().isEmpty()) {
      row(" Registry Mirrors:");
      rows(rules.mirrors());
    }
  }

  private void rows(List<String> values) {
    for (String value : values) {
      row("  " + value);
    }
  }

  private void rowIfAny(String label, String value) {
    if (!value.isEmpty()) {
      row(label, value);
    }
  }

  private void row(String label, String value) {
    row(label + " " + value);
  }

  private void row(String line) {
    text.append(line).append('\n');
  }
}
