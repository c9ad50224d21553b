package io.jimg.template.parse;

import io.jimg.template.fmt.Quoting;
import io.jimg.template.value.GoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parsed template. `at` is where messages say the node stands; `toString` is how they show it.
public sealed interface Node {

  /// The index in the template's text.
  int at();

  /// What can stand for a value: an argument, or the first word of a command.
  sealed interface Operand extends Node {}

  /// A bare name: a function.
  record Identifier(int at, String name) implements Operand {
    @Override
    public String toString() {
      return name;
    }
  }

  /// `$x.Field`: the variable, then its fields.
  record Variable(int at, List<String> names) implements Operand {
    @Override
    public String toString() {
      return String.join(".", names);
    }
  }

  record Dot(int at) implements Operand {
    @Override
    public String toString() {
      return ".";
    }
  }

  record Nil(int at) implements Operand {
    @Override
    public String toString() {
      return "nil";
    }
  }

  /// `.A.B`
  record Field(int at, List<String> names) implements Operand {
    @Override
    public String toString() {
      return "." + String.join(".", names);
    }
  }

  /// `(pipeline).A.B`
  record Chain(int at, Operand base, List<String> names) implements Operand {
    @Override
    public String toString() {
      String shown = base instanceof Pipe ? "(" + base + ")" : base.toString();
      return shown + "." + String.join(".", names);
    }
  }

  record Bool(int at, GoValue.Bool value) implements Operand {
    @Override
    public String toString() {
      return Boolean.toString(value.value());
    }
  }

  record Text(int at, String quoted, GoValue.Text value) implements Operand {
    @Override
    public String toString() {
      return quoted;
    }
  }

  /// @param value what it is where nothing says which type it should have; null: no int can hold it
  record Numeral(int at, NumberLiteral literal, @Nullable GoValue value) implements Operand {
    @Override
    public String toString() {
      return literal.text();
    }
  }

  /// Commands, each taking the value of the one before; its value may be bound to variables.
  record Pipe(int at, boolean assigns, List<Variable> variables, List<Command> commands)
      implements Operand {
    @Override
    public String toString() {
      var text = new StringBuilder();
      for (int i = 0; i < variables.size(); i++) {
        text.append(i > 0 ? ", " : "").append(variables.get(i));
      }
      if (!variables.isEmpty()) {
        text.append(assigns ? " = " : " := ");
      }
      for (int i = 0; i < commands.size(); i++) {
        text.append(i > 0 ? " | " : "").append(commands.get(i));
      }
      return text.toString();
    }
  }

  /// A word and its arguments.
  record Command(int at, List<Operand> words) implements Node {
    @Override
    public String toString() {
      var text = new StringBuilder();
      for (int i = 0; i < words.size(); i++) {
        var word = words.get(i);
        text.append(i > 0 ? " " : "");
        if (word instanceof Pipe) {
          text.append('(').append(word).append(')');
        } else {
          text.append(word);
        }
      }
      return text.toString();
    }
  }

  record Literal(int at, String text) implements Node {
    @Override
    public String toString() {
      return text;
    }
  }

  record Action(int at, Pipe pipe) implements Node {
    @Override
    public String toString() {
      return "{{" + pipe + "}}";
    }
  }

  record Sequence(int at, List<Node> nodes) implements Node {}

  record If(int at, Pipe pipe, Sequence then, @Nullable Sequence otherwise) implements Node {}

  record With(int at, Pipe pipe, Sequence then, @Nullable Sequence otherwise) implements Node {}

  record Range(int at, Pipe pipe, Sequence body, @Nullable Sequence otherwise) implements Node {}

  record Break(int at) implements Node {
    @Override
    public String toString() {
      return "{{break}}";
    }
  }

  record Continue(int at) implements Node {
    @Override
    public String toString() {
      return "{{continue}}";
    }
  }

  record Invoke(int at, String name, @Nullable Pipe pipe) implements Node {
    @Override
    public String toString() {
      String quoted = Quoting.quote(name);
      return "{{template " + quoted + (pipe == null ? "" : " " + pipe) + "}}";
    }
  }

  /// Ends a sequence; never part of a tree.
  record End(int at) implements Node {
    @Override
    public String toString() {
      return "{{end}}";
    }
  }

  /// Ends a sequence; never part of a tree.
  record Else(int at) implements Node {
    @Override
    public String toString() {
      return "{{else}}";
    }
  }
}
