package io.jimg.registry.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Sockets of channels: an interrupt ends what their threads wait for, which a plain socket's
/// thread does not notice unless it is a virtual one.
final class InterruptibleSockets extends SocketFactory {

  @Override
  public Socket createSocket() throws IOException {
    return SocketChannel.open().socket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  private static Socket connected(InetSocketAddress there, @Nullable InetSocketAddress here)
      throws IOException {
    var channel = SocketChannel.open();
    try {
      channel.bind(here);
      channel.connect(there);
      return channel.socket();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
