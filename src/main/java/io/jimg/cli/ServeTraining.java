package io.jimg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/// `serve`, for [Train]: what a server needs is in no other cache. It is asked over plain sockets,
/// so that nothing of a client gets into this one.
final class ServeTraining {

  private static final List<String> PATHS =
      List.of("", "_catalog", "library/image/tags/list", "library/image/manifests/0", "nosuch");

  private final Train train;

  ServeTraining(Train train) {
    this.train = train;
  }

  void run() throws IOException, InterruptedException {
    var printed = new PipedInputStream();
    var out = new PrintStream(new PipedOutputStream(printed), true, UTF_8);
    var nothing = InputStream.nullInputStream();
    var server =
        Thread.ofPlatform()
            .start(() -> train.jimg("mine", nothing, out, "serve", "--addr", "127.0.0.1:0"));
    String line = new BufferedReader(new InputStreamReader(printed, UTF_8)).readLine();
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    for (String path : PATHS) {
      get(port, path);
    }
    server.interrupt();
    server.join();
  }

  private static void get(int port, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /v2/" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
