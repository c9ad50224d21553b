package io.jimg.image.change;

import io.jimg.error.GoQuote;
import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonWriter;
import io.jimg.oci.time.GoDuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// HEALTHCHECK, as the `Healthcheck` member of a configuration.
final class Healthcheck {

  private static final long MINIMUM = 1_000_000;

  private Healthcheck() {}

  /// @throws InvalidInput in Docker's words
  static JsonObject of(Instruction instruction) {
    if (instruction.arguments().isEmpty()) {
      throw new InvalidInput("HEALTHCHECK requires at least one argument");
    }
    String type = instruction.arguments().getFirst().toUpperCase(Locale.ROOT);
    var arguments = instruction.arguments().subList(1, instruction.arguments().size());
    if (type.equals("NONE")) {
      if (!arguments.isEmpty()) {
        throw new InvalidInput("HEALTHCHECK NONE takes no arguments");
      }
      return member("Test", JsonWriter.array(List.of("NONE")));
    }
    var flags =
        Flags.of(instruction, "interval", "timeout", "start-period", "start-interval", "retries");
    if (!type.equals("CMD")) {
      throw new InvalidInput("Unknown type " + GoQuote.quote(type) + " in HEALTHCHECK (try CMD)");
    }
    if (arguments.isEmpty()) {
      throw new InvalidInput("Missing command after HEALTHCHECK CMD");
    }
    var test = new ArrayList<>(List.of(instruction.isJson() ? "CMD" : "CMD-SHELL"));
    test.addAll(arguments);
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("Test", JsonWriter.array(test));
    duration(flags, "interval", "Interval", members);
    duration(flags, "timeout", "Timeout", members);
    duration(flags, "start-period", "StartPeriod", members);
    duration(flags, "start-interval", "StartInterval", members);
    retries(flags.value("retries"), members);
    return new JsonObject(members);
  }

  private static JsonObject member(String name, JsonValue value) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put(name, value);
    return new JsonObject(members);
  }

  private static void duration(
      Flags flags, String flag, String member, Map<String, JsonValue> members) {
    String text = flags.value(flag);
    long nanos = text.isEmpty() ? 0 : GoDuration.parse(text);
    if (nanos == 0) {
      return;
    }
    if (nanos < MINIMUM) {
      throw new InvalidInput("Interval " + GoQuote.quote(flag) + " cannot be less than 1ms");
    }
    members.put(member, new JsonNumber(Long.toString(nanos)));
  }

  private static void retries(String text, Map<String, JsonValue> members) {
    if (text.isEmpty()) {
      return;
    }
    String failed = "strconv.ParseInt: parsing " + GoQuote.quote(text) + ": ";
    if (!text.matches("[+-]?[0-9]+")) {
      throw new InvalidInput(failed + "invalid syntax");
    }
    int retries;
    try {
      retries = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput(failed + "value out of range", e);
    }
    if (retries < 0) {
      throw new InvalidInput("--retries cannot be negative (" + retries + ")");
    }
    if (retries > 0) {
      members.put("Retries", new JsonNumber(Integer.toString(retries)));
    }
  }
}
