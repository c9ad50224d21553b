package io.jimg.registry.listing;

import io.jimg.error.InvalidInput;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.registry.answer.Json;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/// One page of a tag list (distribution-spec, "Listing Tags").
///
/// @param tags an empty one where the registry says null
record TagPage(List<String> tags) {

  /// @throws InvalidInput when it is none
  static TagPage read(byte[] document) {
    return Json.read(document, TagPage.class, TagPage::of);
  }

  private static TagPage of(JsonObject json) {
    var tags = new ArrayList<String>();
    for (var tag : Json.items(json, "tags")) {
      tags.add(tag instanceof JsonNull ? "" : Json.text(tag));
    }
    return new TagPage(tags);
  }

  /// Where the next page is by the `Link` headers of `page`, as the query to ask
  /// with; null after the last. Taken from the registry is nothing else, so it cannot send us
  /// anywhere.
  static @Nullable String next(HttpUrl page, List<String> links) {
    for (String link : links) {
      int open = link.indexOf('<');
      int close = link.indexOf('>', open + 1);
      if (open >= 0 && close > 0 && isNext(link.substring(close + 1))) {
        var url = page.resolve(link.substring(open + 1, close));
        return url == null ? null : url.encodedQuery();
      }
    }
    return null;
  }

  private static boolean isNext(String parameters) {
    for (String parameter : parameters.split(";")) {
      String text = parameter.strip().replace("\"", "").replace(" ", "");
      if (text.equalsIgnoreCase("rel=next")) {
        return true;
      }
    }
    return false;
  }
}
