package io.jimg.output.inspect;

import io.jimg.template.GoJson;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import java.util.ArrayList;
import java.util.List;

/// A JSON object in the making, members in the order they are added.
final class WireObject {

  private final StructShape.Builder shape = StructShape.builder();
  private final List<GoValue> values = new ArrayList<>();

  WireObject add(String name, GoValue value) {
    shape.field(name, value.type());
    values.add(value);
    return this;
  }

  WireObject add(String name, String text) {
    return add(name, GoValue.text(text));
  }

  /// Nothing where there is no text.
  WireObject addUnlessEmpty(String name, String text) {
    return text.isEmpty() ? this : add(name, text);
  }

  GoValue value() {
    return GoValue.Struct.of(GoType.struct("wire", shape.build()), values);
  }

  String json() {
    return GoJson.encode(value());
  }
}
