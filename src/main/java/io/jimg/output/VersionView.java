package io.jimg.output;

import io.jimg.error.BadTemplate;
import io.jimg.output.table.TextOutput;
import io.jimg.template.AddedFunctions;
import io.jimg.template.GoTemplate;
import io.jimg.template.value.GoType;
import io.jimg.template.value.GoValue;
import io.jimg.template.value.StructShape;
import io.jimg.template.value.StructShape.Omit;
import java.util.ArrayList;
import java.util.List;

/// What `version` prints: Docker's layout and the structs of its command line. There is no server,
/// so
/// jimg answers for both sides.
///
/// @param number jimg's own version
/// @param runtime what it runs on, in the place of the Go version
/// @param os as in an image's platform
/// @param architecture as in an image's platform
public record VersionView(String number, String runtime, String os, String architecture) {

  /// The API of the engine whose behaviour is the contract.
  private static final String API = "1.50";

  private static final StructShape CLIENT =
      StructShape.builder()
          .field("Version", GoType.STRING)
          .field("APIVersion", GoType.STRING, "ApiVersion", Omit.NEVER)
          .field("DefaultAPIVersion", GoType.STRING, "DefaultAPIVersion", Omit.EMPTY)
          .field("GitCommit", GoType.STRING)
          .field("GoVersion", GoType.STRING)
          .field("Os", GoType.STRING)
          .field("Arch", GoType.STRING)
          .field("BuildTime", GoType.STRING, "BuildTime", Omit.EMPTY)
          .field("Context", GoType.STRING)
          .build();

  private static final StructShape SERVER =
      StructShape.builder()
          .field("Version", GoType.STRING)
          .field("APIVersion", GoType.STRING, "ApiVersion", Omit.NEVER)
          .field("MinAPIVersion", GoType.STRING, "MinAPIVersion", Omit.EMPTY)
          .field("GitCommit", GoType.STRING)
          .field("GoVersion", GoType.STRING)
          .field("Os", GoType.STRING)
          .field("Arch", GoType.STRING)
          .field("Experimental", GoType.BOOL, "Experimental", Omit.EMPTY)
          .build();

  /// @param format empty for Docker's layout, `json`, else a template
  /// @throws BadTemplate when it does not parse ([#parse]) or does not fit
  public void print(String format, TextOutput output) {
    if (format.isEmpty()) {
      output.write(text());
      return;
    }
    output.write(parse(format).render(value()) + "\n");
  }

  /// @throws BadTemplate `template parsing error: …`
  public static GoTemplate parse(String format) {
    String template = format.equals("json") ? "{{json .}}" : format;
    try {
      return GoTemplate.parse("version", template, AddedFunctions.ROWS);
    } catch (BadTemplate e) {
      throw new BadTemplate("template parsing error: " + e.sentence());
    }
  }

  private String text() {
    return "Client:\n"
        + row(" Version:", number)
        + row(" API version:", API)
        + row(" Java version:", runtime)
        + row(" OS/Arch:", os + "/" + architecture)
        + row(" Context:", "default");
  }

  private static String row(String name, String value) {
    return name + " ".repeat(20 - name.length()) + value + "\n";
  }

  private GoValue value() {
    var client = GoType.struct("system.clientVersion", CLIENT);
    var server = GoType.struct("types.Version", SERVER);
    var shape =
        StructShape.builder()
            .field("Client", client)
            .field("Server", GoType.pointerTo(server))
            .build();
    return GoValue.Struct.of(
        GoType.struct("system.versionInfo", shape),
        List.of(
            GoValue.Struct.of(
                client, texts(number, API, API, "", runtime, os, architecture, "", "default")),
            GoValue.Pointer.to(
                GoValue.Struct.of(
                    server,
                    List.of(
                        GoValue.text(number),
                        GoValue.text(API),
                        GoValue.text("1.24"),
                        GoValue.text(""),
                        GoValue.text(runtime),
                        GoValue.text(os),
                        GoValue.text(architecture),
                        GoValue.bool(false))))));
  }

  private static List<GoValue> texts(String... texts) {
    var values = new ArrayList<GoValue>(texts.length);
    for (String text : texts) {
      values.add(GoValue.text(text));
    }
    return values;
  }
}
