package io.jimg.template.fmt;

import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.GoValue.Any;
import io.jimg.template.value.GoValue.MapOf;
import io.jimg.template.value.GoValue.Nil;
import io.jimg.template.value.GoValue.Pointer;
import io.jimg.template.value.GoValue.Slice;
import io.jimg.template.value.GoValue.Struct;
import io.jimg.template.value.GoValue.Text;
import io.jimg.template.value.StructShape;
import org.jspecify.annotations.Nullable;

/// Prints values as Go's fmt does.
public final class Printer {

  private static final String NIL = "<nil>";

  /// Stands for the address of every pointer: Go's own differ from run to run.
  private static final long ADDRESS = 0xc000010000L;

  private final Field field = new Field();

  /// Set while a refused verb shows its operand: methods are not asked then.
  private boolean refusing;

  /// Go's fmt.Sprint: a space between operands when neither is a string.
  public static String sprint(GoValue... operands) {
    var printer = new Printer();
    boolean afterText = true;
    for (var operand : operands) {
      var value = bare(operand);
      boolean text = value.type().kind() == GoType.Kind.STRING;
      if (!text && !afterText) {
        printer.field.out.append(' ');
      }
      printer.argument(value, 'v');
      printer.field.checkSize();
      afterText = text;
    }
    return printer.field.out.toString();
  }

  /// Go's fmt.Sprintln.
  public static String sprintln(GoValue... operands) {
    var printer = new Printer();
    for (int i = 0; i < operands.length; i++) {
      if (i > 0) {
        printer.field.out.append(' ');
      }
      printer.argument(operands[i], 'v');
      printer.field.checkSize();
    }
    return printer.field.out.append('\n').toString();
  }

  Field field() {
    return field;
  }

  private static GoValue bare(GoValue value) {
    return value instanceof Any(var inner) ? inner : value;
  }

  /// One operand of a verb.
  void argument(GoValue operand, int verb) {
    var value = bare(operand);
    if (value instanceof Nil) {
      if (verb == 'T' || verb == 'v') {
        field.pad(NIL);
      } else {
        refuse(value, verb);
      }
    } else if (verb == 'T') {
      field.string(value.type().name());
    } else if (verb == 'p') {
      pointer(value, verb);
    } else if (isBasic(value.type()) || !methods(value, verb)) {
      value(value, verb, 0);
    }
  }

  /// Whether Go prints values of the type without asking them for methods.
  private static boolean isBasic(GoType type) {
    return switch (type.kind()) {
      case BOOL, INT, UINT, FLOAT, COMPLEX, STRING -> type.name().indexOf('.') < 0;
      case INVALID, SLICE, MAP, STRUCT, POINTER, INTERFACE, VALUE -> false;
    };
  }

  /// Lets the value's own methods print it; false when it has none that fit the verb.
  private boolean methods(GoValue value, int verb) {
    if (refusing) {
      return false;
    }
    if (verb == 'w') {
      refuse(value, verb);
      return true;
    }
    String text = field.sharpV || "vsxXq".indexOf(verb) < 0 ? null : text(value);
    if (text == null) {
      return false;
    }
    string(value, text, verb);
    return true;
  }

  private static @Nullable String text(GoValue value) {
    if (value instanceof Pointer(_, var target) && target != null) {
      return text(target);
    }
    if (value instanceof Struct struct) {
      var form = struct.shape().text();
      return form == null ? null : form.of(struct);
    }
    return null;
  }

  private void value(GoValue value, int verb, int depth) {
    var inner = bare(value);
    if (depth > 0 && !(inner instanceof Nil) && methods(inner, verb)) {
      return;
    }
    switch (inner.type().kind()) {
      case INVALID, VALUE -> field.out.append(field.sharpV ? "interface {}(nil)" : NIL);
      case BOOL -> bool(inner, ((GoValue.Bool) inner).value(), verb);
      case INT, UINT -> integer((GoValue.Int) inner, verb);
      case FLOAT -> number(inner, ((GoValue.Real) inner).value(), verb);
      case COMPLEX -> complex((GoValue.Complex) inner, verb);
      case STRING -> string(inner, ((Text) inner).value(), verb);
      case SLICE -> slice((Slice) inner, verb, depth);
      case MAP -> map((MapOf) inner, verb, depth);
      case STRUCT -> struct((Struct) inner, verb, depth);
      case POINTER -> pointer((Pointer) inner, verb, depth);
      case INTERFACE -> throw new IllegalStateException("an interface in an interface");
    }
    field.checkSize();
  }

  private void refuse(GoValue value, int verb) {
    field.out.append("%!").appendCodePoint(verb).append('(');
    if (value instanceof Nil) {
      field.out.append(NIL);
    } else {
      refusing = true;
      field.out.append(value.type().name()).append('=');
      argument(value, 'v');
      refusing = false;
    }
    field.out.append(')');
  }

  private void bool(GoValue value, boolean flag, int verb) {
    if (verb == 't' || verb == 'v') {
      field.pad(flag ? "true" : "false");
    } else {
      refuse(value, verb);
    }
  }

