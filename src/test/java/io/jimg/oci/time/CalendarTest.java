package io.jimg.oci.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CalendarTest {

  @Test
  void agreesWithJavaOnEveryDayOfTenThousandYears() {
    var end = LocalDate.of(10_000, 1, 1);
    for (var date = LocalDate.of(-1, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
      int year = date.getYear();
      int month = date.getMonthValue();
      assertEquals(date.toEpochDay(), Calendar.epochDay(year, month, date.getDayOfMonth()));
      if (date.getDayOfMonth() == 1) {
        assertEquals(date.lengthOfMonth(), Calendar.lengthOfMonth(year, month));
      }
    }
  }
}
