package io.jimg.registry.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jimg.error.InvalidInput;
import io.jimg.error.RegistryFailure;
import io.jimg.reference.Reference;
import io.jimg.registry.Mutation;
import java.util.List;
import java.util.Random;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;

class TagListTest {

  private static final HttpUrl PAGE = HttpUrl.get("https://example.com/v2/a/tags/list?n=1");
  private static final String LINK = "</v2/a/tags/list?n=1&last=x>; rel=\"next\"";

  @Test
  void theNextPageIsFoundAmongOtherLinks() {
    String next = "n=1&last=x";
    assertEquals(next, TagPage.next(PAGE, List.of(LINK)));
    assertEquals(next, TagPage.next(PAGE, List.of("<?n=9>; rel=prev", LINK)));
    assertEquals(next, TagPage.next(PAGE, List.of("<?n=1&last=x>;title=\"t\"; REL = next")));
    assertEquals(next, TagPage.next(PAGE, List.of("<http://10.0.0.1:7/y?n=1&last=x>; rel=next")));
    assertNull(TagPage.next(PAGE, List.of("<?n=9>; rel=prev", "rel=next", "</x>; rel=next")));
  }

  private static boolean said(RegistryFailure failure, String start) {
    return failure.sentence().startsWith(start);
  }

  @Test
  void twentyThousandMutatedPagesAreReadOrRefused() {
    var random = new Random(11);
    String good = "{\"name\":\"a\",\"tags\":[\"1.0\",\"latest\",null,\"x_y-z\"]}";
    for (int i = 0; i < 20_000; i++) {
      var response =
          new Response.Builder()
              .request(new Request.Builder().url(PAGE).build())
              .protocol(Protocol.HTTP_1_1)
              .code(200)
              .message("OK")
              .addHeader("Link", Mutation.of(LINK, random).replaceAll("[^ -~]", "?"))
              .body(ResponseBody.create(Mutation.of(good, random), null))
              .build();
      try {
        new TagList(Reference.parse("example.com/a")).add(response);
      } catch (RegistryFailure e) {
        boolean notJson = e.getCause() instanceof InvalidInput cause && said(e, cause.sentence());
        assertTrue(notJson || said(e, "tag list of example.com/a is"), e.sentence());
      }
    }
  }

  @Test
  void tagsMayBeNumbersAndNoneAtAll() {
    assertEquals(
        List.of("1", "", "x"), TagPage.read("{\"tags\":[1,null,\"x\"]}".getBytes(UTF_8)).tags());
    assertEquals(List.of(), TagPage.read("{\"name\":\"a\",\"tags\":null}".getBytes(UTF_8)).tags());
  }
}
