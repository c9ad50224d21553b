package io.jimg.cli.registry;

import io.jimg.cli.frame.Command;
import io.jimg.cli.frame.Services;
import io.jimg.cli.frame.flags.Flags;
import io.jimg.cli.frame.flags.Invocation;
import io.jimg.server.ListenAddress;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/// `jimg serve`: the store as a read-only registry.
public final class ServeCommand implements Command {

  private static final String DEFAULT_ADDRESS = "127.0.0.1:5000";

  @Override
  public CommandSpec spec() {
    return Flags.command("serve", "Serve the images of the store as a read-only registry")
        .addOption(
            Flags.text(
                "string",
                "Address to listen on; port 0 takes a free one (default \""
                    + DEFAULT_ADDRESS
                    + "\")",
                "--addr"));
  }

  /// Until it is interrupted.
  @Override
  public int run(Invocation call, Services services) throws InterruptedException {
    var address = ListenAddress.parse(call.given("--addr") ? call.text("--addr") : DEFAULT_ADDRESS);
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
}
