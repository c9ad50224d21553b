package io.jimg.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that leads to registries of this JVM by whatever name they are asked for: HTTP's CONNECT
/// and SOCKS 5 on one port, told apart by the first byte.
public final class TunnelProxy implements AutoCloseable {

  private static final int SOCKS = 5;
  private static final int NAME = 3;
  private static final int PASSWORD = 2;

  private final ServerSocket listener;
  private final Map<String, String> places = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile String user = "";
  private volatile String password = "";

  private TunnelProxy(ServerSocket listener) {
    this.listener = listener;
    Thread.ofVirtual().start(this::listen);
  }

  public static TunnelProxy start() {
    try {
      return new TunnelProxy(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Speaks TLS with its clients.
  public static TunnelProxy startTls(Tls own) {
    try {
      var sockets = own.context().getServerSocketFactory();
      return new TunnelProxy(sockets.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connects who asks for `name` (`host:port`) with `place`.
  public TunnelProxy leading(String name, String place) {
    places.put(name, place);
    return this;
  }

  /// Serves nobody but this user.
  public TunnelProxy protect(String name, String secret) {
    user = name;
    password = secret;
    return this;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// What was asked for, with the password that was shown: `registry.test:443 ann:pw`.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = client.getInputStream();
      int first = in.read();
      if (first == SOCKS) {
        socks(client, in);
      } else if (first >= 0) {
        connect(client, (char) first + head(in));
      }
    } catch (IOException e) {
      // The client went away; that is its right.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("cut");
      }
      head.write(b);
    }
    return head.toString(ISO_8859_1);
  }

  private void connect(Socket client, String head) throws IOException {
    String name = head.split(" ")[1];
    String basic = new Access.Basic(user, password).header();
    String shown = head.contains("Proxy-Authorization: " + basic) ? user + ":" + password : "";
    asked.add((name + " " + shown).strip());
    if (!user.isEmpty() && shown.isEmpty()) {
      answer(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"");
    } else if (places.get(name) == null) {
      answer(client, "502 Bad Gateway");
    } else {
      client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
      join(client, name);
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    String head = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    client.getOutputStream().write(head.getBytes(ISO_8859_1));
  }

  /// RFC 1928, and RFC 1929 for the password.
  private void socks(Socket client, InputStream in) throws IOException {
    var out = client.getOutputStream();
    in.readNBytes(in.read());
    String shown = "";
    if (user.isEmpty()) {
      out.write(new byte[] {SOCKS, 0});
    } else {
      out.write(new byte[] {SOCKS, PASSWORD});
      in.read();
      shown = text(in) + ":" + text(in);
      boolean right = shown.equals(user + ":" + password);
      if (!right) {
        asked.add(shown); // before the client hears of it, and the test looks
      }
      out.write(new byte[] {1, (byte) (right ? 0 : 1)});
      if (!right) {
        return;
      }
    }
    byte[] request = in.readNBytes(4);
    String host = request[3] == NAME ? text(in) : literal(in.readNBytes(request[3] == 1 ? 4 : 16));
    String name = host + ":" + (in.read() << 8 | in.read());
    asked.add((name + " " + shown).strip());
    out.write(
        new byte[] {SOCKS, (byte) (places.containsKey(name) ? 0 : 4), 0, 1, 0, 0, 0, 0, 0, 0});
    if (places.containsKey(name)) {
      join(client, name);
    }
  }

  private static String literal(byte[] address) throws IOException {
    return InetAddress.getByAddress(address).getHostAddress();
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readNBytes(in.read()), ISO_8859_1);
  }

  private void join(Socket client, String name) throws IOException {
    String place = places.getOrDefault(name, "");
    int colon = place.lastIndexOf(':');
    try (var server =
        new Socket(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)))) {
      open.add(server);
      Thread.ofVirtual().start(() -> copy(server, client));
      client.getInputStream().transferTo(server.getOutputStream());
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // One of the two has hung up.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
