package io.jimg.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonReader;
import java.io.IOException;

/// Documents from the network, bound to records: unknown members are ignored, 100 levels at most.
final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(100)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// @throws InvalidInput in the words of Go's encoding/json; never quotes the document
  static <T> T read(byte[] document, Class<T> type) {
    try {
      T value = MAPPER.readValue(document, type);
      if (value != null) {
        return value;
      }
    } catch (IOException e) {
      JsonReader.read(document); // says what is wrong as Go would
    }
    throw new InvalidInput("json: cannot unmarshal the document into " + type.getSimpleName());
  }
}
