package io.jimg.contract;

import io.jimg.testing.FakeRegistry;
import io.jimg.testing.Http;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;

class FakeRegistryContractTest implements RegistryContract {

  private static final FakeRegistry REGISTRY = FakeRegistry.start();
  private static final Http HTTP = new Http(REGISTRY.uri());
  private static final AtomicInteger SERIAL = new AtomicInteger();

  @AfterAll
  static void close() {
    HTTP.close();
    REGISTRY.close();
  }

  @Override
  public Http http() {
    return HTTP;
  }

  @Override
  public String repository() {
    return "contract/" + SERIAL.incrementAndGet();
  }
}
