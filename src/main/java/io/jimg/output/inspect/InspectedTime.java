package io.jimg.output.inspect;

import io.jimg.oci.time.Calendar;
import io.jimg.oci.time.GoLayout;
import io.jimg.oci.time.GoTime;
import io.jimg.template.value.GoFunction;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import java.time.LocalDate;
import java.util.List;

/// A time in UTC as templates see it: Go's `time.Time`, with those of its methods that people use.
final class InspectedTime {

  static final GoType TYPE =
      GoType.struct(
          "time.Time",
          StructShape.builder()
              .unexported("", GoType.STRING)
              .method("Year", GoType.INT)
              .method("Month", GoType.STRING)
              .method("Day", GoType.INT)
              .method("Hour", GoType.INT)
              .method("Minute", GoType.INT)
              .method("Second", GoType.INT)
              .method("Nanosecond", GoType.INT)
              .method("YearDay", GoType.INT)
              .method("Unix", GoType.INT64)
              .method("UnixMilli", GoType.INT64)
              .method("UnixNano", GoType.INT64)
              .method("IsZero", GoType.BOOL)
              .method("String", GoType.STRING)
              .method("Format", GoFunction.of(InspectedTime::format, GoType.STRING))
              .text(value -> time(value).text("UTC"))
              .json(value -> '"' + time(value).rfc3339Nano() + '"')
              .build());

  private InspectedTime() {}

  static GoValue of(GoTime time) {
    var date = LocalDate.ofEpochDay(Math.floorDiv(time.epochSecond(), 86_400L));
    int second = Math.floorMod(time.epochSecond(), 86_400);
    return GoValue.Struct.of(
        TYPE,
        List.of(
            GoValue.text(time.rfc3339Nano()),
            GoValue.number(date.getYear()),
            GoValue.text(GoLayout.month(date)),
            GoValue.number(date.getDayOfMonth()),
            GoValue.number(second / 3600),
            GoValue.number(second / 60 % 60),
            GoValue.number(second % 60),
            GoValue.number(time.nano()),
            GoValue.number(Calendar.dayOfYear(date)),
            number(time.epochSecond()),
            number(time.epochSecond() * 1_000 + time.nano() / 1_000_000),
            number(time.epochSecond() * 1_000_000_000 + time.nano()),
            GoValue.bool(time.isZero()),
            GoValue.text(time.text("UTC"))));
  }

  private static GoValue number(long value) {
    return new GoValue.Int(value, GoType.INT64);
  }

  private static GoValue format(GoValue[] arguments) {
    return arguments[0] instanceof GoValue.Struct time
            && arguments[1] instanceof GoValue.Text(var layout, _)
        ? GoValue.text(GoLayout.format(time(time), "UTC", layout))
        : GoValue.text("");
  }

  private static GoTime time(GoValue.Struct value) {
    return value.fields().at(0) instanceof GoValue.Text(var text, _)
        ? GoTime.parse(text)
        : GoTime.ZERO;
  }
}
