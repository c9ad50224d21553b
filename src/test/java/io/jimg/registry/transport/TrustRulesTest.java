package io.jimg.registry.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.config.network.InsecureRegistries;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustRulesTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          https://127.0.0.1:5000, , true
          https://localhost, , true
          https://[::1]:5000, , true
          https://registry.corp, , false
          https://registry.corp, registry.corp, true
          https://registry.corp:5000, registry.corp, false
          https://registry.corp:5000, registry.corp:5000, true
          https://other.corp:5000, registry.corp:5000, false
          https://10.1.2.3:5000, 10.0.0.0/8, true
          https://11.1.2.3:5000, 10.0.0.0/8, false
          https://10.1.2.3:5000, 10.1.2.2/31, true
          https://10.1.2.3:5000, 10.1.2.2/32, false
          https://[fd00::1]:5000, fd00::/16, true
          https://10.1.2.3:5000, fd00::/16, false
          https://registry.corp, 0.0.0.0/0, false
          https://8.8.8.8, 0.0.0.0/0, true
          """)
  void onlyLoopbackAndWhatIsListedMayDoWithoutProof(
      String url, @Nullable String listed, boolean lenient) {
    var rules = new TrustRules(InsecureRegistries.of(listed == null ? List.of() : List.of(listed)));
    assertEquals(lenient, rules.isLenient(HttpUrl.get(url)));
  }
}
