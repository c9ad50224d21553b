package io.jimg.output.table;

import io.jimg.oci.GoIndent;
import io.jimg.template.GoJson;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The columns that a kind of row has, by the names that templates use.
public final class RowShape {

  private final List<Column> columns;
  private final String goType;
  private @Nullable GoType type;

  /// @param name what templates call it
  /// @param header what a table calls it
  public record Column(String name, String header) {}

  /// @param goType the name of Docker's type, which its errors show
  public RowShape(String goType, List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.goType = goType;
  }

  /// The place of a column, -1 where there is none of that name.
  int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name.equals(name)) {
        return i;
      }
    }
    return -1;
  }

  String header(int column) {
    return columns.get(column).header;
  }

  /// `row` as a template sees it.
  ///
  /// @param shown what a value that is printed by itself goes through; JSON has its own escapes
  public GoValue value(Row row, UnaryOperator<String> shown) {
    return GoValue.Pointer.to(new GoValue.Struct(type(), new Values(row, shown)));
  }

  /// The headers by column name.
  GoValue headers() {
    Map<String, GoValue> headers = new LinkedHashMap<>();
    for (var column : columns) {
      headers.put(column.name, GoValue.text(column.header));
    }
    var label = GoFunction.of(arguments -> label((GoValue.Text) arguments[0]), GoType.STRING);
    var methods = StructShape.builder().method("Label", label).build();
    var type = GoType.namedMap("formatter.SubHeaderContext", GoType.STRING, methods);
    return new GoValue.MapOf(type, headers);
  }

  /// The header of a column of one label: the last part of its name.
  private static GoValue label(GoValue.Text name) {
    String last = name.value().substring(name.value().lastIndexOf('.') + 1);
    return GoValue.text(last.replace('-', ' ').replace('_', ' '));
  }

  /// Made when first asked for: most lists are printed without the template engine.
  public synchronized GoType type() {
    var made = type;
    if (made == null) {
      var shape = StructShape.builder();
      for (var column : columns) {
        shape.method(column.name, GoType.STRING);
      }
      made = GoType.struct(goType, shape.json(this::json).build());
      type = made;
    }
    return made;
  }

  /// An object of strings, by name; `<`, `>` and `&` escaped.
  private String json(GoValue.Struct value) {
    Map<String, GoValue> members = new LinkedHashMap<>();
    if (value.fields() instanceof Values(var row, _)) {
      for (int i = 0; i < columns.size(); i++) {
        members.put(columns.get(i).name, GoValue.text(row.jsonValue(i)));
      }
    }
    return GoIndent.escapeHtml(GoJson.encode(GoValue.MapOf.of(members)));
  }

  private record Values(Row row, UnaryOperator<String> shown) implements GoValue.Struct.Fields {
    @Override
    public GoValue at(int index) {
      return GoValue.text(shown.apply(row.value(index)));
    }
  }
}
