package io.jimg.testing;

import static java.util.stream.Collectors.toCollection;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jimg.oci.Digest;
import io.jimg.server.RegistryHandler;
import io.jimg.server.RegistryServer;
import io.jimg.server.content.MemoryContent;
import io.jimg.server.content.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/// A registry on loopback that can be told to misbehave and remembers what it was asked. It is the
/// real server over memory; faults and access stand in front of it.
public final class FakeRegistry implements AutoCloseable {

  private record Rule(Predicate<Request> match, Fault fault) {}

  private final MemoryContent content = new MemoryContent();
  private final HttpHandler registry = RegistryHandler.writable(content);
  private final Journal journal = new Journal();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final String scheme;
  private final RegistryServer server;
  private volatile Access access = new Access.Open();

  private FakeRegistry(String scheme, HttpServer listener) {
    this.scheme = scheme;
    this.server = RegistryServer.start(listener, this::handle);
  }

  /// Starts on a free port of 127.0.0.1.
  public static FakeRegistry start() {
    try {
      return new FakeRegistry("http", HttpServer.create(loopback(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Speaks TLS with the certificate of `own`.
  public static FakeRegistry startTls(Tls own) {
    return startTls(new HttpsConfigurator(own.context()));
  }

  /// Speaks TLS only with those who show a certificate that `authority` issued.
  public static FakeRegistry startTls(Tls own, Tls authority) {
    return startTls(
        new HttpsConfigurator(own.context(authority)) {
          @Override
          public void configure(HttpsParameters parameters) {
            var wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
  }

  private static FakeRegistry startTls(HttpsConfigurator configurator) {
    try {
      var listener = HttpsServer.create(loopback(), 0);
      listener.setHttpsConfigurator(configurator);
      return new FakeRegistry("https", listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /// `127.0.0.1:port`, as it stands in a reference.
  public String host() {
    return "127.0.0.1:" + server.address().getPort();
  }

  public URI uri() {
    return URI.create(scheme + "://" + host() + "/");
  }

  /// What is stored, to put things there past all checks.
  public MemoryContent content() {
    return content;
  }

  /// Puts `sample` with everything below it into `repository` and tags it.
  public FakeRegistry serve(String repository, String tag, Sample sample) {
    serve(repository, sample);
    content.putTag(new Repository(repository), tag, sample.digest());
    return this;
  }

  /// Puts `sample` with everything below it into `repository`.
  public FakeRegistry serve(String repository, Sample sample) {
    var shelf = new Repository(repository);
    sample.blobs().forEach((digest, bytes) -> content.putBlob(shelf, digest, bytes));
    sample.children().forEach(child -> content.putManifest(shelf, child));
    content.putManifest(shelf, sample.manifest());
    return this;
  }

  /// Lets `fault` strike the requests that match. Where several fit, the first one meets the
  /// request; if it lets the registry answer, the next one meets that, and so on. A fault that was
  /// not reached is not used up.
  public FakeRegistry fault(Predicate<Request> match, Fault fault) {
    rules.add(new Rule(match, fault.fresh()));
    return this;
  }

  /// Takes all faults away.
  public void heal() {
    rules.clear();
  }

  /// Lets only those in whom `access` allows.
  public FakeRegistry protect(Access access) {
    this.access = access;
    return this;
  }

  /// Everything that was asked so far.
  public List<Request> requests() {
    return journal.requests();
  }

  /// `GET /v2/…`, one a request.
  public List<String> lines() {
    return requests().stream().map(Request::line).toList();
  }

  public long count(Predicate<Request> match) {
    return requests().stream().filter(match).count();
  }

  /// The blobs that were read, wholly or in part.
  public Set<Digest> blobsServed() {
    return requests().stream()
        .filter(Match.get().and(Match.blobs()))
        .filter(request -> request.status() == 200 || request.status() == 206)
        .map(request -> request.path().substring(request.path().lastIndexOf('/') + 1))
        .map(Digest::parse)
        .collect(toCollection(TreeSet::new));
  }

  /// Forgets what was asked so far.
  public void forget() {
    journal.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var line = journal.begin(exchange);
    var request = line.request();
    meet(line, request, 0);
  }

  private void meet(HttpExchange exchange, Request request, int from) throws IOException {
    for (int i = from; i < rules.size(); i++) {
      var rule = rules.get(i);
      if (rule.match.test(request) && rule.fault.strikes()) {
        int next = i + 1;
        rule.fault.meet(new Call(exchange, through -> meet(through, request, next), closing));
        return;
      }
    }
    enter(exchange, request);
  }

  private void enter(HttpExchange exchange, Request request) throws IOException {
    switch (access) {
      case Access.Open() -> registry.handle(exchange);
      case Access.Basic basic -> {
        if (basic.header().equals(request.header("Authorization"))) {
          registry.handle(exchange);
        } else {
          TokenServer.refuse(exchange, "Basic realm=\"fake\"");
        }
      }
      case Access.Token(var tokens) -> tokens.guard(this, exchange, request, registry);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }
}
