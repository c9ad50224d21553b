package io.jimg.differential;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jimg.testing.Peers;
import io.jimg.testing.RawServer;
import io.jimg.testing.Shell;
import io.jimg.testing.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Servers at an address that is not loopback, where Docker wants TLS and a certificate that it can
/// check. The address is one more of this machine, given to it for the test; nothing leaves it. It
/// goes by [#close], and after an hour whatever happens.
final class Elsewhere implements AutoCloseable {

  private static final String LIFETIME = " valid_lft 3600 preferred_lft 3600";

  private final String ip = Peers.program("ip");
  private final String address;
  private final Map<String, String> hosts = new HashMap<>();
  private final List<HttpsServer> servers = new ArrayList<>();
  private final List<RawServer> raw = new ArrayList<>();

  /// Where addresses may not be given, which takes root, the test is skipped, or fails where peers
  /// are required.
  Elsewhere() {
    long chance = ProcessHandle.current().pid();
    address = "10.203." + (chance >> 8 & 0xff) + "." + (chance & 0xff);
    var given = Shell.run("sh", "-c", ip + " address add " + lo() + LIFETIME);
    Peers.granted("an address of our own (" + given.output().strip() + ")", given.status() == 0);
    var unknown = Tls.authority("unknown");
    serve("unknownaway", unknown.issue(address));
    serve("expiredaway", unknown.issueExpired("10.9.9.9"));
    serve("misnamedaway", unknown.issue("10.9.9.9"));
    serve("namedaway", unknown.issue("example.org"));
    answer("plainaway", "HTTP/1.0 400 Bad Request\r\n\r\n");
    answer("banneraway", "SSH-2.0-OpenSSH_9.2\r\n");
    answer("shortaway", "no");
    answer("silentaway", "");
    answer("oldaway", "\u0015\u0003\u0001\0\u0002\u0002F");
    hosts.put("nobodyaway", address + ":1");
    hosts.put("away", address);
  }

  private String lo() {
    return address + "/32 dev lo";
  }

  private void serve(String name, Tls own) {
    try {
      var server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(own.context()));
      server.start();
      servers.add(server);
      hosts.put(name, address + ":" + server.getAddress().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(String name, String answer) {
    var server = RawServer.answering(answer);
    raw.add(server);
    hosts.put(name, address + server.host().substring(server.host().indexOf(':')));
  }

  /// `host:port` of each, by what it does, and the `away` of all.
  Map<String, String> hosts() {
    return Map.copyOf(hosts);
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    raw.forEach(RawServer::close);
    Shell.run("sh", "-c", ip + " address del " + lo());
  }
}
