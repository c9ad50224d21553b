package io.jimg.registry.transport;

import io.jimg.error.RegistryFailure;
import io.jimg.registry.settings.RegistrySettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Single HTTP exchanges: no redirects, no authentication, no retries.
public final class Wire implements AutoCloseable {

  private final RegistrySettings settings;
  private final Clients clients;

  public Wire(RegistrySettings settings) {
    this.settings = settings;
    clients = new Clients(settings, call -> new Dialled(dialled(call)));
  }

  /// Sets up what the first request needs, whatever it is.
  public static void warmUp() {
    Clients.warmUp();
  }

  /// Sends `request`; whoever calls closes the answer.
  ///
  /// @throws RegistryFailure when there is no answer; its cause is then an IOException
  /// @param whole how long the answer may take with its body, null for no limit
  public Response open(Request request, @Nullable Duration whole) {
    return open(clients.forRequest(request), request, whole);
  }

  /// Like [#open] for a lenient host that may not speak TLS: does not wait for it as long.
  public Response probe(Request request, @Nullable Duration whole) {
    return open(
        request.isHttps() ? clients.probing(request) : clients.forRequest(request), request, whole);
  }

  private Response open(OkHttpClient client, Request request, @Nullable Duration whole) {
    var dialled = new AtomicReference<@Nullable Dial>();
    var tagged =
        request
            .newBuilder()
            .header("User-Agent", settings.userAgent())
            .tag(AtomicReference.class, dialled)
            .build();
    var call = client.newCall(tagged);
    if (whole != null) {
      call.timeout().timeout(whole.toMillis(), TimeUnit.MILLISECONDS);
    }
    try {
      var response = execute(call);
      settings.trace().accept(line(request, Integer.toString(response.code())));
      return response;
    } catch (IOException e) {
      var failure = TransportErrors.of(request, e, dialled.get());
      settings.trace().accept(failure.sentence());
      throw failure;
    }
  }

  /// okhttp is Kotlin: an interrupt while it connects comes out as an exception that it does not
  /// declare.
  private static Response execute(Call call) throws IOException {
    try {
      return call.execute();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof IOException failure) {
        throw failure;
      }
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// The whole body of `response`.
  ///
  /// @throws RegistryFailure when it is cut, or longer than `limit`
  public static byte[] body(Response response, int limit) {
    byte[] body = start(response, limit + 1);
    if (body.length > limit) {
      String prefix = TransportErrors.prefix(response.request());
      throw new RegistryFailure(prefix + "the answer is longer than " + limit + " bytes", null);
    }
    return body;
  }

  /// The body of `response`, or its first `limit` bytes.
  public static byte[] start(Response response, int limit) {
    try {
      return response.body().byteStream().readNBytes(limit);
    } catch (IOException e) {
      throw TransportErrors.of(response.request(), e);
    }
  }

  @Override
  public void close() {
    clients.close();
  }

  private static String line(Request request, String outcome) {
    return request.method() + " " + Destination.shown(request.url()) + " " + outcome;
  }

  @SuppressWarnings("unchecked")
  private static AtomicReference<@Nullable Dial> dialled(Call call) {
    var tag = call.request().tag(AtomicReference.class);
    return tag == null ? new AtomicReference<>() : (AtomicReference<@Nullable Dial>) tag;
  }

  /// The address that was tried last, for the message.
  ///
  /// @param proxy what lives there: a proxy that is to pass the request on, or the host itself
  /// @param greeting whether TLS was begun there and not yet agreed on
  record Dial(InetSocketAddress address, Proxy.Type proxy, boolean greeting) {

    static Dial of(InetSocketAddress address, Proxy proxy) {
      boolean socks = proxy.type() == Proxy.Type.SOCKS;
      return socks && proxy.address() instanceof InetSocketAddress there
          ? new Dial(there, proxy.type(), false)
          : new Dial(address, proxy.type(), false);
    }

    private Dial greeting(boolean now) {
      return new Dial(address, proxy, now);
    }
  }

  private static final class Dialled extends EventListener {

    private final AtomicReference<@Nullable Dial> last;

    Dialled(AtomicReference<@Nullable Dial> last) {
      this.last = last;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
      last.set(Dial.of(address, proxy));
    }

    @Override
    public void connectFailed(
        Call call,
        InetSocketAddress address,
        Proxy proxy,
        @Nullable Protocol protocol,
        IOException failure) {
      var failed = Dial.of(address, proxy);
      var known = last.get();
      boolean greeted = known != null && known.greeting && known.address.equals(failed.address);
      last.set(greeted ? known : failed);
    }

    @Override
    public void secureConnectStart(Call call) {
      greeting(true);
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
      greeting(false);
    }

    private void greeting(boolean now) {
      var dial = last.get();
      last.set(dial == null ? null : dial.greeting(now));
    }
  }
}
