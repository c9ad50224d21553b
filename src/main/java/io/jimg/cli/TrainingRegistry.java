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
import java.net.ServerSocket;

/// The registry that [NetworkTraining] talks to, in a JVM of its own so that nothing of a server
/// gets into the cache. Prints its port, and the one of a place that can be searched once, and
/// serves until its standard input ends.
final class TrainingRegistry {

  private static final int LONGEST_REQUEST = 8192;
  private static final String FOUND =
      "{\"results\":[{\"name\":\"demo/image\",\"description\":\"An image\",\"star_count\":1,"
          + "\"is_official\":true}]}";

  private TrainingRegistry() {}

  public static void main(String[] args) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server =
            RegistryServer.start(loopback, RegistryHandler.writable(new MemoryContent()));
        var index = new ServerSocket(0, 1, loopback.getAddress());
        var out = new FileOutputStream(FileDescriptor.out);
        var in = new FileInputStream(FileDescriptor.in)) {
      Thread.ofVirtual().start(() -> answer(index));
      String ports = server.address().getPort() + "\n" + index.getLocalPort() + "\n";
      out.write(ports.getBytes(US_ASCII));
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void answer(ServerSocket index) {
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + "Content-Length: "
            + FOUND.length()
            + "\r\n\r\n"
            + FOUND;
    try (var socket = index.accept()) {
      var request = socket.getInputStream().read(new byte[LONGEST_REQUEST]);
      if (request > 0) {
        socket.getOutputStream().write(answer.getBytes(US_ASCII));
      }
    } catch (IOException e) {
      // nobody searches
    }
  }
}
