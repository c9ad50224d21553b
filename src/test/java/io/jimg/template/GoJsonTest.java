package io.jimg.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoJsonTest {

  @Test
  void aLiteralStaysAsItWasWritten() {
    assertEquals("[1.50,1e3,-0]", GoJson.encode(GoData.of("[1.50, 1e3, -0]")));
  }

  @Test
  void keysAreSortedByBytes() {
    assertEquals(
        "{\"A\":1,\"a\":2,\"\uFFFD\":3,\"\uD83D\uDE00\":4}",
        GoJson.encode(GoData.of("{\"\uD83D\uDE00\":4,\"\uFFFD\":3,\"a\":2,\"A\":1}")));
  }

  @Test
  void numbersOfAllKinds() {
    var values =
        List.<GoValue>of(
            GoValue.number(-1),
            new GoValue.Int(-1, GoType.named("uint64", GoType.Kind.UINT)),
            new GoValue.Real(1e21),
            new GoValue.Real(1e-7),
            new GoValue.Real(100),
            new GoValue.Pointer(GoType.pointerTo(GoType.INT), null));
    assertEquals(
        "[-1,18446744073709551615,1e+21,1e-7,100,null]",
        GoJson.encode(GoValue.Slice.of(GoType.ANYS, values)));
  }
}
