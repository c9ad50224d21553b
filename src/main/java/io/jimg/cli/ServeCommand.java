package io.jimg.cli;

import io.jimg.error.InvalidInput;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg serve`: the store as a read-only registry.
final class ServeCommand implements Command {

  private static final String DEFAULT_ADDRESS = "127.0.0.1:5080";
  private static final int MAX_PORT = 65_535;

  @Override
  public CommandSpec spec() {
    return Flags.command("serve", "Serve the images of the store as a read-only registry")
        .addOption(
            Flags.text(
                "string",
                "Address to listen on; port 0 takes a free one (default \""
                    + DEFAULT_ADDRESS
                    + "\")",
                "--listen"));
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  public Arity arity() {
    return Arity.NONE;
  }

  /// Until it is interrupted.
  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    var address = address(call.given("--listen") ? call.text("--listen") : DEFAULT_ADDRESS);
    try (var server = services.serve(address)) {
      var bound = server.address();
      String host = bound.getAddress().getHostAddress();
      services
          .out()
          .println(
              "Serving "
                  + services.root()
                  + " at http://"
                  + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                  + ":"
                  + bound.getPort());
      services.out().flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (!host.isEmpty() && port >= 0 && port <= MAX_PORT) {
        return new InetSocketAddress(host, port);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InvalidInput("\"" + text + "\" is not an address to listen on: host:port");
  }
}
