package io.jimg.registry.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Connections that speak TLS from the start, with a proxy that wants to be spoken to so; its
/// certificate must be good for its name. okhttp takes them for plain ones.
public final class ProxySockets extends SocketFactory {

  private final SSLSocketFactory sockets;

  public ProxySockets(SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  @Override
  public Socket createSocket() throws IOException {
    return verifying(sockets.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return verifying(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return verifying(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return verifying(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return verifying(sockets.createSocket(host, port, local, localPort));
  }

  private static Socket verifying(Socket socket) {
    if (socket instanceof SSLSocket tls) {
      var parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
    }
    return socket;
  }
}
