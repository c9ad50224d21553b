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
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The registry that [NetworkTraining] talks to, in a JVM of its own so that nothing of a server
/// gets into the cache. Prints its port, the one of a place that can be searched once, and the one
/// of a proxy behind which it speaks TLS, whatever host was asked for. Serves until its standard
/// input ends.
final class TrainingRegistry {

  static final String PASSWORD = "training";

  private static final int LONGEST_REQUEST = 8192;
  private static final String FOUND =
      "{\"results\":[{\"name\":\"demo/image\",\"description\":\"An image\",\"star_count\":1,"
          + "\"is_official\":true}]}";

  private TrainingRegistry() {}

  /// @param args the keys of its TLS
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    var tls = tls(Path.of(args[0]));
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server =
            RegistryServer.start(loopback, RegistryHandler.writable(new MemoryContent()));
        var index = new ServerSocket(0, 1, loopback.getAddress());
        var proxy = new ServerSocket(0, 5, loopback.getAddress());
        var out = new FileOutputStream(FileDescriptor.out);
        var in = new FileInputStream(FileDescriptor.in)) {
      Thread.ofVirtual().start(() -> answer(index));
      Thread.ofVirtual().start(() -> tunnels(proxy, tls, server.address()));
      String ports =
          server.address().getPort()
              + "\n"
              + index.getLocalPort()
              + "\n"
              + proxy.getLocalPort()
              + "\n";
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

  private static SSLSocketFactory tls(Path file) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getSocketFactory();
  }

  private static void tunnels(ServerSocket proxy, SSLSocketFactory tls, InetSocketAddress to) {
    try {
      while (true) {
        var socket = proxy.accept();
        Thread.ofVirtual().start(() -> tunnel(socket, tls, to));
      }
    } catch (IOException e) {
      // the end of training
    }
  }

  private static void tunnel(Socket socket, SSLSocketFactory tls, InetSocketAddress to) {
    try (socket;
        var server = new Socket(to.getAddress(), to.getPort())) {
      var asked = socket.getInputStream().read(new byte[LONGEST_REQUEST]);
      if (asked < 0) {
        return;
      }
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
      var plain = (SSLSocket) tls.createSocket(socket, null, true);
      plain.setUseClientMode(false);
      Thread.ofVirtual().start(() -> copy(server, plain));
      copy(plain, server);
    } catch (IOException e) {
      // a client that hangs up
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // either side is gone
    }
  }
}
