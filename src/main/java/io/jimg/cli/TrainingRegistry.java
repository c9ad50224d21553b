package io.jimg.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jimg.server.RegistryHandler;
import io.jimg.server.RegistryServer;
import io.jimg.server.content.MemoryContent;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// The registry that [NetworkTraining] talks to, in a JVM of its own so that nothing of a server
/// gets into the cache. Prints its port and serves until its standard input ends.
final class TrainingRegistry {

  private TrainingRegistry() {}

  public static void main(String[] args) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server =
            RegistryServer.start(loopback, RegistryHandler.writable(new MemoryContent()));
        var out = new FileOutputStream(FileDescriptor.out);
        var in = new FileInputStream(FileDescriptor.in)) {
      out.write((server.address().getPort() + "\n").getBytes(US_ASCII));
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