  private void integer(GoValue.Int value, int verb) {
    long number = value.value();
    boolean signed = value.type().kind() == GoType.Kind.INT;
    switch (verb) {
      case 'v' -> {
        if (field.sharpV && !signed) {
          Integers.writeHex(field, number, true);
        } else {
          Integers.write(field, number, signed, verb);
        }
      }
      case 'd', 'b', 'o', 'O', 'x', 'X' -> Integers.write(field, number, signed, verb);
      case 'c' -> Integers.character(field, number);
      case 'q' -> Integers.quoted(field, number);
      case 'U' -> Integers.unicode(field, number);
      default -> refuse(value, verb);
    }
  }

  private void number(GoValue value, double number, int verb) {
    switch (verb) {
      case 'v' -> FloatField.write(field, number, 'g', -1);
      case 'b', 'g', 'G', 'x', 'X' -> FloatField.write(field, number, (char) verb, -1);
      case 'f', 'e', 'E' -> FloatField.write(field, number, (char) verb, 6);
      case 'F' -> FloatField.write(field, number, 'f', 6);
      default -> refuse(value, verb);
    }
  }

  private void complex(GoValue.Complex value, int verb) {
    if ("vbgGxXfFeE".indexOf(verb) < 0) {
      refuse(value, verb);
      return;
    }
    boolean plus = field.plus;
    field.out.append('(');
    number(value, value.real(), verb);
    field.plus = true;
    number(value, value.imaginary(), verb);
    field.out.append("i)");
    field.plus = plus;
  }

  private void string(GoValue value, String text, int verb) {
    switch (verb) {
      case 'v' -> {
        if (field.sharpV) {
          field.quoted(text);
        } else {
          field.string(text);
        }
      }
      case 's' -> field.string(text);
      case 'x' -> field.hex(text, Integers.LOWER);
      case 'X' -> field.hex(text, Integers.UPPER);
      case 'q' -> field.quoted(text);
      default -> refuse(value, verb);
    }
  }

  /// Opens a composite; false when it is nil in Go syntax and nothing follows.
  private boolean open(GoType type, boolean nil, String plain) {
    if (!field.sharpV) {
      field.out.append(plain);
      return true;
    }
    field.out.append(type.name()).append(nil ? "(nil)" : "{");
    return !nil;
  }

  private void between(int index) {
    if (index > 0) {
      field.out.append(field.sharpV ? ", " : " ");
    }
  }

  private void slice(Slice slice, int verb, int depth) {
    if (!open(slice.type(), slice.items() == null, "[")) {
      return;
    }
    var elements = slice.elements();
    for (int i = 0; i < elements.size(); i++) {
      between(i);
      value(elements.get(i), verb, depth + 1);
    }
    field.out.append(field.sharpV ? '}' : ']');
  }

  private void map(MapOf map, int verb, int depth) {
    if (!open(map.type(), map.entries() == null, "map[")) {
      return;
    }
    int index = 0;
    for (var key : map.sortedKeys()) {
      between(index++);
      value(new Text(key, map.type().key()), verb, depth + 1);
      field.out.append(':');
      value(map.members().getOrDefault(key, GoValue.NIL), verb, depth + 1);
    }
    field.out.append(field.sharpV ? '}' : ']');
  }

  private void struct(Struct struct, int verb, int depth) {
    if (field.sharpV) {
      field.out.append(struct.type().name());
    }
    field.out.append('{');
    var members = struct.shape().members();
    int shown = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).access() != StructShape.Access.METHOD) {
        between(shown++);
        if (field.plusV || field.sharpV) {
          field.out.append(members.get(i).name()).append(':');
        }
        value(struct.fields().at(i), verb, depth + 1);
      }
    }
    field.out.append('}');
  }

  private void pointer(Pointer pointer, int verb, int depth) {
    var target = pointer.target();
    if (depth == 0
        && (target instanceof Slice || target instanceof Struct || target instanceof MapOf)) {
      field.out.append('&');
      value(target, verb, depth + 1);
    } else {
      pointer(pointer, verb);
    }
  }

  /// The address of what Go holds by reference.
  private void pointer(GoValue value, int verb) {
    boolean nil;
    switch (value) {
      case Pointer(_, var target) -> nil = target == null;
      case Slice slice -> nil = slice.items() == null;
      case MapOf map -> nil = map.entries() == null;
      case Nil _,
          GoValue.Bool _,
          GoValue.Int _,
          GoValue.Real _,
          GoValue.Complex _,
          Text _,
          Struct _,
          Any _ -> {
        refuse(value, verb);
        return;
      }
    }
    long address = nil ? 0 : ADDRESS;
    switch (verb) {
      case 'v' -> {
        if (field.sharpV) {
          field.out.append('(').append(value.type().name()).append(")(");
          if (nil) {
            field.out.append("nil");
          } else {
            Integers.writeHex(field, address, true);
          }
          field.out.append(')');
        } else if (nil) {
          field.pad(NIL);
        } else {
          Integers.writeHex(field, address, !field.sharp);
        }
      }
      case 'p' -> Integers.writeHex(field, address, !field.sharp);
      case 'b', 'o', 'd', 'x', 'X' -> Integers.write(field, address, false, verb);
      default -> refuse(value, verb);
    }
  }
}
