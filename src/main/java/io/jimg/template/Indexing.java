package io.jimg.template;

import io.jimg.template.value.CallFailure;
import io.jimg.template.value.GoText;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import java.util.ArrayList;
import java.util.List;

/// `index`, `slice` and `len`.
final class Indexing {

  private Indexing() {}

  static GoValue length(GoValue value) {
    var item = Indirection.of(value);
    if (Indirection.isNil(item)) {
      throw new CallFailure("len of nil pointer");
    }
    return switch (item.type().kind()) {
      case STRING -> GoValue.number(GoText.length(((GoValue.Text) item).value()));
      case SLICE -> GoValue.number(((GoValue.Slice) item).elements().size());
      case MAP -> GoValue.number(((GoValue.MapOf) item).members().size());
      case INVALID -> throw new CallFailure("reflect: call of reflect.Value.Type on zero Value");
      case BOOL, INT, UINT, FLOAT, COMPLEX, STRUCT, POINTER, INTERFACE, VALUE ->
          throw new CallFailure("len of type " + item.type());
    };
  }

  static GoValue index(GoValue[] arguments) {
    var item = Indirection.ofInterface(arguments[0]);
    if (item instanceof GoValue.Nil) {
      throw new CallFailure("index of untyped nil");
    }
    for (int i = 1; i < arguments.length; i++) {
      item = Indirection.of(item);
      if (Indirection.isNil(item)) {
        throw new CallFailure("index of nil pointer");
      }
      item = element(item, Indirection.ofInterface(arguments[i]));
    }
    return item;
  }

  private static GoValue element(GoValue item, GoValue index) {
    if (item instanceof GoValue.Slice slice) {
      int size = slice.elements().size();
      int at = position(index, size);
      if (at == size) {
        throw new CallFailure("reflect: slice index out of range");
      }
      return slice.at(at);
    }
    if (item instanceof GoValue.Text(var text, _)) {
      int size = GoText.length(text);
      int at = position(index, size);
      if (at == size) {
        throw new CallFailure("reflect: string index out of range");
      }
      return new GoValue.Int(GoText.byteAt(text, at), GoType.UINT8);
    }
    if (item instanceof GoValue.MapOf map) {
      var value = map.get(key(index, map.type().key()));
      return value == null ? map.type().element().zero() : value;
    }
    throw new CallFailure("can't index item of type " + item.type());
  }

  private static String key(GoValue index, GoType type) {
    if (index instanceof GoValue.Nil) {
      throw new CallFailure("value is nil; should be of type " + type);
    }
    if (index instanceof GoValue.Text(var text, var given) && given.assignableTo(type)) {
      return text;
    }
    throw new CallFailure("value has type " + index.type() + "; should be " + type);
  }

  /// An index as an int between 0 and the limit, which is allowed.
  private static int position(GoValue index, int limit) {
    if (index instanceof GoValue.Nil) {
      throw new CallFailure("cannot index slice/array with nil");
    }
    if (!(index instanceof GoValue.Int(var value, _))) {
      throw new CallFailure("cannot index slice/array with type " + index.type());
    }
    if (value < 0 || value > limit) {
      throw new CallFailure("index out of range: " + value);
    }
    return (int) value;
  }

  static GoValue slice(GoValue[] arguments) {
    var item = Indirection.ofInterface(arguments[0]);
    int given = arguments.length - 1;
    if (item instanceof GoValue.Nil) {
      throw new CallFailure("slice of untyped nil");
    }
    if (given > 3) {
      throw new CallFailure("too many slice indexes: " + given);
    }
    boolean text = item instanceof GoValue.Text;
    if (text && given == 3) {
      throw new CallFailure("cannot 3-index slice a string");
    }
    int size = size(item);
    int capacity = item instanceof GoValue.Slice slice ? slice.capacity() : size;
    int[] at = {0, size, capacity};
    for (int i = 0; i < given; i++) {
      at[i] = position(arguments[i + 1], capacity);
    }
    ordered(at[0], at[1]);
    if (given == 3) {
      ordered(at[1], at[2]);
    }
    return cut(item, at);
  }

  private static int size(GoValue item) {
    if (item instanceof GoValue.Text(var text, _)) {
      return GoText.length(text);
    }
    if (item instanceof GoValue.Slice slice) {
      return slice.elements().size();
    }
    throw new CallFailure("can't slice item of type " + item.type());
  }

  private static void ordered(int low, int high) {
    if (low > high) {
      throw new CallFailure("invalid slice index: " + low + " > " + high);
    }
  }

  private static GoValue cut(GoValue item, int[] at) {
    if (item instanceof GoValue.Text(var text, var type)) {
      return new GoValue.Text(GoText.slice(text, at[0], at[1]), type);
    }
    var slice = (GoValue.Slice) item;
    if (slice.items() == null) {
      return slice;
    }
    List<GoValue> items = slice.items();
    if (at[1] > items.size()) {
      items = new ArrayList<>(items);
      while (items.size() < at[1]) {
        items.add(Indirection.ofInterface(slice.type().element().zero()));
      }
    }
    return new GoValue.Slice(slice.type(), items.subList(at[0], at[1]), at[2] - at[0]);
  }
}
