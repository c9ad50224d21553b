package io.jimg.template.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a Go struct looks like from a template: its fields in order, its methods, and how it is
/// written as text and as JSON.
public final class StructShape {

  /// How a template reaches a member.
  public enum Access {
    FIELD,
    METHOD,
    /// A field whose own members count as the struct's too.
    EMBEDDED,
    /// An unexported field: printed, but refused by name.
    UNEXPORTED
  }

  /// When a field is left out of JSON.
  public enum Omit {
    NEVER,
    /// False, 0, nil, and empty text, lists and maps.
    EMPTY,
    ALWAYS
  }

  /// A field, or a method without parameters.
  public record Member(String name, GoType type, Access access, String jsonName, Omit omit) {}

  /// How a value of the struct reads, where Go's type has a method for that.
  @FunctionalInterface
  public interface Text {
    String of(GoValue.Struct value);
  }

  static final StructShape EMPTY = builder().build();

  private final List<Member> members;
  private final Map<String, Integer> indexes;
  private final Map<String, GoFunction> functions;
  private final @Nullable Text text;
  private final @Nullable Text json;

  private StructShape(Builder builder) {
    members = List.copyOf(builder.members);
    functions = Map.copyOf(builder.functions);
    indexes = HashMap.newHashMap(members.size());
    for (int i = 0; i < members.size(); i++) {
      indexes.put(members.get(i).name(), i);
    }
    text = builder.text;
    json = builder.json;
  }

  public static Builder builder() {
    return new Builder();
  }

  public List<Member> members() {
    return members;
  }

  public Member member(int index) {
    return members.get(index);
  }

  /// The place of a field or method, -1 when there is none of that name.
  public int indexOf(String name) {
    Integer index = indexes.get(name);
    return index == null ? -1 : index;
  }

  /// Whether a field or method of that name is found here or in what is embedded.
  public boolean has(String name) {
    if (indexes.containsKey(name) || functions.containsKey(name)) {
      return true;
    }
    for (var member : members) {
      if (member.access() == Access.EMBEDDED && member.type().shape().has(name)) {
        return true;
      }
    }
    return false;
  }

  /// A method with parameters; the struct itself is its first argument.
  public @Nullable GoFunction function(String name) {
    return functions.get(name);
  }

  /// What Go's `String()` gives; null when the type has none and prints its fields.
  public @Nullable Text text() {
    return text;
  }

  /// What Go's `MarshalJSON` gives; null when the type has none and its fields are written.
  public @Nullable Text json() {
    return json;
  }

  boolean comparable() {
    for (var member : members) {
      if (member.access() != Access.METHOD && !member.type().comparable()) {
        return false;
      }
    }
    return true;
  }

  /// Collects the members in Go's order.
  public static final class Builder {
    private final List<Member> members = new ArrayList<>();
    private final Map<String, GoFunction> functions = new HashMap<>();
    private @Nullable Text text;
    private @Nullable Text json;

    private Builder() {}

    /// A field whose JSON name is its own.
    public Builder field(String name, GoType type) {
      return field(name, type, name, Omit.NEVER);
    }

    public Builder field(String name, GoType type, String jsonName, Omit omit) {
      members.add(new Member(name, type, Access.FIELD, jsonName, omit));
      return this;
    }

    /// A struct without a field name: found by its type's name, and its members by theirs.
    public Builder embedded(String name, GoType type) {
      members.add(new Member(name, type, Access.EMBEDDED, name, Omit.NEVER));
      return this;
    }

    public Builder unexported(String name, GoType type) {
      members.add(new Member(name, type, Access.UNEXPORTED, name, Omit.ALWAYS));
      return this;
    }

    /// A method without parameters: evaluated when a template asks for it, never printed.
    public Builder method(String name, GoType type) {
      members.add(new Member(name, type, Access.METHOD, name, Omit.ALWAYS));
      return this;
    }

    /// A method with parameters.
    public Builder method(String name, GoFunction function) {
      functions.put(name, function);
      return this;
    }

    public Builder text(Text form) {
      text = form;
      return this;
    }

    /// @param form gives one JSON value, written as it is
    public Builder json(Text form) {
      json = form;
      return this;
    }

    public StructShape build() {
      return new StructShape(this);
    }
  }
}
