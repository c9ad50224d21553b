package io.jimg.contract;

import io.jimg.testing.Http;
import io.jimg.testing.Peers;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RealRegistryContractTest implements RegistryContract {

  private @Nullable Http http;

  @BeforeEach
  void find() {
    http = new Http(URI.create("http://" + Peers.registry() + "/"));
  }

  @AfterEach
  void close() {
    if (http != null) {
      http.close();
    }
  }

  @Override
  public Http http() {
    if (http == null) {
      throw new IllegalStateException("no registry");
    }
    return http;
  }

  @Override
  public String repository() {
    return "jimg-contract/" + UUID.randomUUID();
  }
}
