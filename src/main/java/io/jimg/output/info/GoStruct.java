package io.jimg.output.info;

import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A Go struct in the making: its fields in Go's order, each with its value.
final class GoStruct {

  private final String name;
  private final StructShape.Builder shape = StructShape.builder();
  private final List<Supplier<GoValue>> values = new ArrayList<>();

  /// @param name the type's, with its package
  GoStruct(String name) {
    this.name = name;
  }

  GoStruct add(String field, GoValue value) {
    return add(field, value, field, Omit.NEVER);
  }

  GoStruct add(String field, GoValue value, String jsonName, Omit omit) {
    shape.field(field, value.type(), jsonName, omit);
    values.add(() -> value);
    return this;
  }

  GoStruct addText(String field, String text) {
    return add(field, GoValue.text(text));
  }

  /// A text that JSON has only where there is one.
  GoStruct addTextIfAny(String field, String text) {
    return add(field, GoValue.text(text), field, Omit.EMPTY);
  }

  GoStruct addFlag(String field, boolean flag) {
    return add(field, GoValue.bool(flag));
  }

  GoStruct addNumber(String field, int number) {
    return add(field, GoValue.number(number));
  }

  /// A number that is worked out when it is asked for.
  GoStruct addNumber(String field, Supplier<Integer> number) {
    shape.field(field, GoType.INT);
    values.add(() -> GoValue.number(number.get()));
    return this;
  }

  /// A list that is nil.
  GoStruct addNothing(String field, GoType list, Omit omit) {
    return add(field, new GoValue.Slice(list, null, 0), field, omit);
  }

  /// A pointer that is nil, and so absent from JSON.
  GoStruct addNil(String field, String type) {
    var pointer = GoType.pointerTo(GoType.struct(type, StructShape.builder().build()));
    return add(field, new GoValue.Pointer(pointer, null), field, Omit.EMPTY);
  }

  /// A struct whose fields count as this one's.
  GoStruct embed(String field, GoValue.Struct struct) {
    shape.embedded(field, struct.type());
    values.add(() -> struct);
    return this;
  }

  /// As in [StructShape.Builder#text] and [StructShape.Builder#json].
  GoStruct written(String text) {
    shape.text(_ -> text).json(_ -> '"' + text + '"');
    return this;
  }

  GoStruct json(String json) {
    shape.json(_ -> json);
    return this;
  }

  GoValue.Struct value() {
    return new GoValue.Struct(GoType.struct(name, shape.build()), index -> values.get(index).get());
  }
}
