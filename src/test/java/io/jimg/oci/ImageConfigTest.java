package io.jimg.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ImageConfigTest {

  @Test
  void readsWhenEachStepWasMade() {
    byte[] json =
        "{\"history\":[{\"created\":\"2024-01-02T03:04:05Z\",\"created_by\":\"COPY\"}]}"
            .getBytes(UTF_8);
    var step = ImageConfig.parse(json).history().getFirst();
    assertEquals(Instant.parse("2024-01-02T03:04:05Z"), step.createdAt());
    assertEquals("COPY", step.createdBy());
  }
}
