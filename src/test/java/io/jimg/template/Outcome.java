package io.jimg.template;

import io.jimg.error.BadTemplate;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonReader;
import io.jimg.oci.JsonWriter;
import io.jimg.template.value.GoText;
import io.jimg.template.value.GoValue;
import org.jspecify.annotations.Nullable;

/// What a template made of a value: text, or an error.
record Outcome(@Nullable String out, @Nullable String error) {

  /// Bytes that are no UTF-8 cannot stand in a corpus; one sign stands for all of them.
  Outcome {
    out = shown(out);
    error = shown(error);
  }

  private static @Nullable String shown(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(GoText.isByte(c) ? 0xFFFD : c));
    return shown.toString();
  }

  /// What our engine makes of it.
  static Outcome of(String name, String text, GoValue data, Functions functions) {
    GoTemplate template;
    try {
      template = GoTemplate.parse(name, text, functions);
    } catch (BadTemplate e) {
      return new Outcome(null, e.sentence());
    }
    return of(template, data);
  }

  static Outcome of(GoTemplate template, GoValue data) {
    try {
      return new Outcome(template.render(data), null);
    } catch (BadTemplate e) {
      return new Outcome(null, e.sentence());
    }
  }

  static Outcome of(JsonObject line) {
    return new Outcome(line.text("out"), line.text("error"));
  }

  /// One line of a corpus.
  static String line(String template, @Nullable String data, Outcome outcome) {
    var line = new StringBuilder("{\"template\":");
    JsonWriter.quote(template, line);
    if (data != null) {
      line.append(",\"data\":").append(data);
    }
    if (outcome.out() != null) {
      line.append(",\"out\":");
      JsonWriter.quote(outcome.out(), line);
    }
    if (outcome.error() != null) {
      line.append(",\"error\":");
      JsonWriter.quote(outcome.error(), line);
    }
    return line.append('}').toString();
  }

  static JsonObject read(String line) {
    return (JsonObject) JsonReader.read(line);
  }
}
